"""When a campaign can be planned, announced, entered and admitted to its vote."""

from collections.abc import Mapping
from datetime import datetime

from ideas.campaigns.calendar.phases import Course, Dates, Kind, Phase, misplaced, phase_at
from ideas.refusals import Refusal

LEAST_JURORS = 2
MOST_PLACES = 100


def refusal_to_plan(
    dates: Dates, kind: Kind, *, has_jury: bool, is_announced: bool
) -> Refusal | None:
    """Refuse a calendar out of order, names nobody chooses among, and changing what stands."""
    if is_announced:
        return Refusal("campaign.announced")
    if kind is Kind.NAMING and not has_jury:
        return Refusal("campaign.names_need_jury")
    return Refusal("campaign.order") if misplaced(dates) else None


def refusal_to_announce(
    dates: Dates, now: datetime, *, is_announced: bool, jurors: int
) -> Refusal | None:
    """Refuse announcing twice, too late to enter, or a jury of one."""
    if is_announced:
        return Refusal("campaign.announced")
    if dates.entries_close_at <= now:
        return Refusal("campaign.too_late")
    if jurors < LEAST_JURORS:
        return Refusal("campaign.jury_small", least=LEAST_JURORS)
    return None


def refusal_to_enter(
    course: Course, now: datetime, *, was_returned: bool, is_juror: bool = False
) -> Refusal | None:
    """Refuse the jury, and an entry outside its time; one that was returned has until it ends."""
    if is_juror:
        return Refusal("campaign.jury_enters_not")
    phase = phase_at(course, now)
    if phase is Phase.SOON:
        return Refusal("campaign.not_open")
    if phase is Phase.ENTRIES or (was_returned and phase is Phase.MODERATION):
        return None
    return Refusal("campaign.entries_closed")


def refusal_to_admit(course: Course, now: datetime) -> Refusal | None:
    """Refuse an entry to a vote that is made up already."""
    is_made_up = course.is_shortlisted if course.has_jury else now >= course.dates.vote_opens_at
    return Refusal("campaign.vote_stands") if is_made_up or course.is_finished else None


def refusal_to_publish_rules(texts: Mapping[str, str]) -> Refusal | None:
    """Refuse a rulebook without words."""
    return None if any(text.strip() for text in texts.values()) else Refusal("campaign.no_rules")


def refusal_to_name(*, is_on_jury: bool, is_closed: bool, has_entry: bool) -> Refusal | None:
    """Refuse naming somebody twice or of an entry's team, and changing a jury that has decided."""
    if is_closed:
        return Refusal("campaign.jury_stands")
    if has_entry:
        return Refusal("campaign.juror_enters")
    return Refusal("campaign.juror_named") if is_on_jury else None
