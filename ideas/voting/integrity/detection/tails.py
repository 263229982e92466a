"""How improbable a number is. Logarithms throughout: an attack's p-value is no float any more.

Sources: the Poisson and negative binomial tails are their series (NIST DLMF 8.4, 8.17; Johnson,
Kemp, Kotz: Univariate Discrete Distributions, 3rd ed., chapters 4 and 5), false discoveries are
bounded after Benjamini and Hochberg (J. R. Statist. Soc. B 57, 1995, 289-300), and the chi-squared
tail of an even freedom is a Poisson sum (DLMF 8.4.10).
"""

import math
from collections.abc import Sequence

LOG10 = math.log(10)
NEGLIGIBLE = 1e-12


def poisson_tail(found: int, expected: float) -> float:
    """log10 of the probability of at least so many when ``expected`` come on average."""
    if found <= expected or found <= 0:
        return 0.0
    if expected <= 0:
        return -math.inf
    first = found * math.log(expected) - expected - math.lgamma(found + 1)
    total = term = 1.0
    number = found
    while term > NEGLIGIBLE * total:
        number += 1
        term *= expected / number
        total += term
    return min(0.0, (first + math.log(total)) / LOG10)


def negative_binomial_tail(found: int, mean: float, size: float) -> float:
    """log10 of the probability of at least so many; the variance is mean + mean² / size."""
    if found <= mean or found <= 0:
        return 0.0
    if mean <= 0:
        return -math.inf
    part = mean / (mean + size)
    first = (
        math.lgamma(found + size)
        - math.lgamma(size)
        - math.lgamma(found + 1)
        + size * math.log1p(-part)
        + found * math.log(part)
    )
    total = term = 1.0
    number = found
    while term > NEGLIGIBLE * total:
        term *= part * (number + size) / (number + 1)
        number += 1
        total += term
    return min(0.0, (first + math.log(total)) / LOG10)


def dispersion(counts: Sequence[float]) -> float:
    """The size of the negative binomial with the mean and variance of these counts (moments)."""
    mean = sum(counts) / len(counts)
    variance = sum((each - mean) ** 2 for each in counts) / max(1, len(counts) - 1)
    return mean * mean / (variance - mean) if variance > mean else math.inf


def chi_squared_tail(value: float, freedom: int) -> float:
    """log10 of the probability of at least this value; an odd freedom is taken one larger."""
    if freedom <= 0 or value <= freedom:
        return 0.0
    half, term, total = value / 2, 1.0, 1.0
    for number in range(1, (freedom + 1) // 2):
        term *= half / number
        total += term
    return min(0.0, (math.log(total) - half) / LOG10)


def cut_off(logs: Sequence[float], share: float, *, tested: int = 0) -> float:
    """Up to which log10 p all are found, so that of those at most ``share`` are expected false.

    Of ``tested`` hypotheses those left out of ``logs`` are taken as p = 1.
    """
    number, limit = max(len(logs), tested), -math.inf
    for rank, log in enumerate(sorted(logs), 1):
        if log <= math.log10(share * rank / number):
            limit = log
    return limit
