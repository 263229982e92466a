"""Rate cards, their lines and steps."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.cards.rules import Card, Counts, Pays, Rate, Step
from ideas.db import Base, Word, check_word, refuse_when
from ideas.money import BASIS_POINTS
from ideas.witness import needs_witness


class CardState(StrEnum):
    """Where a version of a card stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class RateStep(Base):
    """A rate of a line: basis points or minor units per unit, from ``start`` on."""

    __tablename__ = "rate_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    rate_id: Mapped[int] = mapped_column(sa.ForeignKey("card_rates.id"))
    start: Mapped[int]
    rate: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("rate_id", "start"),
        sa.CheckConstraint("start >= 0 AND rate >= 0", name="numbers_count"),
    )


class CardRate(Base):
    """A line of a card, for a territory and a channel; empty stands for every one."""

    __tablename__ = "card_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(sa.ForeignKey("rate_cards.id"))
    position: Mapped[int]
    territory: Mapped[str]
    channel: Mapped[str]
    pays: Mapped[Pays] = mapped_column(Word(Pays))
    counts: Mapped[Counts] = mapped_column(Word(Counts))

    steps: Mapped[list[RateStep]] = relationship(order_by=RateStep.start, lazy="selectin")
    card: Mapped["RateCard"] = relationship(viewonly=True)

    __table_args__ = (
        check_word("pays", Pays),
        check_word("counts", Counts),
        sa.CheckConstraint("pays = 'percent' OR counts = 'units'", name="unit_by_units"),
        sa.UniqueConstraint("card_id", "position"),
        sa.UniqueConstraint("card_id", "territory", "channel"),
    )

    @property
    def rule(self) -> Rate:
        """As the rules calculate with it."""
        steps = tuple(Step(step.start, step.rate) for step in self.steps)
        return Rate(self.territory, self.channel, self.pays, self.counts, steps)


class RateCard(Base):
    """A version of what an agreement pays and holds back; see ``rules.Card`` for the units.

    ``first_on`` is None for the first version, which holds from the start. ``text_hash`` is the
    fingerprint of what the parties accept; an amendment says its ``reason``, and has in ``text``
    the words of the agreement as they are from then on (Markdown per language).
    """

    __tablename__ = "rate_cards"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreements.id"))
    version: Mapped[int]
    state: Mapped[CardState] = mapped_column(Word(CardState))
    first_on: Mapped[date | None] = mapped_column(sa.Date)
    reserve_bp: Mapped[int]
    reserve_periods: Mapped[int]
    reserve_parts: Mapped[int]
    deductions_cap_bp: Mapped[int]
    minimum: Mapped[int]
    guarantee: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    text: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    text_hash: Mapped[str | None]
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    active_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    rates: Mapped[list[CardRate]] = relationship(order_by=CardRate.position, lazy="selectin")
    prepared_by: Mapped[Person] = relationship(foreign_keys=prepared_by_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)

    __table_args__ = (
        check_word("state", CardState),
        sa.UniqueConstraint("agreement_id", "version"),
        *(
            sa.CheckConstraint(f"{rate} BETWEEN 0 AND {BASIS_POINTS}", name=f"{rate}_bounds")
            for rate in ("reserve_bp", "deductions_cap_bp")
        ),
        sa.CheckConstraint("minimum >= 0 AND guarantee >= 0", name="amounts_count"),
        sa.CheckConstraint("reserve_periods > 0 AND reserve_parts > 0", name="released_later"),
        sa.CheckConstraint("(version = 1) = (first_on IS NULL)", name="later_has_a_day"),
        sa.CheckConstraint("version = 1 OR trim(reason) <> ''", name="amended_for_a_reason"),
        sa.CheckConstraint("approved_by_id <> prepared_by_id", name="four_eyes"),
        sa.CheckConstraint(
            "version = 1 OR state IN ('draft', 'withdrawn') OR "
            "(approved_by_id IS NOT NULL AND approved_at IS NOT NULL AND text_hash IS NOT NULL)",
            name="amended_by_two",
        ),
        sa.CheckConstraint("(state = 'active') = (active_at IS NOT NULL)", name="active_since"),
        sa.Index(
            "uq_rate_cards_under_way",
            "agreement_id",
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'offered')"),
            postgresql_where=sa.text("state IN ('draft', 'offered')"),
        ),
    )

    @property
    def rule(self) -> Card:
        """As the rules calculate with it."""
        return Card(
            rates=tuple(rate.rule for rate in self.rates),
            reserve_bp=self.reserve_bp,
            reserve_periods=self.reserve_periods,
            reserve_parts=self.reserve_parts,
            deductions_cap_bp=self.deductions_cap_bp,
            minimum=self.minimum,
            guarantee=self.guarantee,
        )

    @property
    def is_under_way(self) -> bool:
        """True while it is written or waits for acceptances."""
        return self.state in {CardState.DRAFT, CardState.OFFERED}

    @property
    def was_offered(self) -> bool:
        """True for an amendment that the creators were asked about."""
        return self.version > 1 and self.text_hash is not None

    @property
    def is_active(self) -> bool:
        """True once everybody has accepted it."""
        return self.state is CardState.ACTIVE


_NUMBERS = (
    *("agreement_id", "version", "reserve_bp", "reserve_periods", "reserve_parts"),
    *("deductions_cap_bp", "minimum", "guarantee", "reason", "prepared_by_id"),
)
_CHANGED = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in _NUMBERS)
_DAY = "COALESCE(NEW.first_on <> OLD.first_on, false)"
_FIXED = "EXISTS (SELECT 1 FROM rate_cards WHERE id = {card} AND state <> 'draft')"
_OF_STEP = "(SELECT card_id FROM card_rates WHERE id = {row}.rate_id)"

refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "fixed",
    "UPDATE",
    when=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_DAY} OR {_CHANGED})",
    say="an offered rate card is fixed",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "text_fixed",
    "UPDATE",
    when="OLD.state <> 'draft' AND CAST(NEW.text AS TEXT) <> CAST(OLD.text AS TEXT)",
    say="the text of an offered rate card is fixed",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "stays",
    "UPDATE",
    when="OLD.state IN ('active', 'withdrawn') AND NEW.state <> OLD.state",
    say="a rate card that was agreed or withdrawn stays so",
)
refuse_when(
    RateCard.__table__,  # type: ignore[arg-type]
    "not_deleted",
    "DELETE",
    when="true",
    say="a rate card is kept",
)
for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    refuse_when(
        CardRate.__table__,  # type: ignore[arg-type]
        f"fixed_on_{verb.lower()}",
        verb,
        when=_FIXED.format(card=f"{row}.card_id"),
        say="the lines of an offered rate card are fixed",
    )
    refuse_when(
        RateStep.__table__,  # type: ignore[arg-type]
        f"fixed_on_{verb.lower()}",
        verb,
        when=_FIXED.format(card=_OF_STEP.format(row=row)),
        say="the steps of an offered rate card are fixed",
    )
for _table in (RateCard, CardRate, RateStep):
    needs_witness(_table.__table__)
