"""What a scorecard needs, and how scorecards are weighed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ideas.refusals import Refusal

LEAST_POINTS, MOST_POINTS = 1, 5
DEFAULT_WEIGHTS = {
    "brand_fit": 3,
    "demand": 3,
    "feasibility": 2,
    "originality": 2,
    "safety": 1,
    "rights": 1,
}


@dataclass(frozen=True)
class Weighed:
    """The scores of a case: the mean of the weighted means, and the lowest and highest card."""

    cards: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal

    @property
    def spread(self) -> Decimal:
        """How far the reviewers are apart, in points."""
        return self.highest - self.lowest


def weighted_mean(points: Mapping[str, int], weights: Mapping[str, int]) -> Decimal:
    """Σ weight × points ÷ Σ weight over the criteria of the round, to two decimals."""
    total = sum(weights[key] * points[key] for key in weights)
    return (Decimal(total) / sum(weights.values())).quantize(Decimal("0.01"))


def weighed(cards: Iterable[Mapping[str, int]], weights: Mapping[str, int]) -> Weighed | None:
    """All scorecards of a case weighed; None while there is none."""
    means = [weighted_mean(card, weights) for card in cards]
    if not means:
        return None
    mean = (sum(means, Decimal(0)) / len(means)).quantize(Decimal("0.01"))
    return Weighed(len(means), mean, min(means), max(means))


def refusal_to_score(points: Mapping[str, int], criteria: Iterable[str]) -> Refusal | None:
    """Refuse a scorecard that leaves a criterion out or goes beyond the scale."""
    if set(points) != set(criteria):
        return Refusal("scorecard.incomplete")
    if any(not LEAST_POINTS <= each <= MOST_POINTS for each in points.values()):
        return Refusal("scorecard.scale", least=LEAST_POINTS, most=MOST_POINTS)
    return None
