"""What a closed vote has besides its entries, and what a jury says of each entry."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word


class ShortlistReason(StrEnum):
    """Why a jury leaves an entry out; ``chosen`` belongs to those on the shortlist alone."""

    CHOSEN = "chosen"
    OFF_BRIEF = "off_brief"
    TAKEN = "taken"
    HURTFUL = "hurtful"
    ALIKE = "alike"
    WEAKER = "weaker"


class ClosedVote(Base):
    """The vote of a campaign: the entry “none of these”, and the round of its final."""

    __tablename__ = "closed_votes"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    none_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), unique=True)
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("rounds.id"), unique=True)


class Choice(Base):
    """What the jury says of an entry; changed until the shortlist is published."""

    __tablename__ = "shortlist_choices"

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"), primary_key=True)
    is_chosen: Mapped[bool]
    reason: Mapped[ShortlistReason] = mapped_column(Word(ShortlistReason))
    sentence: Mapped[dict[str, str]]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    chosen_at: Mapped[datetime]

    __table_args__ = (
        check_word("reason", ShortlistReason),
        sa.CheckConstraint("is_chosen = (reason = 'chosen')", name="chosen"),
    )
