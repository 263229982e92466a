"""When honest votes arrive: shapes measured on real petitions and votes.

``WRITTEN`` was measured by ``shapes_in`` from public data: UK petition 751472 (the hours of a day),
the UK petition of June 2016 (two days of a spike) are counts
of petition.parliament.uk, Open Government Licence v3.0; the 30 hours from the peak of one US
petition are We the People, whitehouse.gov, CC BY 3.0; three hours in steps of five minutes after
an announcement, and the scatter of how long a person looks at one thing, are votes of Polis,
CC BY 4.0, The Computational Democracy Project (vTaiwan 2015, New Zealand 2019, Austria 2022).
"""

import csv
import gzip
import itertools
import math
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

HOUR = 3_600
POLIS = ("zh_vtaiwan_uberx", "en_nz_biodiversity", "de_austria_climate")


@dataclass(frozen=True)
class Shapes:
    """Votes an hour of the day, of a spike and after its peak; votes each five minutes after an
    announcement; the standard deviation of the logarithm of how long people look."""

    hours: tuple[int, ...]
    spike: tuple[int, ...]
    afterglow: tuple[int, ...]
    announced: tuple[int, ...]
    scatter: float


# fmt: off
WRITTEN = Shapes(
    hours=(
        536, 274, 186, 176, 268, 516, 1129, 2165, 3790, 5222, 3642, 2765, 3316, 3518, 3148, 2589,
        8232, 7567, 5244, 4179, 3522, 2628, 2032, 1175,
    ),
    spike=(
        102147, 132043, 138170, 114231, 146510, 114354, 135999, 131955, 145774, 133852, 124885,
        121100, 111410, 106248, 71644, 42668, 23972, 17310, 34383, 11964, 13332, 22123, 44093,
        67269, 76965, 68996, 63069, 59474, 52785, 47822, 43821, 44265, 43632, 41352, 40789, 38029,
        35217, 28177, 15766, 7215, 3594, 2570, 1805, 1613, 2817, 7615, 14799, 26552,
    ),
    afterglow=(
        498, 346, 153, 26, 89, 85, 98, 112, 102, 104, 90, 69, 78, 60, 50, 37, 28, 18, 17, 9, 19,
        26, 23, 36, 46, 65, 52, 67, 50, 52,
    ),
    announced=(
        57, 12, 7, 4, 7, 6, 4, 3, 1, 3, 0, 3, 2, 2, 4, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 2, 0, 1, 1,
        0, 0, 1, 0, 0, 0,
    ),
    scatter=0.77,
)
# fmt: on


def shapes_in(folder: Path) -> Shapes:
    """The shapes, measured anew from a folder with the data sets (see the description above)."""
    series = list(_rows(folder / "uk_petition_series.csv.gz"))
    signed = [_moment(row["signed_at"]) for row in _rows(folder / US)]
    polis = [_polis(folder / f"polis_{name}_votes.csv.gz") for name in POLIS]
    return Shapes(
        hours=_hours_of_day(_steps(series, "petition-751472")),
        spike=_by_hour(_steps(series, "eu-referendum-rules"), 48),
        afterglow=_from_peak(signed, HOUR, 30),
        announced=_from_peak(_first_votes(polis[0]), 300, 36),
        scatter=round(statistics.median(_scatter(votes) for votes in polis), 2),
    )


US = "us_wethepeople_signatures_one.csv.gz"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _polis(path: Path) -> list[tuple[float, str]]:
    return sorted((int(row["timestamp"]) / 1_000, row["voter-id"]) for row in _rows(path))


def _steps(rows: Iterable[dict[str, str]], series: str) -> list[tuple[float, int]]:
    """What came between two readings at most about an hour apart; falls are left out."""
    read = [(_moment(r["at"]), int(r["signatures"])) for r in rows if r["series"] == series]
    pairs = itertools.pairwise(read)
    return [(b[0], b[1] - a[1]) for a, b in pairs if b[0] - a[0] <= 4_000 and b[1] > a[1]]


def _hours_of_day(steps: Iterable[tuple[float, int]]) -> tuple[int, ...]:
    found: Counter[int] = Counter()
    for at, votes in steps:
        found[int(at // HOUR) % 24] += votes
    return tuple(found[hour] for hour in range(24))


def _by_hour(steps: list[tuple[float, int]], hours: int) -> tuple[int, ...]:
    found: Counter[int] = Counter()
    for at, votes in steps:
        found[int((at - steps[0][0]) // HOUR)] += votes
    return tuple(found[hour] for hour in range(hours))


def _from_peak(moments: Iterable[float], step: int, steps: int) -> tuple[int, ...]:
    found = Counter(int(moment // step) for moment in moments)
    peak = min(found, key=lambda place: (-found[place], place))
    return tuple(found[peak + place] for place in range(steps))


def _first_votes(votes: Iterable[tuple[float, str]]) -> list[float]:
    first: dict[str, float] = {}
    for at, voter in votes:
        first.setdefault(voter, at)
    return list(first.values())


def _scatter(votes: Iterable[tuple[float, str]]) -> float:
    last: dict[str, float] = {}
    looks = []
    for at, voter in votes:
        if 0.2 < at - last.get(voter, at) < 900:
            looks.append(math.log(at - last[voter]))
        last[voter] = at
    return statistics.pstdev(looks)
