"""What caches find, by arrivals drawn as often as real petitions were signed.

    python -m tests.bench.scale.caching [PETITIONS.csv.gz]

The file has a column ``signatures`` with a row a petition; without it the ideas' votes are drawn
as bench data are. Two caches: kept pages, of which each process draws one once a second and keeps
8 MB, and the leaves of an index, of which memory holds a part.
"""

import csv
import gzip
import itertools
import random
import sys
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path

from ideas.exchange.bench.spread import votes_of_ideas
from ideas.web.keeping.door import FRESH
from ideas.web.keeping.store import MOST_BYTES

A_PAGE = 15_000
VISITS, VOTES = 300_000, 300_000
FRONT = 0.3
"""Which part of the visits is to the front page and the first pages of the lists, ten in all."""
LEAVES = 50_000
OPEN = 10
"""Every how-manieth idea is open: after ten years, those of the last."""


def popularity(given: Sequence[str]) -> list[int]:
    """How often each idea is wanted."""
    if not given:
        return votes_of_ideas(10_000, 1_000_000)
    with gzip.open(Path(given[0]), "rt", encoding="utf-8") as file:
        return [int(row["signatures"]) for row in csv.DictReader(file)]


def visits(weights: Sequence[int], number: int) -> Iterator[int]:
    """Which page each visit is to; the front pages are below zero."""
    dice = random.Random(4)
    ideas = dice.choices(range(len(weights)), weights, k=number)
    return (-dice.randint(1, 10) if dice.random() < FRONT else idea for idea in ideas)


def kept_pages(weights: Sequence[int], a_second: int) -> float:
    """The share of visits answered with a page that is kept, in one process."""
    kept: OrderedDict[int, float] = OrderedDict()
    found = 0
    number = min(VISITS, a_second * 60)
    for at, page in enumerate(visits(weights, number)):
        now = at / a_second
        if now - kept.get(page, -FRESH) < FRESH:
            found += 1
            continue
        kept.pop(page, None)
        kept[page] = now
        if len(kept) > MOST_BYTES // A_PAGE:
            kept.popitem(last=False)
    return found / number


def main() -> None:
    """Print both."""
    weights = popularity(sys.argv[1:])
    print("| visits a second to one process | found among kept pages |\n|---:|---:|")
    for a_second in (10, 100, 1_000, 5_000):
        print(f"| {a_second:,} | {kept_pages(weights, a_second):.1%} |")
    print("\n| index | " + " | ".join(f"memory for {part:.0%}" for part in PARTS) + " |")
    print("|---|" + "---:|" * len(PARTS))
    for name, touched in (("by idea", _by_idea), ("by person", _by_person)):
        cells = (f"{_hits(touched(weights), part):.0%}" for part in PARTS)
        print(f"| {name} | " + " | ".join(cells) + " |")


PARTS = (0.01, 0.05, 0.1, 0.25, 0.5)


def _by_idea(weights: Sequence[int]) -> Iterator[int]:
    """A vote goes to a leaf of its idea, which has as many as its votes ask for; few are open."""
    dice = random.Random(5)
    ends = list(itertools.accumulate(weights))
    are_open = range(0, len(weights), OPEN)
    for idea in dice.choices(are_open, weights[::OPEN], k=VOTES):
        begins = ends[idea] - weights[idea]
        yield (begins + dice.randrange(max(1, weights[idea]))) * LEAVES // ends[-1]


def _by_person(weights: Sequence[int]) -> Iterator[int]:
    """A vote goes to the leaf of its voter, which holds many voters: any, each as often."""
    dice = random.Random(6)
    return (dice.randrange(LEAVES) for _ in range(VOTES))


def _hits(touched: Iterator[int], part: float) -> float:
    held: OrderedDict[int, None] = OrderedDict()
    found = asked = 0
    for turn, leaf in enumerate(touched):
        is_held = leaf in held
        held[leaf] = None
        held.move_to_end(leaf)
        if len(held) > LEAVES * part:
            held.popitem(last=False)
        if turn > VOTES // 2:
            asked, found = asked + 1, found + is_held
    return found / asked


if __name__ == "__main__":
    main()
