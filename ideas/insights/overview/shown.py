"""The figures as the page tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_skeleton, format_timedelta
from flask_babel import get_locale
from flask_babel import gettext as _

from ideas.insights.queries import Days, Whole, each_day
from ideas.insights.rules import SHOWN_IDEAS, STEPS, TIMED, Figure, in_weeks, share_bp
from ideas.journey.models import Idea
from ideas.journey.queries import ideas_by_id
from ideas.web.speak import label_of

MOST_POINTS = 120
Points = list[tuple[str, int]]


@dataclass(frozen=True)
class Rung:
    """A step of the funnel: how many got there, and which part of those before."""

    label: str
    number: int
    share_bp: int | None


@dataclass(frozen=True)
class Spell:
    """How long ideas stay at a stage: half of them at most, nine of ten at most."""

    label: str
    number: int
    median: str
    slow: str


@dataclass(frozen=True)
class Seen:
    """An idea with the visits and votes of the last year."""

    idea: Idea
    visits: int
    votes: int
    share_bp: int


@dataclass(frozen=True)
class Mark:
    """Something refused ideas have, and how many of all with it were refused."""

    name: str
    number: int
    of_all: int


def made_at(whole: Whole) -> datetime | None:
    """When everything was rolled up last; None before the first time."""
    seconds = whole[Figure.MADE].get("")
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def funnel(days: Days) -> list[Rung]:
    """From visits to the shelf; ideas are no part of votes, so their share begins anew."""
    visits, votes = (_sum(days, each) for each in (Figure.VISITS, Figure.VOTES))
    rungs = [Rung(_("Visits to ideas"), visits, None)]
    rungs.append(Rung(_("Votes"), votes, share_bp(votes, visits)))
    before = None
    for stage in STEPS:
        number = _sum(days, Figure.ARRIVED, stage.value)
        share = share_bp(number, before) if before is not None else None
        rungs.append(Rung(label_of("funnel", stage), number, share))
        before = number
    return rungs


def _sum(days: Days, figure: Figure, about: str = "") -> int:
    return sum(days.get((figure, about), {}).values())


def points(numbers: Mapping[date, int], last: date, span: int) -> Points:
    """A line by day, or by week where days would be too many."""
    days: Sequence[tuple[date, int]] = each_day(numbers, last, span)
    if len(days) > MOST_POINTS:
        days = in_weeks(days)
    locale = get_locale()
    return [(str(format_skeleton("MMMd", day, locale=locale)), number) for day, number in days]


def spells(whole: Whole) -> list[Spell]:
    """How long ideas stay where, in the order of their way."""
    return [
        Spell(
            label_of("stage", stage),
            whole[Figure.SPELLS][stage.value],
            lasting(whole[Figure.MEDIAN][stage.value]),
            lasting(whole[Figure.SLOW][stage.value]),
        )
        for stage in TIMED
        if stage.value in whole[Figure.SPELLS]
    ]


def lasting(minutes: int) -> str:
    """A length of time in the reader's words."""
    length = timedelta(minutes=minutes)
    return str(format_timedelta(length, locale=get_locale()))


def ideas_seen(whole: Whole) -> tuple[list[Seen], list[Seen]]:
    """The ideas whose visitors vote most often, and those whose visitors do most rarely."""
    seen = {int(about): number for about, number in whole[Figure.SEEN].items()}
    ideas = ideas_by_id(seen)
    found = []
    for idea_id, visits in seen.items():
        votes = whole[Figure.CAST].get(str(idea_id), 0)
        if idea_id in ideas and ideas[idea_id].is_public:
            share = share_bp(votes, visits) or 0
            found.append(Seen(ideas[idea_id], visits, votes, share))
    found.sort(key=lambda each: (-each.share_bp, each.idea.id))
    half = min(SHOWN_IDEAS, (len(found) + 1) // 2)
    return found[:half], found[half:][::-1][:SHOWN_IDEAS]


def reasons(whole: Whole) -> Points:
    """Why ideas were refused, the commonest reason first."""
    return [(label_of("reason", each), number) for each, number in whole[Figure.REASON].items()]


def tags(whole: Whole) -> list[Mark]:
    """The tags of refused ideas, with how many of all that have them were refused."""
    of_all = whole[Figure.TAG_OF_ALL]
    return [Mark(tag, number, of_all[tag]) for tag, number in whole[Figure.TAG].items()]
