"""Criteria of a round, scorecards on its cases, and what reviewers say to each other."""

from datetime import datetime
from enum import StrEnum
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only, refuse_when


class CriterionKey(StrEnum):
    """What a scorecard asks about, unless the brand asks otherwise."""

    BRAND_FIT = "brand_fit"
    DEMAND = "demand"
    FEASIBILITY = "feasibility"
    ORIGINALITY = "originality"
    SAFETY = "safety"
    RIGHTS = "rights"


class Criterion(Base):
    """A criterion of a round and its weight; ``names`` per language if it is the brand's own."""

    __tablename__ = "criteria"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    weight: Mapped[int]
    position: Mapped[int]
    names: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")

    __table_args__ = (sa.CheckConstraint("weight BETWEEN 1 AND 10", name="weight_bounds"),)


class Score(Base):
    """One reviewer's points on one criterion of a case, 1 to 5."""

    __tablename__ = "scores"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[int]

    __table_args__ = (sa.CheckConstraint("points BETWEEN 1 AND 5", name="points_bounds"),)


class Scorecard(Base):
    """That a reviewer scored a case, when, and their private note.

    Since ``void_at`` it does not count: they declared a conflict of interest.
    """

    __tablename__ = "scorecards"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    note: Mapped[str]
    saved_at: Mapped[datetime]
    void_at: Mapped[datetime | None]

    reviewer: Mapped[Person] = relationship()

    __table_args__ = (sa.Index("ix_scorecards_reviewer", "reviewer_id", "case_id"),)


class CaseNote(Base):
    """What a reviewer says about a case to the others, who read it once their score is in."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str]
    written_at: Mapped[datetime]

    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.Index("ix_case_notes_case", "case_id", "id"),
        sa.Index("ix_case_notes_person", "person_id", "id"),
    )


append_only(cast(sa.Table, CaseNote.__table__))
IN_CONFLICT = (
    "NEW.void_at IS NULL AND EXISTS (SELECT 1 FROM conflicts "
    "JOIN cases ON cases.idea_id = conflicts.idea_id "
    "WHERE cases.id = NEW.case_id AND conflicts.person_id = NEW.reviewer_id)"
)
for verb in ("INSERT", "UPDATE"):
    refuse_when(
        cast(sa.Table, Scorecard.__table__),
        f"keep_apart_{verb.lower()}",
        verb,
        when=IN_CONFLICT,
        say="who declared a conflict does not score",
    )
