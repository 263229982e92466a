"""The figures of the roll-up."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ideas.db import Base, Word, check_word
from ideas.insights.rules import Figure


class InsightFigure(Base):
    """A number: of a day, or of the whole as it was on the day of the roll-up.

    ``about`` is what it is about: a stage, a reason, an idea's id; empty for everything.
    """

    __tablename__ = "insight_figures"

    figure: Mapped[Figure] = mapped_column(Word(Figure), primary_key=True)
    about: Mapped[str] = mapped_column(primary_key=True)
    figured_on: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int]

    __table_args__ = (check_word("figure", Figure), sa.Index("ix_insight_days", "figured_on"))
