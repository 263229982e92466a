"""A million random pools among random shares: every one is divided to the last unit.

``python -m tests.bench.pools [number] [seed]`` says how many were tried and how long it took.
"""

import sys
from random import Random
from time import perf_counter

from ideas.money import split

MOST_POOL, MOST_PAYEES, WHOLE = 10**12, 12, 10_000


def wrong_pools(number: int, seed: int) -> int:
    """How many of so many random pools do not add up, or are not the negative of their negative."""
    random, wrong = Random(seed), 0
    for _ in range(number):
        shares = shares_of(random)
        pool = random.randint(-MOST_POOL, MOST_POOL)
        parts = split(pool, shares)
        is_negative = split(-pool, shares) == [-part for part in parts]
        is_near = all(
            abs(part * WHOLE - pool * share) < WHOLE
            for part, share in zip(parts, shares, strict=True)
        )
        wrong += not (sum(parts) == pool and is_negative and is_near)
    return wrong


def shares_of(random: Random) -> list[int]:
    """Shares of somebody each, in basis points, that are exactly the whole."""
    cuts = sorted(random.sample(range(1, WHOLE), random.randrange(MOST_PAYEES)))
    return [b - a for a, b in zip([0, *cuts], [*cuts, WHOLE], strict=True)]


def main() -> None:
    """Try them, and fail when one is wrong."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10**6
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began = perf_counter()
    wrong = wrong_pools(number, seed)
    print(f"{number:,} pools, {wrong} wrong, {perf_counter() - began:.1f} s")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
