"""The calendar of rounds: zones, leaping clocks, what is announced next."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from ideas.review.decisions.rules import Pace, pace_of
from ideas.review.rounds import rules
from ideas.review.rounds.rules import Plan, Way

pytestmark = pytest.mark.once
PARIS = "Europe/Paris"
YEARLY = Plan(Way.FIXED, PARIS, "01-31 18:00, 05-31 18:00, 09-30 18:00", 30, "12:00", 2)
ROLLING = Plan(Way.ROLLING, PARIS, "", 30, "12:00", 2)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment"),
    [
        ("UTC", "2027-03-28", "02:30", "2027-03-28T02:30"),
        (PARIS, "2027-01-31", "18:00", "2027-01-31T17:00"),
        (PARIS, "2027-07-31", "18:00", "2027-07-31T16:00"),
        # the clocks leap from 02:00 to 03:00: what they never show comes an hour later
        (PARIS, "2027-03-28", "01:59", "2027-03-28T00:59"),
        (PARIS, "2027-03-28", "02:00", "2027-03-28T01:00"),
        (PARIS, "2027-03-28", "02:30", "2027-03-28T01:30"),
        (PARIS, "2027-03-28", "03:00", "2027-03-28T01:00"),
        # they show 02:00 to 03:00 twice: the second counts
        (PARIS, "2027-10-31", "01:59", "2027-10-30T23:59"),
        (PARIS, "2027-10-31", "02:00", "2027-10-31T01:00"),
        (PARIS, "2027-10-31", "02:59", "2027-10-31T01:59"),
        (PARIS, "2027-10-31", "03:00", "2027-10-31T02:00"),
        ("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30"),
        ("America/New_York", "2027-11-07", "01:30", "2027-11-07T06:30"),
        # half an hour, and a midnight that does not exist
        ("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02T15:45"),
        ("America/Santiago", "2027-09-05", "00:00", "2027-09-05T04:00"),
        # a day that an island left out
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T22:00"),
        ("Asia/Kathmandu", "2027-01-01", "00:00", "2026-12-31T18:15"),
    ],
)
def test_a_wall_clock_is_one_moment(zone: str, day: str, at: str, moment: str) -> None:
    found = rules.moment_of(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == utc(moment)


def test_no_clock_is_cut_off_sooner_than_it_says() -> None:
    """Every quarter of an hour of the two days on which clocks change, in many zones."""
    for zone in (PARIS, "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Tehran"):
        for day in (date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7)):
            for quarter in range(96):
                at = time(*divmod(quarter * 15, 60))
                moment = rules.moment_of(day, at, ZoneInfo(zone))
                shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
                assert shown >= datetime.combine(day, at)


@pytest.mark.parametrize(
    ("now", "there", "wanted"),
    [
        ("2027-01-01T00:00", [], ["2027-01-31T17:00", "2027-05-31T16:00"]),
        ("2027-01-01T00:00", ["2027-01-31T17:00"], ["2027-05-31T16:00"]),
        ("2027-01-01T00:00", ["2027-01-31T17:00", "2027-05-31T16:00"], []),
        # less than a week ahead is too soon to announce; a week is not
        ("2027-01-24T17:00", [], ["2027-01-31T17:00", "2027-05-31T16:00"]),
        ("2027-01-24T17:01", [], ["2027-05-31T16:00", "2027-09-30T16:00"]),
        # one of their own within a day stands in its place
        ("2027-01-01T00:00", ["2027-01-31T10:00"], ["2027-05-31T16:00"]),
        ("2027-12-01T00:00", ["2027-09-30T16:00"], ["2028-01-31T17:00", "2028-05-31T16:00"]),
    ],
)
def test_so_many_rounds_stand_open(now: str, there: list[str], wanted: list[str]) -> None:
    found = rules.to_open(YEARLY, utc(now), [utc(each) for each in there])
    assert found == [utc(each) for each in wanted]
    again = rules.to_open(YEARLY, utc(now), [*(utc(each) for each in there), *found])
    assert again == []


def test_of_a_day_the_month_has_not_its_last_is_taken() -> None:
    plan = Plan(Way.FIXED, "UTC", "02-30 12:00", 30, "12:00", 2)
    found = rules.to_open(plan, utc("2027-12-01T00:00"), [])
    assert found == [utc("2028-02-29T12:00"), utc("2029-02-28T12:00")]


@pytest.mark.parametrize(
    ("now", "there", "wanted"),
    [
        ("2027-03-01T09:00", [], ["2027-03-31T10:00"]),  # over the change of clocks, still noon
        ("2027-03-01T09:00", ["2027-03-20T11:00"], []),
        ("2027-03-20T11:00", ["2027-03-20T11:00"], ["2027-04-19T10:00"]),
        ("2028-01-01T09:00", ["2027-03-20T11:00"], ["2028-01-31T11:00"]),
    ],
)
def test_a_rolling_round_follows_the_last(now: str, there: list[str], wanted: list[str]) -> None:
    found = rules.to_open(ROLLING, utc(now), [utc(each) for each in there])
    assert found == [utc(each) for each in wanted]


def test_by_hand_nothing_is_announced() -> None:
    assert (
        rules.to_open(Plan(Way.HAND, "UTC", "", 30, "12:00", 2), utc("2027-01-01T00:00"), []) == []
    )


def test_names_count_within_the_year_of_the_zone() -> None:
    before = [utc("2026-12-31T23:30"), utc("2027-05-31T16:00")]
    name = rules.name_of("Round {number} of {year}", utc("2027-09-30T16:00"), PARIS, before)
    assert name == "Round 3 of 2027"
    assert rules.name_of("Autumn", utc("2027-09-30T16:00"), PARIS, []) == "Autumn"


def test_a_promised_day_ends_at_midnight_of_the_zone() -> None:
    assert rules.due_on(utc("2027-01-31T23:30"), PARIS, 120) == date(2027, 6, 1)
    assert rules.end_of_day(date(2027, 6, 1), PARIS) == utc("2027-06-01T22:00")


@pytest.mark.parametrize(
    ("low", "middle", "said"), [(1, 20, ""), (1, 21, "likely"), (21, 22, "sure")]
)
def test_too_many_for_a_round(low: int, middle: int, said: str) -> None:
    assert rules.is_over_capacity(20, low=low, middle=middle) == said


def test_how_a_promise_was_kept() -> None:
    cutoff, due = date(2027, 1, 31), date(2027, 5, 31)
    assert pace_of(cutoff, due, date(2027, 5, 1)) == Pace(90, -30)
    assert pace_of(cutoff, due, date(2027, 6, 1)) == Pace(121, 1)
