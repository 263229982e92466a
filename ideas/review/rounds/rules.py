"""When the next rounds are cut off, by the wall clocks of a zone, and how full they will be."""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from ideas.refusals import Refusal

A_DAY = timedelta(days=1)
LEAST_NOTICE = timedelta(days=7)
LONGEST_NOTE, MOST_CAPACITY = 600, 1_000
CUT_OFF = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d"


class Way(StrEnum):
    """How rounds come: announced by hand, on the same days each year, or one after the other."""

    HAND = "hand"
    FIXED = "fixed"
    ROLLING = "rolling"


@dataclass(frozen=True)
class Plan:
    """How the next cut-offs are found.

    ``cut_offs`` are days and times of each year like ``01-31 18:00``, with commas between;
    ``days`` lie between two rolling ones, cut off at ``at``. ``ahead`` rounds stand open.
    """

    way: Way
    zone: str
    cut_offs: str
    days: int
    at: str
    ahead: int


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment the clocks of a zone show a time.

    Where they show it twice it is the second; where they leap over it, as much later as they leap:
    nobody is cut off sooner than some clock could say.
    """
    local = datetime.combine(day, at, zone)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def next_cutoffs(plan: Plan, now: datetime, last: datetime | None) -> list[datetime]:
    """The cut-offs that may be announced next, soonest first, each at least a week ahead.

    ``last`` is the latest cut-off there is, which a rolling one follows.
    """
    if plan.way is Way.FIXED:
        soon = (at for at in _of_each_year(plan, now.year - 1) if at >= now + LEAST_NOTICE)
        return list(islice(soon, plan.ahead * 2))
    return [_rolling(plan, now, last)] if plan.way is Way.ROLLING else []


def _of_each_year(plan: Plan, year: int) -> Iterator[datetime]:
    zone = ZoneInfo(plan.zone)
    while True:
        yield from sorted(_in_year(each, year, zone) for each in re.findall(CUT_OFF, plan.cut_offs))
        year += 1


def _in_year(cut_off: str, year: int, zone: ZoneInfo) -> datetime:
    """A cut-off in a year; a day that the month has not is its last."""
    month, day = int(cut_off[:2]), int(cut_off[3:5])
    last = calendar.monthrange(year, month)[1]
    return moment_of(date(year, month, min(day, last)), time.fromisoformat(cut_off[6:]), zone)


def _rolling(plan: Plan, now: datetime, last: datetime | None) -> datetime:
    zone, step = ZoneInfo(plan.zone), timedelta(days=plan.days)
    begin = now if last is None or last + step < now + LEAST_NOTICE else last
    return moment_of(begin.astimezone(zone).date() + step, time.fromisoformat(plan.at), zone)


def to_open(
    plan: Plan, now: datetime, cutoffs: Sequence[datetime], *, within: timedelta = A_DAY
) -> list[datetime]:
    """Which of the next cut-offs are to be announced, so that as many stand open as planned.

    ``cutoffs`` are those of all rounds there are; what lies within a day of one is passed over.
    """
    ahead = 1 if plan.way is Way.ROLLING else plan.ahead
    lacking = ahead - sum(each > now for each in cutoffs)
    found = next_cutoffs(plan, now, max(cutoffs, default=None)) if lacking > 0 else []
    free = [at for at in found if all(abs(at - each) >= within for each in cutoffs)]
    return free[:lacking]


def due_on(cutoff_at: datetime, zone: str, days: int) -> date:
    """The promised day, counted on the calendar of the zone."""
    return cutoff_at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)


def end_of_day(day: date, zone: str) -> datetime:
    """The moment a day is over in a zone."""
    return moment_of(day + A_DAY, time(), ZoneInfo(zone))


def name_of(pattern: str, cutoff_at: datetime, zone: str, before: Sequence[datetime]) -> str:
    """A round's name, where ``{year}`` is the year of its cut-off and ``{number}`` counts in it."""
    where = ZoneInfo(zone)
    year = cutoff_at.astimezone(where).year
    number = 1 + sum(each.astimezone(where).year == year for each in before if each < cutoff_at)
    return pattern.replace("{year}", str(year)).replace("{number}", str(number))


def is_over_capacity(capacity: int, *, low: int, middle: int) -> str:
    """``likely`` when more are expected than a round takes, ``sure`` when even the least are."""
    if low > capacity:
        return "sure"
    return "likely" if middle > capacity else ""


def refusal_to_change_capacity(*, is_cut_off: bool) -> Refusal | None:
    """Refuse once a round has taken its ideas in: what it was planned for stays to be compared."""
    return Refusal("round.taken_in") if is_cut_off else None


def refusal_to_delay(
    *,
    is_cut_off: bool,
    is_published: bool,
    sentence: Mapping[str, str],
    expected_on: date,
    today: date,
) -> Refusal | None:
    """Refuse words about a delay where there is none, none at all, too many, and a day gone by."""
    if is_published:
        return Refusal("round.published")
    if not is_cut_off:
        return Refusal("round.not_cut_off")
    if expected_on <= today:
        return Refusal("round.expected_past")
    if not any(text.strip() for text in sentence.values()):
        return Refusal("round.no_sentence")
    if any(len(text) > LONGEST_NOTE for text in sentence.values()):
        return Refusal("decision.long_sentence", most=LONGEST_NOTE)
    return None
