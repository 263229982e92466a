"""Settlements, their lines, statements, and adjustments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.cards.models import CardRate, RateCard, RateStep
from ideas.agreements.models import Agreement, Share
from ideas.db import Base, append_only, refuse_when
from ideas.money import BASIS_POINTS, Money
from ideas.royalties.periods.models import Period, keep_out_of_closed
from ideas.royalties.sales.models import Sale
from ideas.witness import needs_witness


class Adjustment(Base):
    """What finance adds to an agreement's pool, or takes off, with its reason; minor units.

    The form's ``nonce`` makes one of what is sent twice.
    """

    __tablename__ = "adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreements.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    amount: Mapped[int]
    reason: Mapped[str]
    made_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime]
    nonce: Mapped[str] = mapped_column(unique=True)

    agreement: Mapped[Agreement] = relationship()
    period: Mapped[Period] = relationship()
    made_by: Mapped[Person] = relationship()

    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount_counts"),
        sa.CheckConstraint("trim(reason) <> ''", name="reason_written"),
        sa.Index("ix_adjustments_period", "period_id", "agreement_id"),
    )


class AdjustmentReversal(Base):
    """That an adjustment was taken back, once, by another of exactly the opposite amount."""

    __tablename__ = "adjustment_reversals"

    adjustment_id: Mapped[int] = mapped_column(sa.ForeignKey("adjustments.id"), primary_key=True)
    reversal_id: Mapped[int] = mapped_column(sa.ForeignKey("adjustments.id"), unique=True)

    adjustment: Mapped[Adjustment] = relationship(foreign_keys=adjustment_id)
    reversal: Mapped[Adjustment] = relationship(foreign_keys=reversal_id)


class Settlement(Base):
    """What an agreement came to in a period; minor units of ``currency``.

    ``card`` is the one in force on the period's first day: its reserve, cap and smallest payment
    were used. The rates are with each sale. ``guarantee`` is what was missing to a year's.
    ``printed`` is what its statements say besides figures, as it was that day: the version of
    their template, who issues them, the idea's title, whom to write to.
    """

    __tablename__ = "settlements"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreements.id"))
    period_id: Mapped[int] = mapped_column(sa.ForeignKey("periods.id"))
    currency: Mapped[str]
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"))
    earned: Mapped[int]
    reserve_held: Mapped[int]
    reserve_released: Mapped[int]
    adjustments: Mapped[int]
    guarantee: Mapped[int]
    pool: Mapped[int]
    disputable_until_on: Mapped[date] = mapped_column(sa.Date)
    settled_at: Mapped[datetime]
    printed: Mapped[dict[str, Any]] = mapped_column(server_default="{}")

    agreement: Mapped[Agreement] = relationship()
    card: Mapped[RateCard] = relationship()
    period: Mapped[Period] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "period_id"),
        sa.CheckConstraint(
            "pool = earned - reserve_held + reserve_released + adjustments + guarantee",
            name="pool_adds_up",
        ),
        sa.CheckConstraint("guarantee >= 0", name="guarantee_counts"),
    )


class SettledSale(Base):
    """A sale in a settlement; ``sign`` is -1 where it is taken back, ``rate`` what applied.

    Where the rate has steps, ``parts`` are how much of the sale fell on each.
    """

    __tablename__ = "settled_sales"

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(sa.ForeignKey("settlements.id"))
    sale_id: Mapped[int] = mapped_column(sa.ForeignKey("sales.id"))
    rate_id: Mapped[int] = mapped_column(sa.ForeignKey("card_rates.id"))
    sign: Mapped[int]
    allowed: Mapped[int]
    net: Mapped[int]
    fx: Mapped[Decimal]
    converted: Mapped[int]
    earned: Mapped[int]

    sale: Mapped[Sale] = relationship()
    rate: Mapped[CardRate] = relationship()
    settlement: Mapped[Settlement] = relationship()
    parts: Mapped[list["SettledPart"]] = relationship(order_by="SettledPart.step_id")

    __table_args__ = (
        sa.UniqueConstraint("sale_id", "sign"),
        sa.CheckConstraint("sign IN (1, -1)", name="sign_known"),
        sa.Index("ix_settled_sales_settlement", "settlement_id", "id"),
    )


class SettledPart(Base):
    """How much of a settled sale fell on a step: units, or net sales in minor units."""

    __tablename__ = "settled_parts"

    settled_sale_id: Mapped[int] = mapped_column(
        sa.ForeignKey("settled_sales.id"), primary_key=True
    )
    step_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_steps.id"), primary_key=True)
    quantity: Mapped[int]

    step: Mapped[RateStep] = relationship(lazy="joined")

    __table_args__ = (
        sa.CheckConstraint("quantity <> 0", name="quantity_counts"),
        sa.Index("ix_settled_parts_step", "step_id", "settled_sale_id"),
    )


class Statement(Base):
    """A payee's part of a settlement; minor units of the settlement's currency.

    ``withheld`` is the tax kept back of what is paid, at ``withholding_bp``.
    """

    __tablename__ = "statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    settlement_id: Mapped[int] = mapped_column(sa.ForeignKey("settlements.id"))
    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    opening: Mapped[int]
    gross: Mapped[int]
    recouped: Mapped[int]
    advance_left: Mapped[int]
    withholding_bp: Mapped[int]
    withheld: Mapped[int]
    payable: Mapped[int]
    carried: Mapped[int]

    settlement: Mapped[Settlement] = relationship(lazy="joined")
    share: Mapped[Share] = relationship()
    person: Mapped[Person] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("settlement_id", "share_id"),
        sa.CheckConstraint(
            "opening + gross = recouped + withheld + payable + carried", name="nothing_is_lost"
        ),
        sa.CheckConstraint(
            "payable >= 0 AND recouped >= 0 AND withheld >= 0", name="amounts_count"
        ),
        sa.CheckConstraint(
            f"withholding_bp BETWEEN 0 AND {BASIS_POINTS}", name="withholding_bounds"
        ),
        sa.Index("ix_statements_person", "person_id", "id"),
    )

    @property
    def payment(self) -> Money:
        """What is paid for it."""
        return Money(self.payable, self.settlement.currency)


for _table in (Adjustment, AdjustmentReversal, Settlement, SettledSale, SettledPart, Statement):
    append_only(_table.__table__)  # type: ignore[arg-type]
    needs_witness(_table.__table__)
for _dated in (Adjustment, Settlement):
    keep_out_of_closed(_dated.__table__)  # type: ignore[arg-type]
refuse_when(
    AdjustmentReversal.__table__,  # type: ignore[arg-type]
    "is_opposite",
    "INSERT",
    when=(
        "NOT EXISTS (SELECT 1 FROM adjustments AS was JOIN adjustments AS back "
        "ON back.agreement_id = was.agreement_id AND back.amount = -was.amount "
        "WHERE was.id = NEW.adjustment_id AND back.id = NEW.reversal_id)"
    ),
    say="an adjustment is taken back by its opposite",
)
