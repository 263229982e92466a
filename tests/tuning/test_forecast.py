"""Forecasts are sound at their edges, and move the way votes do."""

import math
from itertools import pairwise

import pytest

from ideas.tuning.forecast.rules import Pace, chance_of, day_of, how_many, more_in, pace_of

TODAY = 1_000


def pace(*votes: int) -> Pace:
    """Of an idea with so many votes on each of its days, today the last."""
    opened = TODAY - len(votes) + 1
    days = [opened + number for number, each in enumerate(votes) if each]
    sums = [sum(votes[: day - opened + 1]) for day in days]
    return pace_of(opened, TODAY, days, sums)


@pytest.mark.parametrize(
    ("votes", "a_day"),
    [((), 0), ((0, 0), 0), ((4,), 4), ((4, 4, 4), 4), ((0, 0, 0, 8), 3.0)],
)
def test_a_pace_is_votes_a_day(votes: tuple[int, ...], a_day: float) -> None:
    assert pace(*votes).a_day == pytest.approx(a_day, rel=0.15)


def test_what_comes_late_weighs_more() -> None:
    assert pace(0, 0, 0, 0, 0, 9).a_day > pace(9, 0, 0, 0, 0, 0).a_day


def test_more_comes_in_more_time_and_ever_more_slowly() -> None:
    week, month, year = (more_in(Pace(10, 14), days) for days in (7, 30, 365))
    assert 0 < week.middle < month.middle < year.middle
    assert month.middle / 30 < week.middle / 7 < 10
    for each in (week, month, year):
        assert each.low < each.middle < each.high
    assert (more_in(Pace(10, 14), 0).high, more_in(Pace(0, 14), 7).low) == (0, 0)


@pytest.mark.parametrize("missing", [1, 10, 100, 1_000])
def test_a_chance_is_one_and_grows_with_time_and_pace(missing: int) -> None:
    chances = [chance_of(missing, Pace(5, 20), days) for days in (0, 1, 10, 100)]
    assert chances[0] == 0
    assert all(later >= sooner - 0.01 for sooner, later in pairwise(chances))
    assert all(0 <= each <= 1 for each in chances)
    assert chance_of(missing, Pace(50, 20), 10) > chances[2]
    assert chance_of(missing + 1, Pace(5, 20), 10) < chances[2]


def test_what_is_reached_is_certain_and_the_middle_is_even() -> None:
    assert chance_of(0, Pace(0, 1), 0) == 1
    middle = more_in(Pace(40, 30), 30).middle
    assert chance_of(math.ceil(middle), Pace(40, 30), 30) == pytest.approx(0.5, abs=0.03)


def test_the_day_something_is_expected_on() -> None:
    fast = Pace(10, 30)
    day = day_of(50, fast, 365)
    assert day is not None
    assert more_in(fast, day).middle >= 50 > more_in(fast, day - 1).middle
    assert day_of(10_000, fast, 365) is None


@pytest.mark.parametrize(
    ("chances", "also", "middle"),
    [([], 0, 0), ([(1.0, 1)] * 4, 0, 4), ([(0.5, 1)] * 4, 0, 2), ([(0.1, 50)], 2, 7)],
)
def test_chances_add_up(chances: list[tuple[float, float]], also: float, middle: float) -> None:
    found = how_many(chances, also=also)
    assert found.middle == pytest.approx(middle)
    assert found.low <= found.middle <= found.high
