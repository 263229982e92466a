"""The books once more, in plain Python: what the machine is compared with.

Nothing here comes from the product. Money is whole minor units, rates are fractions, a day is a
day. Written from what an agreement says (docs/decisions/0018), not from how the product does it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

EXPONENT = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
WHOLE = 10_000
YEAR = 1950


def half_away(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def divided(pool: int, weights: Sequence[int]) -> list[int]:
    """By largest remainder, ties by order; below zero the mirror image."""
    exact = [Fraction(abs(pool) * weight, sum(weights)) for weight in weights]
    parts = [int(each) for each in exact]
    order = sorted(range(len(weights)), key=lambda at: (-(exact[at] - parts[at]), at))
    for at in order[: abs(pool) - sum(parts)]:
        parts[at] += 1
    return [part if pool >= 0 else -part for part in parts]


def quarter(at: int) -> tuple[date, date]:
    """First and last day of a period by its number."""
    first, after = (date(YEAR + each // 4, 3 * (each % 4) + 1, 1) for each in (at, at + 1))
    return first, after - timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A line of a card: where it applies, what it pays, and its steps (start, rate)."""

    territory: str
    channel: str
    pays: str
    counts: str
    steps: tuple[tuple[int, int], ...]

    def fits(self, told: "Told") -> bool:
        return self.territory in ("", told.territory) and self.channel in ("", told.channel)


@dataclass(frozen=True)
class Card:
    lines: tuple[Line, ...]
    reserve_bp: int
    reserve_periods: int
    reserve_parts: int
    cap_bp: int
    minimum: int
    guarantee: int


@dataclass(frozen=True)
class Agreed:
    """What does not change: the currency, who shares, what each was paid ahead, the term."""

    currency: str
    shares: tuple[int, ...]
    advances: tuple[int, ...]
    begins_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Told:
    """What a shop says of a sale."""

    gross: int
    returns: int
    deductions: int
    currency: str
    units: int
    returned: int
    territory: str
    channel: str


@dataclass(frozen=True)
class Settled:
    """What a close made of a sale, and on which line of which version it fell."""

    allowed: int
    fx: Fraction
    earned: int
    line: tuple[int, int]
    parts: tuple[int, ...]


@dataclass
class Sale:
    """A revision of a sale; ``told_for`` is the period the shop names, ``period`` its own."""

    key: str
    told_for: int
    period: int
    told: Told
    back_in: int | None = None
    settled: Settled | None = None


def fall(steps: Sequence[tuple[int, int]], taken: Sequence[int], quantity: int) -> tuple[int, ...]:
    """How a quantity falls on steps: into the lowest free places, or out of the highest taken."""
    parts = [0] * len(steps)
    if quantity < 0:
        for at in range(len(steps) - 1, 0, -1):
            parts[at] = -min(-quantity, max(taken[at], 0))
            quantity -= parts[at]
        parts[0] = quantity
        return tuple(parts)
    for at, (step, following) in enumerate(pairwise(steps)):
        parts[at] = min(quantity, max(following[0] - step[0] - taken[at], 0))
        quantity -= parts[at]
    parts[-1] = quantity
    return tuple(parts)


