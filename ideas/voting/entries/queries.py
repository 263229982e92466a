"""What a ballot in a closed vote says to its reader."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideas.campaigns.calendar.queries import calendar_of
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Entry
from ideas.voting.pauses.queries import standstill


@dataclass(frozen=True)
class Contest:
    """The campaign in whose vote an idea stands, and when that vote opens and closes."""

    slug: str
    name: dict[str, str]
    zone: str
    opens_at: datetime
    closes_at: datetime
    is_awaited: bool
    stands_still: bool = False


def stands_for_none(ballot: Ballot | None) -> bool:
    """True for “none of these”, which has no page of its own."""
    return ballot is not None and ballot.entry is Entry.NONE


def contest_of(idea: Idea, ballot: Ballot | None) -> Contest | None:
    """The closed vote of an idea; None for those that climb a ladder."""
    calendar: Any = calendar_of(idea.campaign_id) if ballot is not None and ballot.entry else None
    if calendar is None or ballot is None:
        return None
    closes_at, still = ballot.closes_at, standstill()
    stands_still = still is not None and still.holds(closes_at)
    if still is not None and stands_still:
        closes_at = still.put_off(closes_at, ballot.opened_at)
    return Contest(
        slug=calendar.campaign.slug,
        name=calendar.campaign.name,
        zone=calendar.zone,
        opens_at=ballot.opened_at,
        closes_at=closes_at,
        is_awaited=ballot.entry is Entry.AWAITED,
        stands_still=stands_still,
    )
