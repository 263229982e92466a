"""How figures follow from what happened."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ideas.insights.rules import Step, in_weeks, quantile, share_bp, walked
from ideas.journey.stages import Stage

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LONG_AGO = NOON - timedelta(days=900)


def step(idea: int, was: Stage, to: Stage, day: int, reason: str | None = None) -> Step:
    return Step(idea, was, to, NOON + timedelta(days=day), reason)


WAY = (
    step(1, Stage.DRAFT, Stage.SUBMITTED, 0),
    step(1, Stage.SUBMITTED, Stage.NEEDS_WORK, 1, "pictures"),
    step(1, Stage.NEEDS_WORK, Stage.SUBMITTED, 4),
    step(1, Stage.SUBMITTED, Stage.LIVE, 6, "fits_guidelines"),
    step(2, Stage.DRAFT, Stage.SUBMITTED, 6),
    step(2, Stage.SUBMITTED, Stage.DECLINED, 9, "not_safe"),
)


def test_an_idea_arrives_once_at_each_stage() -> None:
    found = walked(WAY, since=LONG_AGO)
    assert found.arrived == {
        ("submitted", date(2026, 3, 2)): 1,
        ("needs_work", date(2026, 3, 3)): 1,
        ("live", date(2026, 3, 8)): 1,
        ("submitted", date(2026, 3, 8)): 1,
        ("declined", date(2026, 3, 11)): 1,
    }
    assert found.reasons == {"pictures": 1, "not_safe": 1}


def test_every_stay_is_a_spell_and_no_idea_goes_on_where_another_ended() -> None:
    found = walked(WAY, since=LONG_AGO)
    assert {stage.value: [each.days for each in all_] for stage, all_ in found.spells.items()} == {
        "submitted": [1, 2, 3],
        "needs_work": [3],
    }
    assert len(found.waits) == 3


def test_what_ended_before_is_left_out_but_remembered() -> None:
    found = walked(WAY, since=NOON + timedelta(days=5))
    assert found.arrived["submitted", date(2026, 3, 8)] == 1
    assert ("submitted", date(2026, 3, 6)) not in found.arrived
    assert [each.days for each in found.spells[Stage.SUBMITTED]] == [2, 3]


@pytest.mark.parametrize(
    ("numbers", "share", "found"),
    [((1,), 0.5, 1), ((1, 2), 0.5, 1), ((1, 2, 3), 0.5, 2), (range(1, 11), 0.9, 9), ((7,), 0.9, 7)],
)
def test_a_quantile_is_one_of_them(numbers: tuple[int, ...], share: float, found: int) -> None:
    assert quantile([timedelta(n) for n in numbers], share) == timedelta(found)


def test_a_share_of_nothing_is_none() -> None:
    assert (share_bp(1, 3), share_bp(0, 5), share_bp(4, 0)) == (3333, 0, None)


def test_weeks_end_with_the_last_day() -> None:
    first = date(2026, 3, 2)
    days = [(first + timedelta(days=place), place) for place in range(10)]
    assert in_weeks(days) == [
        (first, 0 + 1 + 2),
        (first + timedelta(days=3), 3 + 4 + 5 + 6 + 7 + 8 + 9),
    ]
    assert sum(number for _, number in in_weeks(days)) == 45
