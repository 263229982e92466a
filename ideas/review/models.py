"""Rounds, their cases and decisions."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.campaigns.calendar.models import Juror
from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea


class Outcome(StrEnum):
    """What a decision does with an idea; ``stays`` carries it over to the next round."""

    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    PARKED = "parked"
    STAYS = "stays"


class DecisionReason(StrEnum):
    """The closed list of reasons; ``chosen`` belongs to selected ideas alone."""

    CHOSEN = "chosen"
    RIGHTS = "rights"
    OVERLAP = "overlap"
    COST = "cost"
    SAFETY = "safety"
    DEMAND = "demand"
    BRAND_FIT = "brand_fit"
    CAPACITY = "capacity"


class Round(Base):
    """A round of review: open until ``cut_off_at``, then reviewing until ``published_at``.

    With a campaign it is that campaign's final, and its jury decides. Its days are those of its
    ``zone``.
    """

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id"))
    cutoff_at: Mapped[datetime]
    decision_due_on: Mapped[date]
    zone: Mapped[str] = mapped_column(default="UTC", server_default="UTC")
    capacity: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    cut_off_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    jurors: Mapped[list[Juror]] = relationship(
        primaryjoin=lambda: foreign(Juror.campaign_id) == Round.campaign_id, viewonly=True
    )

    __table_args__ = (
        sa.CheckConstraint("capacity > 0", name="capacity_counts"),
        sa.CheckConstraint(
            "published_at IS NULL OR cut_off_at IS NOT NULL", name="published_after_cut_off"
        ),
        sa.Index("ix_rounds_cutoff", "cutoff_at", "id"),
    )

    @property
    def juror_ids(self) -> frozenset[int] | None:
        """Who alone decides in it; None where the reviewers do."""
        if self.campaign_id is None:
            return None
        return frozenset(juror.person_id for juror in self.jurors)


class Case(Base):
    """An idea in a round."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    entered_at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    idea: Mapped[Idea] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("round_id", "idea_id"),
        sa.Index("ix_cases_idea", "idea_id"),
    )


class Decision(Base):
    """What is to happen with a case: proposed by one, confirmed by another, then published.

    ``sentence`` is public, per language; ``feedback`` goes to the creators alone. A proposal that
    was taken back stays as a row; at most one decision of a case stands. A confirmed one is taken
    back by two people. What is parked is looked at again from ``look_again_on``, until
    ``park_ends_on``.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    reason: Mapped[DecisionReason] = mapped_column(Word(DecisionReason))
    sentence: Mapped[dict[str, str]]
    feedback: Mapped[str]
    look_again_on: Mapped[date | None]
    park_ends_on: Mapped[date | None]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    reopen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reopen_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    published_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    reopen_by: Mapped[Person | None] = relationship(foreign_keys=[reopen_by_id])

    __table_args__ = (
        check_word("outcome", Outcome),
        check_word("reason", DecisionReason),
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint("published_at IS NULL OR confirmed_at IS NOT NULL", name="confirmed"),
        sa.CheckConstraint(
            "taken_back_at IS NULL OR confirmed_at IS NULL OR (reopen_by_id IS NOT NULL AND "
            "taken_back_by_id IS NOT NULL AND reopen_by_id <> taken_back_by_id)",
            name="confirmed_stays",
        ),
        sa.CheckConstraint(
            "(outcome = 'parked') = (look_again_on IS NOT NULL)", name="parked_ends"
        ),
        sa.CheckConstraint(
            "(look_again_on IS NULL) = (park_ends_on IS NULL) AND "
            "(look_again_on IS NULL OR look_again_on <= park_ends_on)",
            name="parked_in_time",
        ),
        sa.CheckConstraint("(outcome = 'selected') = (reason = 'chosen')", name="chosen"),
        sa.Index(
            "uq_decisions_standing",
            "case_id",
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        ),
    )
