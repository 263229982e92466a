"""What was said when a campaign changed its course."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideas.accounts.models import Person
from ideas.campaigns.models import Campaign
from ideas.db import Base, append_only


class Cancellation(Base):
    """One admin proposes to cancel a campaign, another confirms it; ``sentence`` is public then."""

    __tablename__ = "cancellations"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    sentence: Mapped[dict[str, str]]
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]

    campaign: Mapped[Campaign] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)

    __table_args__ = (
        sa.CheckConstraint("confirmed_by_id <> proposed_by_id", name="two_people"),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
    )


class CalendarChange(Base):
    """Moments that were put off, with the version of the rules that says so, and why.

    Nobody changed them where a pause of all votes did. ``was`` and ``became`` hold the moments that
    changed, by name, as ISO 8601 in UTC.
    """

    __tablename__ = "calendar_changes"

    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    sentence: Mapped[dict[str, str]]
    was: Mapped[dict[str, str]]
    became: Mapped[dict[str, str]]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime]


append_only(CalendarChange.__table__)  # type: ignore[arg-type]
