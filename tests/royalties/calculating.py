"""Calculating lines that are at hand, at once, as the rules say it of many one after another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ideas.money import BASIS_POINTS, split
from ideas.royalties.lines.course.rules import (
    Ordered,
    allowances,
    claims_of,
    course_of,
)
from ideas.royalties.lines.rules import (
    EarnedLine,
    SalesLine,
    Tally,
    Total,
    YearSoFar,
    earned,
    taken_before,
)
from ideas.royalties.rules import Beside, Deal, Pool, pool_of


@dataclass(frozen=True)
class Calculated:
    """A pool with its lines."""

    lines: list[EarnedLine]
    total: Pool

    @property
    def earned(self) -> int:
        return self.total.earned

    @property
    def pool(self) -> int:
        return self.total.pool


def lines_of(
    deal: Deal,
    lines: Sequence[SalesLine],
    *,
    year: Mapping[str, YearSoFar] | None = None,
    tally: Tally | None = None,
    ordered: Ordered = sorted,
) -> list[EarnedLine]:
    """What each line earns, in order."""
    allowed = allowances(
        deal.deductions_cap_bp, claims_of(lines), lambda: lines, year=year or {}, ordered=ordered
    )
    course = course_of(
        deal.currency, lambda: lines, allowed, tally=tally or Tally(), ordered=ordered
    )
    return list(course.earn(lines))


def totalled(into: str, results: Iterable[EarnedLine]) -> Total:
    """What lines come to."""
    total = Total(into)
    for each in results:
        total.add(each)
    return total


def calculated(
    deal: Deal,
    lines: Sequence[SalesLine],
    *,
    tally: Tally | None = None,
    beside: Beside | None = None,
) -> Calculated:
    """What an agreement's creators share for these lines."""
    results = lines_of(deal, lines, tally=tally)
    return Calculated(results, pool_of(deal, totalled(deal.currency, results), beside))


def allowed_at_once(
    cap_bp: int, lines: Sequence[SalesLine], year: Mapping[str, YearSoFar]
) -> list[int]:
    """The deductions allowed on each line: the definition, for few lines."""
    found = dict.fromkeys(range(len(lines)), 0)
    for currency in {line.currency for line in lines}:
        mine = [at for at, line in enumerate(lines) if line.currency == currency]
        so_far = year.get(currency, YearSoFar())
        settled = {at: was.allowed for at in mine if (was := lines[at].settled) is not None}
        asking = sorted((at for at in mine if at not in settled), key=lambda at: lines[at].key)
        base = so_far.base + sum(lines[at].base for at in mine)
        room = base * cap_bp // BASIS_POINTS - so_far.allowed - sum(settled.values())
        asked = [lines[at].deductions for at in asking]
        granted = min(sum(asked), max(room, 0))
        parts = split(granted, asked) if granted else [0] * len(asked)
        found |= settled | dict(zip(asking, parts, strict=True))
    return [found[at] for at in range(len(lines))]


def earned_at_once(
    into: str, lines: Sequence[SalesLine], allowed: Sequence[int], tally: Tally
) -> list[EarnedLine]:
    """What each line earns: the definition, for few lines."""
    counts, results = dict(tally.filled), dict[int, EarnedLine]()

    def turn(at: int) -> tuple[bool, int, str]:
        return lines[at].settled is None, lines[at].rate_id, lines[at].key

    for at in sorted(range(len(lines)), key=turn):
        line = lines[at]
        if not line.rate.has_steps:
            results[at] = earned(into, line, allowed[at], [0])
            continue
        taken = taken_before(line.rate, line.rate_id, counts, tally.earlier)
        results[at] = earned(into, line, allowed[at], taken)
        before = counts.get(line.rate_id, (0,) * len(line.rate.steps))
        after = zip(before, results[at].parts, strict=True)
        counts[line.rate_id] = tuple(a + b for a, b in after)
    return [results[at] for at in range(len(lines))]
