"""What many lines earn, one after another, in memory that does not grow with their number.

Two things need all lines: deductions that are more than their cap allows, and steps, which are
filled in an order of their own. Both are found in passes before the one that gives the results.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from ideas.agreements.cards.rules import Rate, filled
from ideas.money import BASIS_POINTS
from ideas.royalties.lines.rules import (
    EarnedLine,
    SalesLine,
    Tally,
    YearSoFar,
    earned,
    quantity_of,
    taken_before,
)

Lines = Callable[[], Iterable[SalesLine]]
"""The lines, as often as they are asked for, in the same order each time."""
Ordered = Callable[[Iterable[Any]], Iterable[Any]]
"""Sorts, like ``sorted``; what it gives can be gone through again."""


@dataclass(frozen=True)
class Allowance:
    """What a currency's deductions are granted of what is asked, by largest remainder.

    The lines up to ``upto`` (minus the remainder, key) have one unit more than their whole part.
    """

    granted: int
    asked: int
    upto: tuple[int, str] | None = None

    def of(self, line: SalesLine) -> int:
        """What is allowed of a line's deductions; what takes a line back, takes all of it."""
        if line.settled is not None:
            return line.settled.allowed
        if not self.granted:
            return 0
        whole, rest = divmod(self.granted * line.deductions, self.asked)
        return whole + (self.upto is not None and (-rest, line.key) <= self.upto)


@dataclass
class Claim:
    """What lines of a currency come to: their base, what is settled already, and what is asked."""

    base: int = 0
    settled: int = 0
    asked: int = 0

    def add(self, line: SalesLine) -> None:
        """Count a line."""
        self.base += line.base
        if line.settled is None:
            self.asked += line.deductions
        else:
            self.settled += line.settled.allowed


def claims_of(lines: Iterable[SalesLine]) -> dict[str, Claim]:
    """What lines claim in each currency."""
    claims: dict[str, Claim] = defaultdict(Claim)
    for line in lines:
        claims[line.currency].add(line)
    return claims


def allowances(
    cap_bp: int,
    claims: Mapping[str, Claim],
    lines: Lines,
    *,
    year: Mapping[str, YearSoFar],
    ordered: Ordered = sorted,
) -> dict[str, Allowance]:
    """The deductions allowed in each currency, of the lines that claim them.

    The year's allowed deductions stay within ``cap_bp`` of the year's gross less returns. What is
    over is taken off the lines in proportion, by their keys where it ties.
    """
    found: dict[str, Allowance] = {}
    for currency, claim in claims.items():
        plain = _granted(cap_bp, claim, year.get(currency, YearSoFar()))
        is_divided = 0 < plain.granted < plain.asked
        asking = partial(_asking, lines, currency)
        found[currency] = _with_odd_units(plain, asking, ordered) if is_divided else plain
    return found


def _granted(cap_bp: int, claim: Claim, year: YearSoFar) -> Allowance:
    base = year.base + claim.base
    room = base * cap_bp // BASIS_POINTS - year.allowed - claim.settled
    return Allowance(min(claim.asked, max(room, 0)), claim.asked)


def _asking(lines: Lines, currency: str) -> Iterator[SalesLine]:
    return (line for line in lines() if line.currency == currency and line.settled is None)


def _with_odd_units(plain: Allowance, asking: Lines, ordered: Ordered) -> Allowance:
    """With the place up to which lines have the units that whole parts leave over."""
    left = plain.granted - sum(plain.of(line) for line in asking())
    if not left:
        return plain
    places = ordered(
        (-(plain.granted * line.deductions % plain.asked), line.key) for line in asking()
    )
    upto = next(islice(iter(places), left - 1, None))
    return replace(plain, upto=tuple(upto))


@dataclass(frozen=True)
class Course:
    """How an agreement's lines are calculated; ``taken`` is what stands before each on steps.

    Steps are filled in an order of their own: what is taken back first, then the lines by their
    card and key, so the order in which they arrive does not matter.
    """

    into: str
    allowed: Mapping[str, Allowance]
    taken: Iterable[tuple[int, Sequence[int]]] = ()

    def earn(self, lines: Iterable[SalesLine]) -> Iterator[EarnedLine]:
        """What each line earns, in the order of the lines."""
        before = iter(self.taken)
        for line in lines:
            taken = next(before)[1] if line.rate.has_steps else (0,)
            yield earned(self.into, line, self.allowed[line.currency].of(line), taken)


def course_of(
    into: str,
    lines: Lines,
    allowed: Mapping[str, Allowance],
    *,
    tally: Tally,
    ordered: Ordered = sorted,
) -> Course:
    """The course of lines whose deductions are known."""
    course, rates = Course(into, allowed), dict[int, Rate]()
    places = ordered(_places(course, lines(), rates))
    return replace(course, taken=ordered(_filled(places, rates, tally)))


def _places(
    course: Course, lines: Iterable[SalesLine], rates: dict[int, Rate]
) -> Iterator[tuple[Any, ...]]:
    """When the turn of each line with steps is, its place among all, and what it fills."""
    for at, line in enumerate(lines):
        if line.rate.has_steps:
            rates[line.rate_id] = line.rate
            was, allowed = line.settled, course.allowed[line.currency].of(line)
            quantity = 0 if was else quantity_of(course.into, line, allowed)
            turn = (was is None, line.rate_id, line.key)
            yield *turn, at, quantity, was.parts if was else None


def _filled(
    places: Iterable[tuple[Any, ...]], rates: Mapping[int, Rate], tally: Tally
) -> Iterator[tuple[int, list[int]]]:
    counts = dict(tally.filled)
    for _, rate_id, _, at, quantity, was in places:
        taken = taken_before(rates[rate_id], rate_id, counts, tally.earlier)
        parts = filled(rates[rate_id], taken, quantity) if was is None else was
        before = counts.get(rate_id, (0,) * len(parts))
        counts[rate_id] = tuple(a + b for a, b in zip(before, parts, strict=True))
        yield at, taken
