"""What the worker is asked to do about a period, and what it has laid ready for a close."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.db import Base, Id, Word, check_word, refuse_when
from ideas.royalties.closing.wishes.rules import WishKind
from ideas.royalties.periods.models import Period


class CloseWish(Base):
    """That the worker calculates a period, or closes it with the figures of the digest ``seen``.

    One waits at a time. When it is finished, ``digest`` and ``figures`` are what the period came
    to at ``calculated_at`` if nothing was missing, and ``refusal`` is why it went no further: a
    code and values, or empty.
    """

    __tablename__ = "close_wishes"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    kind: Mapped[WishKind] = mapped_column(Word(WishKind))
    seen: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(default="")
    figures: Mapped[list[Any]]
    refusal: Mapped[dict[str, Any]]
    calculated_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    period: Mapped[Period] = relationship()
    asked_by: Mapped[Person] = relationship()

    __table_args__ = (
        check_word("kind", WishKind),
        sa.CheckConstraint("(kind = 'close') = (length(seen) = 64)", name="close_of_seen"),
        sa.CheckConstraint(
            "(digest = '') = (calculated_at IS NULL) AND (digest = '' OR finished_at IS NOT NULL)",
            name="calculated_whole",
        ),
        sa.Index(
            "uq_close_wishes_waiting",
            "period_id",
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        ),
        sa.Index("ix_close_wishes_period", "period_id", "id"),
    )

    @property
    def is_close(self) -> bool:
        """Is the period to be closed, and not only calculated?"""
        return self.kind is WishKind.CLOSE


class ReadyLine(Base):
    """What a sale will be settled by, as in ``SettledSale``, laid ready by an attempt to close.

    It counts for nothing: the close moves it where it belongs, and what is left over is deleted.
    ``mark`` is the attempt's own.
    """

    __tablename__ = "ready_lines"

    mark: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    wish_id: Mapped[int] = mapped_column(sa.ForeignKey("close_wishes.id"))
    agreement_id: Mapped[int]
    sale_id: Mapped[int]
    rate_id: Mapped[int]
    sign: Mapped[int]
    allowed: Mapped[int]
    net: Mapped[int]
    fx: Mapped[Decimal]
    converted: Mapped[int]
    earned: Mapped[int]

    __table_args__ = (sa.Index("ix_ready_lines_wish", "wish_id", "mark"),)


class ReadyPart(Base):
    """How much of a line that lies ready fell on a step."""

    __tablename__ = "ready_parts"

    mark: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    step_id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    wish_id: Mapped[int] = mapped_column(sa.ForeignKey("close_wishes.id"))
    quantity: Mapped[int]

    __table_args__ = (sa.Index("ix_ready_parts_wish", "wish_id", "mark"),)


for _name, _verb, _when, _say in (
    ("stays_on_update", "UPDATE", "OLD.finished_at IS NOT NULL", "a finished wish stays"),
    ("stays_on_delete", "DELETE", "true", "a wish for a close stays"),
):
    refuse_when(CloseWish.__table__, _name, _verb, when=_when, say=_say)  # type: ignore[arg-type]
