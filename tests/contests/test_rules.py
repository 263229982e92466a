"""What a closed vote sends on, and the phases of a calendar, by table."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.campaigns.calendar.phases import (
    Course,
    Dates,
    Phase,
    is_late,
    misplaced,
    phase_at,
    steps_of,
)
from ideas.campaigns.calendar.rules import refusal_to_admit, refusal_to_enter
from ideas.contests.rules import Tallied, finalists

START = datetime(2026, 3, 1, tzinfo=UTC)
DATES = Dates(*(START + timedelta(days=day) for day in (1, 2, 3, 4, 5, 6)))


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def course(*, jury: bool = True, listed: bool = False, finished: bool = False) -> Course:
    return Course(DATES, has_jury=jury, is_shortlisted=listed, is_finished=finished)


@pytest.mark.parametrize(
    ("at", "listed", "phase", "late"),
    [
        (0, False, Phase.SOON, False),
        (1, False, Phase.ENTRIES, False),
        (2, False, Phase.MODERATION, False),
        (3, False, Phase.SHORTLIST, False),
        (3.5, True, Phase.SHORTLIST, False),
        (4, False, Phase.SHORTLIST, True),
        (9, False, Phase.SHORTLIST, True),
        (4, True, Phase.VOTE, False),
        (5, True, Phase.JURY, False),
        (6, True, Phase.JURY, True),
    ],
)
def test_the_phase_of_a_moment(at: float, listed: bool, phase: Phase, late: bool) -> None:
    known = course(listed=listed)
    assert (phase_at(known, day(at)), is_late(known, day(at))) == (phase, late)


def test_without_a_jury_moderation_lasts_until_the_vote() -> None:
    assert phase_at(course(jury=False), day(3.5)) is Phase.MODERATION
    assert phase_at(course(jury=False), day(4)) is Phase.VOTE
    phases = [step.phase for step in steps_of(course(jury=False), day(0))]
    assert Phase.SHORTLIST not in phases


def test_what_is_finished_stays_so() -> None:
    assert phase_at(course(finished=True), day(0)) is Phase.RESULTS


def test_the_first_instant_out_of_order_is_named() -> None:
    assert misplaced(DATES) is None
    late = Dates(*(day(each) for each in (1, 2, 2, 4, 5, 6)))
    assert misplaced(late) == "shortlist_from_at"


@pytest.mark.parametrize(
    ("at", "was_returned", "code"),
    [
        (0, False, "campaign.not_open"),
        (1, False, None),
        (2, False, "campaign.entries_closed"),
        (2, True, None),
        (3, True, "campaign.entries_closed"),
    ],
)
def test_when_an_entry_is_taken(at: float, was_returned: bool, code: str | None) -> None:
    refusal = refusal_to_enter(course(), day(at), was_returned=was_returned)
    assert (refusal.code if refusal else None) == code


def test_the_jury_does_not_enter() -> None:
    refusal = refusal_to_enter(course(), day(0), was_returned=False, is_juror=True)
    assert refusal is not None
    assert refusal.code == "campaign.jury_enters_not"


@pytest.mark.parametrize(
    ("jury", "listed", "at", "is_admitted"),
    [
        (True, False, 4.5, True),
        (True, True, 3.5, False),
        (False, False, 3.5, True),
        (False, False, 4, False),
    ],
)
def test_until_when_moderators_admit(
    jury: bool, listed: bool, at: float, is_admitted: bool
) -> None:
    refusal = refusal_to_admit(course(jury=jury, listed=listed), day(at))
    assert (refusal is None) is is_admitted


@pytest.mark.parametrize(
    ("votes", "none", "places", "ahead"),
    [
        ((9, 5, 3), 0, 2, {0, 1}),
        ((9, 5, 5), 0, 2, {0, 1, 2}),
        ((9, 5, 3), 5, 2, {0}),
        ((9, 5, 3), 9, 2, set()),
        ((0, 0), 0, 2, set()),
        ((4,), 0, 3, {0}),
        ((), 3, 1, set()),
    ],
)
def test_who_goes_to_the_final(
    votes: tuple[int, ...], none: int, places: int, ahead: set[int]
) -> None:
    entries = [Tallied(number, each) for number, each in enumerate(votes)]
    assert finalists(entries, none, places) == ahead
