"""What voters said beside their vote."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word


class ForWhom(StrEnum):
    """Whom somebody would buy it for."""

    MYSELF = "myself"
    FAMILY = "family"
    GIFT = "gift"
    WORK = "work"


class SurveyAnswer(Base):
    """A voter's answers; what was skipped is empty, and a row says at least one thing.

    ``price`` is the most they would pay, in minor units of the terms' currency, and 0 when they
    would not buy it; a ``quantity`` of 4 is four or more; ``tell_me`` once one can buy it.
    """

    __tablename__ = "survey_answers"

    idea_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True)
    price: Mapped[int | None]
    quantity: Mapped[int | None]
    for_whom: Mapped[ForWhom | None] = mapped_column(Word(ForWhom))
    tell_me: Mapped[bool]
    answered_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    __table_args__ = (
        sa.ForeignKeyConstraint(["idea_id", "person_id"], ["votes.idea_id", "votes.person_id"]),
        check_word("for_whom", ForWhom),
        sa.CheckConstraint("price >= 0", name="price_counts"),
        sa.CheckConstraint("quantity BETWEEN 1 AND 4", name="quantity_bounds"),
        sa.CheckConstraint(
            "tell_me OR price IS NOT NULL OR quantity IS NOT NULL OR for_whom IS NOT NULL",
            name="says_something",
        ),
        sa.Index("ix_survey_answers_person", "person_id", "idea_id"),
        sa.Index(
            "ix_survey_answers_said",
            *("idea_id", "price", "quantity", "for_whom", "tell_me", "person_id"),
        ),
    )
