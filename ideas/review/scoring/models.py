"""Criteria of a round, and scorecards on its cases."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Word, check_word


class CriterionKey(StrEnum):
    """What a scorecard asks about."""

    BRAND_FIT = "brand_fit"
    DEMAND = "demand"
    FEASIBILITY = "feasibility"
    ORIGINALITY = "originality"
    SAFETY = "safety"
    RIGHTS = "rights"


class Criterion(Base):
    """A criterion of a round and its weight."""

    __tablename__ = "criteria"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    key: Mapped[CriterionKey] = mapped_column(Word(CriterionKey), primary_key=True)
    weight: Mapped[int]
    position: Mapped[int]

    __table_args__ = (
        check_word("key", CriterionKey),
        sa.CheckConstraint("weight BETWEEN 1 AND 10", name="weight_bounds"),
    )


class Score(Base):
    """One reviewer's points on one criterion of a case, 1 to 5."""

    __tablename__ = "scores"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    key: Mapped[CriterionKey] = mapped_column(Word(CriterionKey), primary_key=True)
    points: Mapped[int]

    __table_args__ = (
        check_word("key", CriterionKey),
        sa.CheckConstraint("points BETWEEN 1 AND 5", name="points_bounds"),
    )


class Scorecard(Base):
    """That a reviewer scored a case, when, and their private note."""

    __tablename__ = "scorecards"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    note: Mapped[str]
    saved_at: Mapped[datetime]

    reviewer: Mapped[Person] = relationship()
