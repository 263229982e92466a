"""How many votes each idea has: lognormal, with a heavier end, as on real sites.

With a sigma of 2.2 alone the first hundredth would hold 45 % of the votes; beyond the best tenth
the curve is made steeper until it holds ``TOP_SHARE``.
"""

import random
from collections.abc import Sequence
from math import exp
from statistics import NormalDist

SIGMA = 2.2
BEND = NormalDist().inv_cdf(0.9)
TOP, TOP_SHARE = 0.01, 0.60
STEPS = 50


def votes_of_ideas(ideas: int, votes: int, seed: int = 1) -> list[int]:
    """The votes of each idea, in no order; together exactly ``votes``."""
    if not ideas:
        return []
    normal = NormalDist()
    quantiles = [normal.inv_cdf((number + 0.5) / ideas) for number in range(ideas)]
    weights = _weights(quantiles, _steepness(quantiles))
    counts = _rounded(weights, votes)
    random.Random(seed).shuffle(counts)  # noqa: S311
    return counts


def share_of_top(counts: Sequence[int]) -> float:
    """Which part of all votes the first hundredth of the ideas holds."""
    best = sorted(counts, reverse=True)
    return sum(best[: _top_of(len(best))]) / (sum(best) or 1)


def _top_of(ideas: int) -> int:
    return max(1, round(ideas * TOP))


def _weights(quantiles: Sequence[float], steepness: float) -> list[float]:
    return [exp(SIGMA * each + steepness * max(0.0, each - BEND)) for each in quantiles]


def _steepness(quantiles: Sequence[float]) -> float:
    """What bends the end of the curve so that its best hundredth holds its share."""
    low, high, top = -SIGMA, SIGMA, _top_of(len(quantiles))
    for _ in range(STEPS):
        middle = (low + high) / 2
        weights = _weights(quantiles, middle)
        if sum(weights[-top:]) < TOP_SHARE * sum(weights):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _rounded(weights: Sequence[float], votes: int) -> list[int]:
    """Whole numbers in these proportions; each takes what rounding left of those before."""
    total, passed, given = sum(weights), 0.0, 0
    counts: list[int] = []
    for weight in weights:
        passed += weight
        upto = round(votes * passed / total)
        counts.append(upto - given)
        given = upto
    return counts
