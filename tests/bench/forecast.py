"""How good the forecast is on real petitions: ``python -m tests.bench.forecast FOLDER``.

FOLDER holds ``uk_petition_series.csv.gz``, ``us_wethepeople_signatures_one.csv.gz``,
``es_decide_madrid_proposals.csv.gz``, ``es_decide_madrid_snapshots.csv.gz`` and
``uk_petitions_2015_2017.csv.gz``. The forecast's constants were fitted to every other British
series and to the proposals with odd numbers; what is reported here is of the others.
"""

import csv
import gzip
import math
import statistics
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ideas.tuning.forecast.rules import Pace, chance_of, how_many, more_in, pace_of

AGES, AHEAD = (2, 4, 7, 14, 21, 30, 45, 60, 90, 120), (7, 30, 60, 90)
STEPS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 100_000, 1_000_000, 10_000_000)
SLOWING = 3

Points = list[tuple[float, int]]


@dataclass(frozen=True)
class Case:
    """What was known of a petition at an age, and how many more came within some days."""

    name: str
    age: float
    ahead: float
    sums: Sequence[float]
    came: int

    @property
    def pace(self) -> Pace:
        """As the site would see it."""
        days = list(range(1, len(self.sums) + 1))
        return Pace(pace_of(1, len(days), days, self.sums).a_day, self.age)  # type: ignore[arg-type]

    @property
    def line(self) -> float:
        """The straight line: as many a day as in its whole life."""
        return self.sums[-1] / self.age * self.ahead

    @property
    def week(self) -> float:
        """As many a day as in the last week."""
        days = min(7, len(self.sums))
        before = self.sums[-1 - days] if len(self.sums) > days else 0
        return (self.sums[-1] - before) / days * self.ahead


