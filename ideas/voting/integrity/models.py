"""Cases of suspicion, and sweeps: one decision about many votes, carried out in portions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.db import Base, Word, check_word
from ideas.journey.models import Idea
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.models import VoteState

WAITING = sa.text("closed_at IS NULL")
UNDER_WAY = sa.text("state IN ('proposed', 'running')")


class VoteCase(Base):
    """Votes of one idea that belong together, and what a test found odd in them.

    ``mark`` is the same for the same group of the same idea. ``key`` is what the votes share, as
    pairs of kind and a value that nobody can read. ``tenths`` is -log10 p in tenths. Open until
    everything in it is decided.
    """

    __tablename__ = "vote_cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    suspected: Mapped[Suspected] = mapped_column(Word(Suspected))
    mark: Mapped[str]
    key: Mapped[list[Any]]
    tenths: Mapped[int] = mapped_column(default=0)
    found: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship()

    __table_args__ = (
        check_word("suspected", Suspected),
        sa.Index(
            *("ix_vote_cases_open_once", "idea_id", "mark"),
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        sa.Index("ix_vote_cases_open", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        sa.Index("ix_vote_cases_idea", "idea_id", "id"),
    )


class Sweep(Base):
    """One decision about votes of an idea, with its statement of reasons.

    ``conditions`` say which votes; ``why`` is the ground, ``proposed_by_id`` is None when a test
    decided by itself. What needs two people is carried out once somebody else confirmed it. The
    votes are taken in the order of their people's ids; ``reached`` is where that has come.
    """

    __tablename__ = "sweeps"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ballots.idea_id"))
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("vote_cases.id"))
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sweeps.id"), unique=True)
    verb: Mapped[Verb] = mapped_column(Word(Verb))
    why: Mapped[Why] = mapped_column(Word(Why))
    conditions: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[SweepState] = mapped_column(Word(SweepState))
    needs_two: Mapped[bool]
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]

    case: Mapped[VoteCase | None] = relationship()
    idea: Mapped[Idea] = relationship(
        primaryjoin=lambda: sa.orm.foreign(Sweep.idea_id) == Idea.id, viewonly=True
    )

    __table_args__ = (
        check_word("verb", Verb),
        check_word("why", Why),
        check_word("state", SweepState),
        sa.CheckConstraint("total >= 0 AND done >= 0", name="numbers_count"),
        sa.CheckConstraint(
            "NOT needs_two OR state IN ('proposed', 'refused') "
            "OR (confirmed_by_id IS NOT NULL AND confirmed_by_id <> proposed_by_id)",
            name="two_people",
        ),
        sa.Index("ix_sweeps_idea", "idea_id", "id"),
        sa.Index("ix_sweeps_case", "case_id", "id"),
        sa.Index("ix_sweeps_finished", "finished_at", "id"),
        sa.Index("ix_sweeps_under_way", "id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
    )

    @property
    def is_automatic(self) -> bool:
        """Did a test decide, and nobody?"""
        return self.proposed_by_id is None


class SweptVote(Base):
    """A vote that a sweep changed, and where it was before; that is how a sweep is undone."""

    __tablename__ = "swept_votes"

    sweep_id: Mapped[int] = mapped_column(sa.ForeignKey("sweeps.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    from_state: Mapped[VoteState] = mapped_column(Word(VoteState))
    to_state: Mapped[VoteState] = mapped_column(Word(VoteState))
    swept_at: Mapped[datetime]

    __table_args__ = (
        check_word("from_state", VoteState),
        check_word("to_state", VoteState),
        sa.Index("ix_swept_votes_person", "person_id", "sweep_id"),
    )
