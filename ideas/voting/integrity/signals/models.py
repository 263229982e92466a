"""Signals of votes, and the keys they are hashed with."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base


class SignalKey(Base):
    """One month's half of the key, the site's secret being the other; only the newest is kept."""

    __tablename__ = "signal_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[str]
    made_at: Mapped[datetime]


class VoteSignal(Base):
    """What was noticed at a vote: hashes, words and seconds. Empty or None is not known."""

    __tablename__ = "vote_signals"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    network: Mapped[str] = mapped_column(default="")
    domain: Mapped[str] = mapped_column(default="")
    is_disposable: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(default="")
    referrer: Mapped[str] = mapped_column(default="")
    age: Mapped[int | None]
    latency: Mapped[int | None]
    dwell: Mapped[int | None]
    seen_at: Mapped[datetime]

    __table_args__ = (
        sa.Index("ix_vote_signals_person", "person_id", "idea_id"),
        sa.Index("ix_vote_signals_seen", "seen_at"),
    )
