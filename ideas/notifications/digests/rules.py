"""When digests are due, and how they are gathered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KEPT = timedelta(days=60)
MOST_IDEAS, MOST_LINES = 20, 5


@dataclass(frozen=True)
class Due:
    """The digest of a day: daily and weekly notices told before these moments are in it."""

    day: date
    daily: datetime
    weekly: datetime


def due_at(moment: datetime, *, hour: int, weekday: int, zone: str) -> Due:
    """The last digest that is due by now; ``weekday`` counts from 1 for Monday."""
    here = zone_named(zone)
    day = moment.astimezone(here).date()
    if _at(day, hour, here) > moment:
        day -= timedelta(days=1)
    week = day - timedelta(days=(day.isoweekday() - weekday) % 7)
    return Due(day, _at(day, hour, here), _at(week, hour, here))


def zone_named(name: str) -> ZoneInfo:
    """A time zone; UTC for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _at(day: date, hour: int, here: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), here).astimezone(UTC)
