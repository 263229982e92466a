"""Scorecards by table."""

from decimal import Decimal

import pytest

from ideas.refusals import Refusal
from ideas.review.scoring import rules

WEIGHTS = {"brand_fit": 3, "demand": 1}


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"brand_fit": 1, "demand": 5}, None),
        ({"brand_fit": 1}, "scorecard.incomplete"),
        ({"brand_fit": 1, "demand": 5, "luck": 3}, "scorecard.incomplete"),
        ({"brand_fit": 0, "demand": 5}, "scorecard.scale"),
        ({"brand_fit": 1, "demand": 6}, "scorecard.scale"),
    ],
)
def test_scoring(points: dict[str, int], expected: str | None) -> None:
    assert code(rules.refusal_to_score(points, WEIGHTS)) == expected


def test_scores_are_weighed() -> None:
    cards = [{"brand_fit": 5, "demand": 1}, {"brand_fit": 2, "demand": 2}]
    weighed = rules.weighed(cards, WEIGHTS)
    assert weighed is not None
    assert [weighed.mean, weighed.lowest, weighed.highest] == [3, 2, 4]
    assert weighed.width == 2
    assert rules.weighted_mean({"brand_fit": 5, "demand": 4}, {"brand_fit": 2, "demand": 1}) == (
        Decimal("4.67")
    )
    assert rules.weighed([], WEIGHTS) is None