@dataclass
class Books:
    """Periods by number from 0 on; ``states`` are open, soft, closed."""

    agreed: Agreed
    versions: list[tuple[date | None, Card]]
    states: list[str] = field(default_factory=list)
    rates: list[dict[str, Fraction]] = field(default_factory=list)
    sales: dict[str, list[Sale]] = field(default_factory=dict)
    adjusted: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    withheld: list[tuple[date, int, int, int]] = field(default_factory=list)
    counted: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    capped: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    earned: dict[int, int] = field(default_factory=dict)
    held: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    released: int = 0
    guaranteed: int = 0
    balance: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    due: dict[int, tuple[int, int]] = field(default_factory=dict)
    sent: dict[int, tuple[int, int]] = field(default_factory=dict)
    made: int = 0

    # what happens

    def dated(self, at: int) -> int:
        """The period itself while it is open, else the first one that is."""
        return at if self.states[at] == "open" else self.states.index("open")

    def sell(self, name: str, told_for: int, told: Told) -> None:
        revisions = self.sales.setdefault(name, [])
        if revisions:
            revisions[-1].back_in = self.dated(revisions[-1].period)
            self._sold(revisions[-1].told, -1)
        key = f"{name}:{len(revisions) + 1}:1"
        revisions.append(Sale(key, told_for, self.dated(told_for), told))
        self._sold(told, 1)

    def _sold(self, told: Told, sign: int) -> None:
        net = told.gross - told.returns - told.deductions
        for account, amount in (
            ("receivable", net),
            ("returns", told.returns),
            ("deductions", told.deductions),
            ("sales", -told.gross),
        ):
            self.add(account, sign * amount, told.currency)

    def add(self, account: str, amount: int, currency: str | None = None) -> None:
        self.balance[account, currency or self.agreed.currency] += amount

    def pay_advance(self, share: int) -> None:
        self.add(f"advance{share}", self.agreed.advances[share])
        self.add("bank", -self.agreed.advances[share])

    def pay(self, number: int) -> None:
        share, amount = self.sent[number] = self.due.pop(number)
        self.add(f"payable{share}", amount)
        self.add("bank", -amount)

    def come_back(self, number: int) -> None:
        share, amount = self.due[number] = self.sent.pop(number)
        self.add(f"payable{share}", -amount)
        self.add("bank", amount)

    # a close

    def version_on(self, day: date) -> int:
        begun = [at for at, (first, _) in enumerate(self.versions) if first is None or first <= day]
        return begun[-1]

    def effects(self, at: int) -> list[tuple[Sale, int]]:
        """The sales of a period, and those of earlier ones that were taken back in it."""
        every = [sale for revisions in self.sales.values() for sale in revisions]
        sold = [(sale, 1) for sale in every if sale.period == at and sale.back_in != at]
        back = [(sale, -1) for sale in every if sale.back_in == at and sale.settled]
        return [*back, *sold]

    def rate_of(self, sale: Sale, at: int) -> Fraction | None:
        """Its own period's, else that of the period it is settled in."""
        currency = sale.told.currency
        if currency == self.agreed.currency:
            return Fraction(1)
        return self.rates[sale.told_for].get(currency) or self.rates[at].get(currency)

    def lacks_rate(self, at: int) -> set[str]:
        return {
            sale.told.currency
            for sale, sign in self.effects(at)
            if sign > 0 and self.rate_of(sale, at) is None
        }

    def close(self, at: int) -> None:
        card = self.versions[self.version_on(quarter(at)[0])][1]
        effects = self.effects(at)
        earned = self._earn(at, effects, self._allow(at, card.cap_bp, effects))
        held = half_away(Fraction(max(earned, 0) * card.reserve_bp, WHOLE))
        released, adjusted = self._ripe(at) - self.released, self.adjusted[at]
        guarantee = self._missing(at, earned)
        self.states[at] = "closed"
        if not (effects or released or adjusted or guarantee):
            return
        self.earned[at], self.held[at] = earned, (held, card.reserve_periods, card.reserve_parts)
        self.released += released
        self.guaranteed += guarantee
        self.add("reserve", released - held)
        self.add("adjustments", adjusted)
        self.add("guarantee", guarantee)
        self._share(at, earned - held + released + adjusted + guarantee, card.minimum)

    def _allow(self, at: int, cap_bp: int, effects: list[tuple[Sale, int]]) -> dict[str, int]:
        """Deductions within the cap of the year's gross less returns, in each currency."""
        allowed, year = dict[str, int](), quarter(at)[0].year
        for currency in {sale.told.currency for sale, _ in effects}:
            mine = [(sale, sign) for sale, sign in effects if sale.told.currency == currency]
            before, used = self.capped.get((year, currency), (0, 0))
            base = before + sum(sign * (s.told.gross - s.told.returns) for s, sign in mine)
            used -= sum(s.settled.allowed for s, sign in mine if sign < 0 and s.settled)
            asking = sorted((s for s, sign in mine if sign > 0), key=lambda sale: sale.key)
            asked = [sale.told.deductions for sale in asking]
            granted = min(sum(asked), max(base * cap_bp // WHOLE - used, 0))
            parts = divided(granted, asked) if granted else [0] * len(asked)
            allowed |= {sale.key: part for sale, part in zip(asking, parts, strict=True)}
            self.capped[year, currency] = base, used + sum(parts)
        return allowed

    def _line_of(self, sale: Sale) -> tuple[int, int]:
        """The line that says most, of the version on the told period's first day."""
        version = self.version_on(quarter(sale.told_for)[0])
        lines = self.versions[version][1].lines
        fitting = [at for at, line in enumerate(lines) if line.fits(sale.told)]
        said = {at: (lines[at].territory != "", lines[at].channel != "") for at in fitting}
        return version, max(fitting, key=lambda at: said[at])

    def _earn(self, at: int, effects: list[tuple[Sale, int]], allowed: dict[str, int]) -> int:
        """What all of them earn, posted in the currency of the sale and in the agreement's."""
        own, into = defaultdict[str, int](int), defaultdict[str, int](int)
        results = [self._taken_back(sale) for sale, sign in effects if sign < 0]
        sold = [(self._line_of(sale), sale.key, sale) for sale, sign in effects if sign > 0]
        for line, _, sale in sorted(sold, key=lambda each: each[:2]):
            results.append(self._settle(sale, line, allowed[sale.key], at))
        for currency, fx, earned in results:
            into[currency] += earned
            own[currency] += half_away(Fraction(earned) / (fx * self._scale(currency)))
        for currency in into:
            self.add("royalties", own[currency], currency)
            if currency != self.agreed.currency:
                self.add("fx-clearing", -own[currency], currency)
                self.add("fx-clearing", into[currency])
        return sum(into.values())

    def _taken_back(self, sale: Sale) -> tuple[str, Fraction, int]:
        settled = sale.settled
        assert settled
        self._count(settled.line, [-part for part in settled.parts])
        return sale.told.currency, settled.fx, -settled.earned

    def _settle(
        self, sale: Sale, place: tuple[int, int], allowed: int, at: int
    ) -> tuple[str, Fraction, int]:
        line, told = self.versions[place[0]][1].lines[place[1]], sale.told
        fx = self.rate_of(sale, at)
        assert fx
        net = (told.gross - told.returns - allowed) * fx * self._scale(told.currency)
        quantity = half_away(net) if line.counts == "value" else told.units - told.returned
        taken = self._taken(place)
        parts = fall(line.steps, taken, quantity)
        by_step = sum(part * rate for part, (_, rate) in zip(parts, line.steps, strict=True))
        if line.pays == "unit":
            exact = Fraction(by_step)
        elif quantity:
            exact = net * Fraction(by_step, quantity * WHOLE)
        else:
            following = fall(line.steps, taken, 1).index(1)
            exact = net * Fraction(line.steps[following][1], WHOLE)
        if len(line.steps) > 1:
            self._count(place, parts)
        kept = parts if len(line.steps) > 1 else ()
        sale.settled = Settled(allowed, fx, half_away(exact), place, kept)
        return told.currency, fx, sale.settled.earned

    def _scale(self, currency: str) -> Fraction:
        return Fraction(10) ** (EXPONENT[self.agreed.currency] - EXPONENT[currency])

    def _count(self, place: tuple[int, int], parts: Iterable[int]) -> None:
        if parts := tuple(parts):
            before = self.counted.get(place, (0,) * len(parts))
            self.counted[place] = tuple(a + b for a, b in zip(before, parts, strict=True))

    def _taken(self, place: tuple[int, int]) -> list[int]:
        """What stands on a line's steps; a version goes on from the lines of earlier ones."""
        version, at = place
        line = self.versions[version][1].lines[at]
        scope, carried = (line.territory, line.channel, line.counts), 0
        for (earlier, other), counted in self.counted.items():
            theirs = self.versions[earlier][1].lines[other]
            if earlier < version and (theirs.territory, theirs.channel, theirs.counts) == scope:
                carried += sum(counted)
        nothing = (0,) * len(line.steps)
        spread, own = fall(line.steps, nothing, carried), self.counted.get(place, nothing)
        return [a + b for a, b in zip(spread, own, strict=True)]

    def _ripe(self, at: int) -> int:
        """What of all reserves is out by this period, in equal parts."""
        return sum(
            sum(divided(held, [1] * parts)[: max(at - number - periods + 1, 0)])
            for number, (held, periods, parts) in self.held.items()
        )

    def _missing(self, at: int, earned: int) -> int:
        """What the years that are over by this period's end still lack to their guarantees."""
        lacking, (starts_on, ends_on), number = 0, quarter(at), 0
        while True:
            begins = self.agreed.begins_on
            first, after = (begins.replace(year=begins.year + number + each) for each in (0, 1))
            last, over = after - timedelta(days=1), self.agreed.ends_on
            if over is not None and over < last:
                last = over
            if last < first or last > ends_on:
                return max(lacking - self.guaranteed, 0)
            part = Fraction((last - first).days + 1, (after - first).days)
            due = half_away(self.versions[self.version_on(last)][1].guarantee * part)
            got = sum(n for p, n in self.earned.items() if first <= quarter(p)[0] <= last)
            got += earned if first <= starts_on <= last else 0
            lacking, number = lacking + max(due - got, 0), number + 1

    def _withholding(self, share: int, day: date) -> int:
        begun = [(first, number, bp) for first, number, s, bp in self.withheld if s == share]
        return max((each for each in begun if each[0] <= day), default=(day, 0, 0))[2]

    def _share(self, at: int, pool: int, minimum: int) -> None:
        for share, part in enumerate(divided(pool, self.agreed.shares)):
            owed = -self.balance[f"payee{share}", self.agreed.currency] + part
            ahead = self.balance[f"advance{share}", self.agreed.currency]
            recouped = min(max(owed, 0), ahead)
            rest = owed - recouped
            tax_bp = self._withholding(share, quarter(at)[1])
            tax = half_away(Fraction(max(rest, 0) * tax_bp, WHOLE))
            if rest <= 0 or rest - tax < minimum:
                tax, payable = 0, 0
            else:
                payable = rest - tax
            self.balance[f"payee{share}", self.agreed.currency] = payable + tax - rest
            self.add(f"advance{share}", -recouped)
            self.add(f"withheld{share}", -tax)
            self.add(f"payable{share}", -payable)
            self.made += 1
            if payable:
                self.due[self.made] = share, payable
