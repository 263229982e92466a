"""Campaigns and the versions of their terms."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.campaigns.ladder import Tier, ladder_from
from ideas.campaigns.prices import USUAL_STEPS
from ideas.db import Base, append_only
from ideas.money import Money


class Campaign(Base):
    """A call for ideas; names and briefs are kept per language. The standing one never ends."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, str]]
    brief: Mapped[dict[str, str]]
    is_standing: Mapped[bool]
    created_at: Mapped[datetime]

    __table_args__ = (
        sa.Index(
            "uq_campaigns_standing",
            "is_standing",
            unique=True,
            sqlite_where=sa.text("is_standing"),
            postgresql_where=sa.text("is_standing"),
        ),
    )


class Terms(Base):
    """One published version of a campaign's terms; rows never change.

    ``ladder`` is ``[[votes, days], …]``; hours and days are whole; ``royalty_bp`` are basis points
    of net sales; ``price_steps`` are minor units of ``currency``; ``guidelines`` and ``licence``
    are Markdown per language.
    """

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"))
    version: Mapped[int]
    ladder: Mapped[list[Any]]
    certification_hours: Mapped[int] = mapped_column(default=72)
    rights_check_tier: Mapped[int] = mapped_column(default=2)
    live_ideas_per_creator: Mapped[int] = mapped_column(default=3)
    resubmit_hours: Mapped[int] = mapped_column(default=24)
    vote_again_hours: Mapped[int] = mapped_column(default=24)
    royalty_bp: Mapped[int] = mapped_column(default=100)
    copies: Mapped[int] = mapped_column(default=10)
    currency: Mapped[str] = mapped_column(default="EUR")
    price_steps: Mapped[list[Any]] = mapped_column(
        default=lambda: list(USUAL_STEPS), server_default=str(list(USUAL_STEPS))
    )
    decision_days: Mapped[int] = mapped_column(default=120)
    park_months: Mapped[int] = mapped_column(default=12)
    guidelines: Mapped[dict[str, str]]
    licence: Mapped[dict[str, str]]
    reason: Mapped[str]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    published_at: Mapped[datetime]

    campaign: Mapped[Campaign] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "version"),
        sa.CheckConstraint("version > 0", name="version_counts"),
        sa.CheckConstraint("royalty_bp BETWEEN 0 AND 10000", name="royalty_bounds"),
    )

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The ladder, read."""
        return ladder_from(self.ladder)

    @property
    def prices(self) -> tuple[Money, ...]:
        """The price steps as money."""
        return tuple(Money(step, self.currency) for step in self.price_steps)


append_only(Terms.__table__)  # type: ignore[arg-type]
