"""The prices voters are asked about: a few steps, each in minor units of the currency."""

from collections.abc import Sequence
from itertools import pairwise

MOST_STEPS, MOST_PRICE = 10, 10**12
USUAL_STEPS = (1_000, 2_000, 3_500, 5_000, 8_000, 12_000)


def problem_with(steps: Sequence[int]) -> str | None:
    """What is wrong with the steps, as a code; None when one can be asked about them.

    No steps at all are in order: then no price is asked.
    """
    if len(steps) > MOST_STEPS:
        return "prices.length"
    if any(not 0 < step <= MOST_PRICE for step in steps):
        return "prices.positive"
    if any(low >= high for low, high in pairwise(steps)):
        return "prices.rising"
    return None