def rows(file: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    """The rows of a packed table."""
    with gzip.open(file, "rt", encoding="utf-8-sig") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


def day_of(text: str) -> float:
    """A moment in days."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() / 86_400


def by_day(points: Points, upto: float) -> list[float]:
    """What had come by the end of each day of its life; between two looks, along a line."""
    known = [(at - points[0][0], count) for at, count in points if at - points[0][0] <= upto]
    found: list[float] = []
    for day in range(1, max(1, int(upto)) + 1):
        place = bisect_right(known, (day, 10**12)) - 1
        (at, count), after = known[place], known[place + 1 : place + 2]
        slope = (after[0][1] - count) / (after[0][0] - at) if after else 0
        found.append(max([count + slope * (day - at), *found[-1:]]))
    found[-1] = known[-1][1]
    return found


def cases_of(name: str, points: Points) -> Iterator[Case]:
    """Looks at several ages, several times ahead, as near as the series has any."""
    times, asked = [at - points[0][0] for at, _ in points], set()
    for age in AGES:
        here = bisect_right(times, age) - 1
        if age - times[here] > max(1.0, 0.15 * age):
            here += 1
        if here >= len(times) - 1 or times[here] - age > 0.35 * age:
            continue
        for ahead in AHEAD:
            aim = times[here] + ahead
            there = min(range(here + 1, len(times)), key=lambda at: abs(times[at] - aim))
            if abs(times[there] - aim) <= 0.25 * ahead and (here, there) not in asked:
                asked.add((here, there))
                start = max(1.0, times[here])
                came = max(0, points[there][1] - points[here][1])
                yield Case(name, start, times[there] - times[here], by_day(points, start), came)


def british(folder: Path) -> Iterator[Case]:
    """Every other series."""
    series: dict[str, Points] = defaultdict(list)
    for row in rows(folder / "uk_petition_series.csv.gz"):
        series[row["series"]].append((day_of(row["at"]), int(float(row["signatures"]))))
    for name in sorted(series)[1::2]:
        yield from cases_of(name, sorted(series[name]))


def american(folder: Path) -> Iterator[Case]:
    """One petition, of which every signature is known."""
    found = rows(folder / "us_wethepeople_signatures_one.csv.gz")
    moments = sorted(day_of(row["signed_at"]) for row in found)
    yield from cases_of("us", [(at, number) for number, at in enumerate(moments, 1)])


def long_tail(folder: Path, first: int) -> Iterator[Case]:
    """Madrid's proposals with even numbers, from one of the five looks to the last."""
    made = {
        row["id"]: datetime.strptime(row["created_at"], "%d/%m/%Y").date()  # noqa: DTZ007
        for row in rows(folder / "es_decide_madrid_proposals.csv.gz", ";")
    }
    for row in rows(folder / "es_decide_madrid_snapshots.csv.gz"):
        looks = [column for column in row if column != "id"]
        at = [date.fromisoformat(each) for each in looks]
        counts = [int(row[each] or 0) for each in looks]
        if row["id"] not in made or int(row["id"]) % 2 or not row[looks[first]]:
            continue
        age, ahead = (at[first] - made[row["id"]]).days, (at[-1] - at[first]).days
        if age >= 3 and age + ahead < 365:
            known = (at[0] - made[row["id"]]).days if row[looks[0]] else 0
            sums = slowing(counts[0], known) if known > 0 else slowing(counts[first], age)
            if 0 < known < age:
                step = (counts[first] - counts[0]) / (age - known)
                sums += [counts[0] + step * number for number in range(1, age - known + 1)]
            yield Case(row["id"], age, ahead, sums, max(0, counts[-1] - counts[first]))


def slowing(total: int, days: int) -> list[float]:
    """The days of a proposal of which only the total is known: more and more slowly."""
    whole = math.log1p(days / SLOWING)
    return [total * math.log1p(day / SLOWING) / whole for day in range(1, days + 1)]


def mean_of(cases: Sequence[Case], values: Sequence[float]) -> float:
    """The mean over petitions of the mean over their looks."""
    by_name: dict[str, list[float]] = defaultdict(list)
    for case, value in zip(cases, values, strict=True):
        by_name[case.name].append(value)
    return statistics.fmean(statistics.fmean(each) for each in by_name.values())


def report(name: str, cases: Sequence[Case]) -> None:
    """Print one line of figures for each way, and how often the truth lay in the interval."""
    ranges = [more_in(case.pace, case.ahead) for case in cases]
    guesses = {
        "forecast": [max(0.0, each.middle) for each in ranges],
        "straight line": [case.line for case in cases],
        "last week": [case.week for case in cases],
    }
    next_step = [next(step for step in STEPS if step > case.sums[-1]) for case in cases]
    missing = [math.ceil(step - case.sums[-1]) for step, case in zip(next_step, cases, strict=True)]
    came = [case.came >= need for case, need in zip(cases, missing, strict=True)]
    for way, guessed in guesses.items():
        pairs = list(zip(guessed, cases, strict=True))
        ratio = [abs(math.log((each + 0.5) / (case.came + 0.5))) for each, case in pairs]
        votes = [abs(each - case.came) for each, case in pairs]
        if way == "forecast":
            asked = zip(missing, cases, strict=True)
            chances = [chance_of(need, case.pace, case.ahead) for need, case in asked]
        else:
            chances = [float(each >= need) for each, need in zip(guessed, missing, strict=True)]
        missed = [(each - is_so) ** 2 for each, is_so in zip(chances, came, strict=True)]
        figures = mean_of(cases, ratio), mean_of(cases, votes), mean_of(cases, missed)
        print(f"{name:<22} {way:<14} {figures[0]:7.3f} {figures[1]:14,.2f} {figures[2]:7.3f}")
    for more in (1, 5, 10, 100):
        said = sum(chance_of(more, case.pace, case.ahead) for case in cases)
        so_many = sum(case.came >= more for case in cases)
        print(f"{name:<22} {more:>3} votes more: expected {said:.1f}, came {so_many}")
    within = [each.low <= case.came <= each.high for each, case in zip(ranges, cases, strict=True)]
    share = mean_of(cases, [float(each) for each in within])
    print(f"{name:<22} {len(cases)} looks; within the interval of 80 %: {share:.1%}")


def report_tiers(folder: Path) -> None:
    """How many of the later half of all petitions reach a number, by the share of the earlier."""
    found = rows(folder / "uk_petitions_2015_2017.csv.gz")
    closed = sorted((row["created"], int(row["signatures"])) for row in found if _is_over(row))
    half = len(closed) // 2
    for step in (10, 100, 1_000, 10_000, 100_000):
        earlier, later = (
            sum(signatures >= step for _, signatures in each)
            for each in (closed[:half], closed[half:])
        )
        expected = how_many((), also=earlier / half * (len(closed) - half))
        said = f"expected {expected.low:,.0f} to {expected.high:,.0f}, came {later:,}"
        print(f"{step:>9,} signatures: {said} of {len(closed) - half:,}")


def _is_over(row: dict[str, str]) -> bool:
    return row["status"] == "closed"


def main(folder: Path) -> None:
    """Report all, in the order of the documentation."""
    print(f"{'':<22} {'':<14} {'log':>7} {'votes':>14} {'Brier':>7}")
    sets = {
        "British petitions": list(british(folder)),
        "American petition": list(american(folder)),
        "Madrid, 58 days ahead": list(long_tail(folder, 0)),
        "Madrid, 6 days ahead": list(long_tail(folder, 1)),
    }
    for name, cases in sets.items():
        report(name, cases)
    report_tiers(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
