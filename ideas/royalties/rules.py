"""The order in which a royalty is calculated, from sales lines to what each payee is owed.

Pure integers in minor units and exact rates. Each result keeps its inputs, so that a statement can
show every step. The one place that rounds a line is ``earned``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from ideas.money import BASIS_POINTS, converted, round_half_away, split


@dataclass(frozen=True)
class Deal:
    """What an agreement says about money. Rates are basis points, ``minimum`` is minor units."""

    currency: str
    rate_bp: int
    reserve_bp: int = 0
    deductions_cap_bp: int = BASIS_POINTS
    minimum: int = 0


@dataclass(frozen=True)
class SalesLine:
    """A sale as reported, in minor units of its own currency.

    ``fx`` is units of the agreement's currency for one of the line's. ``settled`` is the allowed
    deduction of a line that a closed period has used before: taking it back uses the same.
    """

    key: str
    currency: str
    gross: int
    returns: int = 0
    deductions: int = 0
    fx: Decimal = Decimal(1)
    settled: int | None = None

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
class EarnedLine:
    """A sales line with what became of it; ``converted`` is rounded for reading only."""

    line: SalesLine
    allowed: int
    net: int
    converted: int
    rate_bp: int
    earned: int


@dataclass(frozen=True)
class Pool:
    """What an agreement's creators share for a period, and how it came about."""

    lines: tuple[EarnedLine, ...]
    earned: int
    reserve_held: int
    reserve_released: int
    adjustments: int
    pool: int


@dataclass(frozen=True)
class PayeeBefore:
    """A payee before a period: share, balance carried forward, own advance still to recoup."""

    share_bp: int
    opening: int = 0
    advance: int = 0


@dataclass(frozen=True)
class PayeeAfter:
    """A payee after a period: ``opening + gross = recouped + payable + carried``."""

    before: PayeeBefore
    gross: int
    recouped: int
    payable: int
    carried: int
    advance_left: int = field(default=0)


def earned(deal: Deal, line: SalesLine, allowed: int) -> EarnedLine:
    """Net, exactly converted, times the rate: rounded once, half away from zero."""
    net = line.base - allowed
    exact = converted(net, line.currency, deal.currency, line.fx)
    return EarnedLine(
        line=line,
        allowed=allowed,
        net=net,
        converted=round_half_away(exact),
        rate_bp=deal.rate_bp,
        earned=round_half_away(exact * Fraction(deal.rate_bp, BASIS_POINTS)),
    )


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
    settled = {at: lines[at].settled or 0 for at in mine if lines[at].settled is not None}
    asking = sorted((at for at in mine if at not in settled), key=lambda at: lines[at].key)
    base = year.base + sum(lines[at].base for at in mine)
    room = base * cap_bp // BASIS_POINTS - year.allowed - sum(settled.values())
    asked = [lines[at].deductions for at in asking]
    granted = min(sum(asked), max(room, 0))
    parts = split(granted, asked) if granted else [0] * len(asked)
    return settled | dict(zip(asking, parts, strict=True))


def pool_of(
    deal: Deal,
    lines: Sequence[SalesLine],
    *,
    year: Mapping[str, YearSoFar] | None = None,
    reserve_released: int = 0,
    adjustments: int = 0,
) -> Pool:
    """What an agreement's creators share for a period."""
    allowed = allowed_deductions(deal.deductions_cap_bp, lines, year or {})
    results = tuple(earned(deal, line, part) for line, part in zip(lines, allowed, strict=True))
    total = sum(result.earned for result in results)
    held = reserve_on(total, deal.reserve_bp)
    return Pool(
        lines=results,
        earned=total,
        reserve_held=held,
        reserve_released=reserve_released,
        adjustments=adjustments,
        pool=total - held + reserve_released + adjustments,
    )


def reserve_on(earned_in_period: int, reserve_bp: int) -> int:
    """What is held back against later returns; nothing of a period that earned nothing."""
    return round_half_away(Fraction(max(earned_in_period, 0) * reserve_bp, BASIS_POINTS))


def payees_of(deal: Deal, pool: int, payees: Sequence[PayeeBefore]) -> list[PayeeAfter]:
    """Each payee's part of the pool, in the order stored in the agreement."""
    parts = split(pool, [payee.share_bp for payee in payees])
    return [_settled(deal, payee, part) for payee, part in zip(payees, parts, strict=True)]


def _settled(deal: Deal, payee: PayeeBefore, gross: int) -> PayeeAfter:
    owed = payee.opening + gross
    recouped = min(max(owed, 0), payee.advance)
    due = owed - recouped
    payable = due if due > 0 and due >= deal.minimum else 0
    return PayeeAfter(
        before=payee,
        gross=gross,
        recouped=recouped,
        payable=payable,
        carried=due - payable,
        advance_left=payee.advance - recouped,
    )
