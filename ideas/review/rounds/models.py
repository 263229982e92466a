"""What is said when a round is late, and how many ideas are expected in it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, append_only
from ideas.review.models import Round


class Delay(Base):
    """A public sentence, per language, about answers that come later, and the day they are
    expected; the last of a round holds, and all of them are shown."""

    __tablename__ = "delays"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"))
    sentence: Mapped[dict[str, str]]
    expected_on: Mapped[date]
    said_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    said_at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    said_by: Mapped[Person] = relationship()

    __table_args__ = (sa.Index("ix_delays_round", "round_id", "id"),)


append_only(Delay.__table__)  # type: ignore[arg-type]


class Forecast(Base):
    """How many ideas an open round is expected to take: in eight cases of ten, ``low`` to
    ``high``."""

    __tablename__ = "round_forecasts"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id"), primary_key=True)
    low: Mapped[int]
    middle: Mapped[int]
    high: Mapped[int]
    made_at: Mapped[datetime]

    __table_args__ = (
        sa.CheckConstraint("0 <= low AND low <= middle AND middle <= high", name="in_order"),
    )
