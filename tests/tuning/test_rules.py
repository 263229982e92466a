"""What another ladder makes of an idea, case by case."""

from datetime import timedelta

import pytest

from ideas.campaigns.ladder import ladder_from
from ideas.tuning.rules import NOTICE, Curve, End, Standing, effect_of, merged, replay
from tests.conftest import NOON

OLD = ladder_from([(100, 60), (1_000, 365), (5_000, 182)])


def standing(votes: int, tier: int, days_left: float) -> Standing:
    return Standing(OLD, tier, votes, NOON + timedelta(days=days_left))


@pytest.mark.parametrize(
    ("tier", "new", "ladder"),
    [
        (0, [(50, 30)], [(50, 30)]),
        (1, [(50, 30), (200, 60)], [(100, 60), (200, 60)]),
        (2, [(50, 30), (200, 60), (2_000, 90)], [(100, 60), (1_000, 365), (2_000, 90)]),
        (2, [(50, 30), (200, 60)], [(100, 60), (1_000, 365)]),
    ],
)
def test_what_was_reached_stays(
    tier: int, new: list[tuple[int, int]], ladder: list[tuple[int, int]]
) -> None:
    assert merged(OLD, tier, ladder_from(new)) == ladder_from(ladder)


@pytest.mark.parametrize(
    ("votes", "tier", "left", "new", "reached", "qualifies", "days"),
    [
        (10, 0, 20, [(100, 90), (500, 60)], 0, False, 50),  # more time for the same step
        (120, 1, 300, [(100, 30), (500, 60)], 1, False, 30),  # due in the past: the notice
        (120, 1, 300, [(100, 30), (500, 200)], 1, False, 135),  # nearer, and far enough
        (120, 1, 12, [(100, 30), (500, 60)], 1, False, 12),  # less was left than the notice
        (600, 1, 300, [(50, 30), (500, 60), (2_000, 400)], 2, False, 395),  # a step at once
        (600, 1, 300, [(50, 30), (500, 60)], 2, True, None),  # the goal at once
        (1_200, 2, 100, [(50, 30), (500, 60)], 2, True, None),  # beyond the new goal already
        (600, 2, 100, [(50, 30), (800, 60)], 2, False, 100),  # fell back under it: as it was
        (600, 1, 300, [(100, 60), (1_000, 365), (9_000, 10)], 1, False, 300),  # the goal is higher
    ],
)
def test_an_open_idea_on_a_new_ladder(
    votes: int,
    tier: int,
    left: int,
    new: list[tuple[int, int]],
    reached: int,
    qualifies: bool,
    days: int | None,
) -> None:
    before = standing(votes, tier, left)
    effect = effect_of(before, ladder_from(new), NOON)
    assert (effect.reached, effect.qualifies) == (reached, qualifies)
    assert effect.ladder[:tier] == before.ladder[:tier]
    assert effect.closes_at >= min(before.closes_at, NOON + NOTICE)
    assert effect.closes_at >= effect.due_at
    if days is not None:
        assert effect.closes_at == NOON + timedelta(days=days)


CURVE = Curve(opened=100, known_until=300, days=[100, 110, 150, 290], sums=[5, 20, 40, 90])


@pytest.mark.parametrize(
    ("ladder", "reached", "end", "on"),
    [
        ([(20, 10)], 1, End.QUALIFIED, 110),
        ([(20, 9)], 0, End.EXPIRED, 109),
        ([(20, 30), (40, 30)], 2, End.QUALIFIED, 150),
        ([(20, 30), (90, 60)], 1, End.EXPIRED, 190),
        ([(20, 30), (90, 160)], 2, End.QUALIFIED, 290),
        ([(20, 30), (200, 200)], 1, End.UNKNOWN, 300),
        ([(500, 201)], 0, End.UNKNOWN, 300),
        ([(500, 200)], 0, End.EXPIRED, 300),
    ],
)
def test_a_year_is_replayed(ladder: list[tuple[int, int]], reached: int, end: End, on: int) -> None:
    played = replay(CURVE, ladder_from(ladder))
    assert (played.reached, played.end, played.on) == (reached, end, on)


def test_without_votes_nothing_is_reached() -> None:
    assert replay(Curve(1, 100, [], []), ladder_from([(1, 10)])).end is End.EXPIRED
