"""Agreements, the shares in them, and their acceptances."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.agreements.cards.models import RateCard
from ideas.agreements.cards.rules import card_on
from ideas.agreements.rules import CONTRIBUTORS_BP
from ideas.db import Base, Word, check_word, refuse_when
from ideas.journey.models import Idea
from ideas.money import BASIS_POINTS, Money
from ideas.witness import needs_witness


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    ACTIVE = "active"
    ENDED = "ended"


class Frequency(StrEnum):
    """How often the brand promises a statement."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Part(StrEnum):
    """As what somebody has a share."""

    CREATOR = "creator"
    CONTRIBUTOR = "contributor"


class Acceptance(Base):
    """A creator's yes: the name they typed, when, and the hash of what they read.

    ``guardian`` is the name of the adult who signs with a minor.
    """

    __tablename__ = "acceptances"

    share_id: Mapped[int] = mapped_column(sa.ForeignKey("shares.id"), primary_key=True)
    name: Mapped[str]
    guardian: Mapped[str | None]
    text_hash: Mapped[str]
    accepted_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("trim(name) <> ''", name="name_written"),)


class Share(Base):
    """A person's part of an agreement, in basis points; ``advance`` is minor units.

    A contributor is somebody the creators name; together they have a tenth at most.
    ``position`` is the order in which an odd cent is given.
    """

    __tablename__ = "shares"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreements.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    position: Mapped[int]
    share_bp: Mapped[int]
    advance: Mapped[int] = mapped_column(default=0)
    part: Mapped[Part] = mapped_column(Word(Part), default=Part.CREATOR)

    person: Mapped[Person] = relationship()
    agreement: Mapped["Agreement"] = relationship(viewonly=True)
    acceptance: Mapped[Acceptance | None] = relationship(viewonly=True)

    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "person_id"),
        sa.UniqueConstraint("agreement_id", "position"),
        check_word("part", Part),
        sa.CheckConstraint(f"share_bp BETWEEN 1 AND {BASIS_POINTS}", name="share_bounds"),
        sa.CheckConstraint("advance >= 0", name="advance_counts"),
        sa.Index("ix_shares_person", "person_id", "id"),
    )


class Agreement(Base):
    """What the brand and an idea's creators agree on; what it pays stands in its ``cards``.

    ``territories`` are names as sales use them, none for the whole world. ``text`` and ``audit``,
    the clause that lets creators have the figures checked, are Markdown per language.
    """

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    state: Mapped[AgreementState] = mapped_column(Word(AgreementState))
    currency: Mapped[str]
    territories: Mapped[list[str]]
    begins_on: Mapped[date | None] = mapped_column(sa.Date)
    ends_on: Mapped[date | None] = mapped_column(sa.Date)
    frequency: Mapped[Frequency] = mapped_column(Word(Frequency))
    copies: Mapped[int]
    audit: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]]
    text_hash: Mapped[str | None]
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    prepared_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    active_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]

    idea: Mapped[Idea] = relationship()
    shares: Mapped[list[Share]] = relationship(order_by=Share.position)
    cards: Mapped[list[RateCard]] = relationship(order_by=RateCard.version)

    __table_args__ = (
        check_word("state", AgreementState),
        check_word("frequency", Frequency),
        sa.CheckConstraint("copies >= 0", name="numbers_count"),
        sa.CheckConstraint("begins_on <= ends_on", name="days_in_order"),
        sa.CheckConstraint(
            "state = 'draft' OR state = 'ended' OR text_hash IS NOT NULL", name="text_fixed"
        ),
        sa.Index(
            "uq_agreements_under_way",
            "idea_id",
            unique=True,
            sqlite_where=sa.text("state <> 'ended'"),
            postgresql_where=sa.text("state <> 'ended'"),
        ),
        sa.Index("ix_agreements_state", "state", "id"),
    )

    def card_on(self, day: date) -> RateCard:
        """The card in force on a day."""
        versions = [(each.version, each.first_on, each.is_active) for each in self.cards]
        return self.cards[card_on(versions, day) - 1]

    @property
    def card(self) -> RateCard:
        """The card that was agreed last, or while none is, the first."""
        return self.card_on(date.max)

    @property
    def card_under_way(self) -> RateCard | None:
        """The amendment that is a draft or waits for acceptances, if any."""
        return next((each for each in self.cards[1:] if each.is_under_way), None)

    @property
    def words(self) -> dict[str, str]:
        """The text as agreed last."""
        return self.card.text or self.text

    @property
    def minimum_payment(self) -> Money:
        """The smallest payment, as agreed last."""
        return Money(self.card.minimum, self.currency)

    @property
    def share_total(self) -> int:
        """The sum of the shares in basis points; an offered agreement's is 10,000."""
        return sum(share.share_bp for share in self.shares)


_SHARES_OF_NEW = "(SELECT COALESCE(SUM(share_bp), 0) FROM shares WHERE agreement_id = NEW.id)"
_CONTRIBUTED = _SHARES_OF_NEW[:-1] + " AND part = 'contributor')"
_FIXED = "EXISTS (SELECT 1 FROM agreements WHERE id = {row}.agreement_id AND state <> 'draft')"
_CHANGED = " OR ".join(
    f"NEW.{column} <> OLD.{column}"
    for column in (*("idea_id", "currency", "frequency", "copies", "text_hash"),)
)
_DAYS = " OR ".join(
    f"COALESCE(NEW.{day} <> OLD.{day}, (NEW.{day} IS NULL) <> (OLD.{day} IS NULL))"
    for day in ("begins_on", "ends_on")
)

refuse_when(
    Agreement.__table__,  # type: ignore[arg-type]
    "whole_when_offered",
    "UPDATE",
    when=f"NEW.state IN ('offered', 'active') AND {_SHARES_OF_NEW} <> {BASIS_POINTS}",
    say="the shares of an agreement are not the whole",
)
refuse_when(
    Agreement.__table__,  # type: ignore[arg-type]
    "contributors_bound",
    "UPDATE",
    when=f"NEW.state IN ('offered', 'active') AND {_CONTRIBUTED} > {CONTRIBUTORS_BP}",
    say="the contributors of an agreement have more than a tenth",
)
refuse_when(
    Agreement.__table__,  # type: ignore[arg-type]
    "starts_as_draft",
    "INSERT",
    when="NEW.state <> 'draft'",
    say="an agreement starts as a draft",
)
refuse_when(
    Agreement.__table__,  # type: ignore[arg-type]
    "fixed_once_offered",
    "UPDATE",
    when=f"OLD.state <> 'draft' AND (NEW.state = 'draft' OR {_CHANGED} OR {_DAYS})",
    say="an offered agreement is fixed",
)
for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    refuse_when(
        Share.__table__,  # type: ignore[arg-type]
        f"fixed_on_{verb.lower()}",
        verb,
        when=_FIXED.format(row=row),
        say="the shares of an offered agreement are fixed",
    )
for _table in (Acceptance, Share, Agreement):
    needs_witness(_table.__table__)
