"""The phases of a campaign, and the instants between them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise


class Kind(StrEnum):
    """What a campaign with an end asks for."""

    CONTEST = "contest"
    CALL = "call"
    NAMING = "naming"


class Phase(StrEnum):
    """Where such a campaign stands."""

    SOON = "soon"
    ENTRIES = "entries"
    MODERATION = "moderation"
    SHORTLIST = "shortlist"
    VOTE = "vote"
    JURY = "jury"
    RESULTS = "results"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Dates:
    """The six instants, each later than the one before.

    Entries are taken, read by moderators, chosen by the jury; people vote; the jury decides.
    """

    entries_open_at: datetime
    entries_close_at: datetime
    shortlist_from_at: datetime
    vote_opens_at: datetime
    vote_closes_at: datetime
    results_at: datetime

    def each(self) -> tuple[datetime, ...]:
        """All of them in their order."""
        return tuple(getattr(self, name) for name in NAMES)


NAMES = tuple(each.name for each in fields(Dates))


@dataclass(frozen=True)
class Course:
    """A campaign's dates and what has been done by now."""

    dates: Dates
    has_jury: bool
    is_shortlisted: bool
    is_finished: bool
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """A phase in the calendar: from when until when, and whether it is behind, now or ahead."""

    phase: Phase
    starts_at: datetime
    ends_at: datetime | None
    state: str


def misplaced(dates: Dates) -> str | None:
    """The name of the first instant that is not later than the one before it."""
    named = zip(NAMES, dates.each(), strict=True)
    return next((name for (_, early), (name, late) in pairwise(named) if late <= early), None)


def phase_at(course: Course, now: datetime) -> Phase:
    """The phase of this moment; what people have to finish lasts until they have."""
    dates = course.dates
    if course.cancelled_at is not None:
        return Phase.CANCELLED
    if course.is_finished:
        return Phase.RESULTS
    if now < dates.entries_open_at:
        return Phase.SOON
    if now < dates.entries_close_at:
        return Phase.ENTRIES
    if now < dates.shortlist_from_at:
        return Phase.MODERATION
    waits = course.has_jury and not course.is_shortlisted
    if waits or now < dates.vote_opens_at:
        return Phase.SHORTLIST if course.has_jury else Phase.MODERATION
    return Phase.VOTE if now < dates.vote_closes_at else Phase.JURY


def is_late(course: Course, now: datetime) -> bool:
    """True while a jury is behind its promised moment."""
    phase = phase_at(course, now)
    if phase is Phase.SHORTLIST:
        return now >= course.dates.vote_opens_at
    return phase is Phase.JURY and now >= course.dates.results_at


def steps_of(course: Course, now: datetime) -> list[Step]:
    """The calendar phase by phase; without a jury's shortlist, moderation lasts until the vote.

    Of a campaign that was cancelled, only what had begun by then.
    """
    if course.cancelled_at is not None:
        begun = (each for each in _phases(course) if each.starts_at <= (course.cancelled_at or now))
        return [replace(step, state="done") for step in begun]
    current = phase_at(course, now)
    order = list(Phase)
    return [
        replace(step, state=_state(order.index(step.phase) - order.index(current)))
        for step in _phases(course)
    ]


def _phases(course: Course) -> Iterator[Step]:
    dates = course.dates
    read_until = dates.shortlist_from_at if course.has_jury else dates.vote_opens_at
    yield Step(Phase.ENTRIES, dates.entries_open_at, dates.entries_close_at, "")
    yield Step(Phase.MODERATION, dates.entries_close_at, read_until, "")
    if course.has_jury:
        yield Step(Phase.SHORTLIST, dates.shortlist_from_at, dates.vote_opens_at, "")
    yield Step(Phase.VOTE, dates.vote_opens_at, dates.vote_closes_at, "")
    yield Step(Phase.JURY, dates.vote_closes_at, dates.results_at, "")
    yield Step(Phase.RESULTS, dates.results_at, None, "")


def _state(distance: int) -> str:
    if distance == 0:
        return "now"
    return "done" if distance < 0 else "ahead"


def moved_on(dates: Dates, now: datetime) -> Dates:
    """The dates when the vote opens now, later than planned: all that follows moves with it."""
    late = now - dates.vote_opens_at
    following = ("vote_opens_at", "vote_closes_at", "results_at")
    return replace(dates, **{name: getattr(dates, name) + late for name in following})
