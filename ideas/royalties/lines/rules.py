"""What each sales line earns: deductions within the cap, conversion, rate; rounded once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ideas.agreements.cards.rules import Counts, Rate, filled, royalty
from ideas.money import BASIS_POINTS, converted, round_half_away, split


@dataclass(frozen=True, slots=True)
class Settled:
    """What a closed period made of a line, with the signs of the line that takes it back."""

    allowed: int
    converted: int
    earned: int
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SalesLine:
    """A sale as reported, in minor units of its own currency; ``units`` are less returned ones.

    ``fx`` is units of the agreement's currency for one of the line's. ``rate`` is the card's line
    that applies, and ``rate_id`` tells which count it adds to. With ``settled`` the line takes back
    one of a closed period, exactly.
    """

    key: str
    currency: str
    gross: int
    returns: int = 0
    deductions: int = 0
    units: int = 0
    fx: Decimal = Decimal(1)
    rate: Rate = field(default_factory=Rate)
    rate_id: int = 0
    settled: Settled | None = None

    @property
    def base(self) -> int:
        """Gross less returns: what the deductions' cap is measured on."""
        return self.gross - self.returns


@dataclass(frozen=True)
class YearSoFar:
    """What earlier periods of the year used in one currency: the base, and deductions allowed."""

    base: int = 0
    allowed: int = 0


@dataclass(frozen=True)
class Tally:
    """What was sold before on each step of each line of the cards.

    ``earlier`` are the lines of earlier cards that a line goes on counting from.
    """

    filled: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    earlier: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """A sales line with what became of it; ``converted`` is rounded for reading only.

    ``parts`` is how much of it fell on each step of its rate, none where it has a single one.
    """

    line: SalesLine
    allowed: int
    net: int
    converted: int
    earned: int
    parts: tuple[int, ...] = ()


def allowed_deductions(
    cap_bp: int, lines: Sequence[SalesLine], year: Mapping[str, YearSoFar]
) -> list[int]:
    """The deductions allowed on each line, in order.

    In each currency the year's allowed deductions stay within ``cap_bp`` of the year's gross less
    returns. What is over is taken off the lines in proportion, by their keys where it ties.
    """
    allowed = dict.fromkeys(range(len(lines)), 0)
    for currency in {line.currency for line in lines}:
        mine = [at for at, line in enumerate(lines) if line.currency == currency]
        allowed |= _allowed_in(cap_bp, lines, mine, year.get(currency, YearSoFar()))
    return [allowed[at] for at in range(len(lines))]


def _allowed_in(
    cap_bp: int, lines: Sequence[SalesLine], mine: Sequence[int], year: YearSoFar
) -> dict[int, int]:
    settled = {at: was.allowed for at in mine if (was := lines[at].settled) is not None}
    asking = sorted((at for at in mine if at not in settled), key=lambda at: lines[at].key)
    base = year.base + sum(lines[at].base for at in mine)
    room = base * cap_bp // BASIS_POINTS - year.allowed - sum(settled.values())
    asked = [lines[at].deductions for at in asking]
    granted = min(sum(asked), max(room, 0))
    parts = split(granted, asked) if granted else [0] * len(asked)
    return settled | dict(zip(asking, parts, strict=True))


def earned_lines(
    into: str, lines: Sequence[SalesLine], allowed: Sequence[int], tally: Tally
) -> tuple[EarnedLine, ...]:
    """What each line earns in the currency ``into``.

    Steps are filled in an order of their own: what is taken back first, then the lines by their
    card and key, so the order in which they arrive does not matter.
    """
    counts, results = dict(tally.filled), dict[int, EarnedLine]()
    for at in sorted(range(len(lines)), key=lambda at: _turn(lines[at])):
        line = lines[at]
        result = earned(into, line, allowed[at], taken_before(line, counts, tally.earlier))
        if line.rate.has_steps:
            before = counts.get(line.rate_id, (0,) * len(result.parts))
            counts[line.rate_id] = tuple(a + b for a, b in zip(before, result.parts, strict=True))
        results[at] = result
    return tuple(results[at] for at in range(len(lines)))


def _turn(line: SalesLine) -> tuple[bool, int, str]:
    return line.settled is None, line.rate_id, line.key


def taken_before(
    line: SalesLine,
    counts: Mapping[int, tuple[int, ...]],
    earlier: Mapping[int, tuple[int, ...]],
) -> list[int]:
    """What stands on each step of a line's rate: of its own card, and carried from earlier ones."""
    if not line.rate.has_steps:
        return [0]
    nothing = (0,) * len(line.rate.steps)
    carried = sum(sum(counts.get(each, ())) for each in earlier.get(line.rate_id, ()))
    spread = filled(line.rate, nothing, carried)
    own = counts.get(line.rate_id, nothing)
    return [a + b for a, b in zip(spread, own, strict=True)]


def earned(into: str, line: SalesLine, allowed: int, taken: Sequence[int]) -> EarnedLine:
    """Net, exactly converted, by the rate: rounded once, half away from zero."""
    net, was = line.base - allowed, line.settled
    if was is not None:
        return EarnedLine(line, allowed, net, was.converted, was.earned, was.parts)
    exact = converted(net, line.currency, into, line.fx)
    shown = round_half_away(exact)
    quantity = shown if line.rate.counts is Counts.VALUE else line.units
    parts = filled(line.rate, taken, quantity)
    return EarnedLine(
        line=line,
        allowed=allowed,
        net=net,
        converted=shown,
        earned=round_half_away(royalty(line.rate, exact, parts, taken)),
        parts=parts if line.rate.has_steps else (),
    )


def in_own_currency(result: EarnedLine, into: str) -> int:
    """What a line earned, in minor units of the currency it was sold in."""
    back = converted(1, result.line.currency, into, result.line.fx)
    return round_half_away(result.earned / back)
