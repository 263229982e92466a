"""The log as it was published. Who a leaf is about is known only through ``event_id``."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, append_only


class VoteLeaf(Base):
    """A published change of a vote, word for word; ``seq`` counts from 0 without a gap."""

    __tablename__ = "vote_leaves"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("vote_events.id"), unique=True)
    entry: Mapped[str]


class VoteTile(Base):
    """The hash of a full tile: of 256 leaves on level 1, of 256 such tiles on level 2, and on."""

    __tablename__ = "vote_tiles"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]

    __table_args__ = (sa.CheckConstraint("length(hash) = 32", name="hash_is_whole"),)


class VoteCheckpoint(Base):
    """The log at one size, signed: the key is the promise that no size is signed twice.

    ``edge`` is what the tree grows from; ``last_event_id`` the highest among the leaves.
    """

    __tablename__ = "vote_checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edge: Mapped[bytes]
    note: Mapped[str]
    last_event_id: Mapped[int]
    signed_at: Mapped[datetime]


class VoteKey(Base):
    """What opens the commitments of one person; gone with their account."""

    __tablename__ = "vote_keys"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    key: Mapped[bytes]

    __table_args__ = (sa.CheckConstraint("length(key) = 32", name="key_is_long"),)


for _table in (VoteLeaf, VoteTile, VoteCheckpoint):
    append_only(_table.__table__)  # type: ignore[arg-type]
