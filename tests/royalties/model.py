"""The books once more, in a few lines of plain Python: what the machine is compared with.

Nothing here comes from the product. Money is whole minor units, rates are fractions.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

EXPONENT = {"EUR": 2, "USD": 2, "JPY": 0}
RATE, RESERVE, MINIMUM, PERIODS_HELD = Fraction(1, 100), Fraction(1, 10), 5_000, 2
SHARES, ADVANCE = (6_000, 4_000), 100_000


def half_away(value: Fraction) -> int:
    size = int(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


def parts_of(pool: int) -> list[int]:
    exact = [Fraction(abs(pool) * share, 10_000) for share in SHARES]
    parts = [int(each) for each in exact]
    order = sorted(range(len(SHARES)), key=lambda at: (-(exact[at] - parts[at]), at))
    for at in order[: abs(pool) - sum(parts)]:
        parts[at] += 1
    return [part if pool >= 0 else -part for part in parts]


@dataclass
class Line:
    """A sale in one revision; ``settled`` is what it earned, at which rate, once closed."""

    period: int
    gross: int
    returns: int
    deductions: int
    currency: str
    back_in: int | None = None
    settled: tuple[int, Fraction] | None = None


@dataclass
class Books:
    """Periods by number from 0 on; ``states`` are open, soft, closed."""

    states: list[str] = field(default_factory=list)
    rates: list[dict[str, Fraction]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    adjusted: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    held: dict[int, int] = field(default_factory=dict)
    balance: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    due: list[tuple[int, int]] = field(default_factory=list)
    released: int = 0

    def dated(self, told: int) -> int | None:
        if self.states[told] == "open":
            return told
        return next((at for at, state in enumerate(self.states) if state == "open"), None)

    def add(self, account: str, currency: str, amount: int) -> None:
        self.balance[account, currency] += amount

    def _post(self, line: Line, sign: int) -> None:
        net = line.gross - line.returns - line.deductions
        for account, amount in (
            ("receivable", net),
            ("returns", line.returns),
            ("deductions", line.deductions),
            ("sales", -line.gross),
        ):
            self.add(account, line.currency, sign * amount)

    def sell(self, name: str, told: int, figures: tuple[int, int, int, str]) -> None:
        self.told[name] = told
        at = self.dated(told)
        assert at is not None
        if self.lines[name]:
            before = self.lines[name][-1]
            still = self.states[before.period] == "open"
            before.back_in = before.period if still else self.states.index("open")
            self._post(before, -1)
        self.lines[name].append(Line(at, *figures))
        self._post(self.lines[name][-1], 1)

    def fx(self, line: Line, name: str, at: int) -> Fraction:
        if line.currency == "EUR":
            return Fraction(1)
        if line.settled:
            return line.settled[1]
        own = self.rates[self.told[name]].get(line.currency)
        return own or self.rates[at][line.currency]

    def lacks_rate(self, at: int) -> bool:
        return any(
            line.currency != "EUR"
            and not line.settled
            and line.currency not in self.rates[self.told[name]]
            and line.currency not in self.rates[at]
            for name, line, _ in self.effects(at)
        )

    def effects(self, at: int) -> list[tuple[str, Line, int]]:
        found = []
        for name, revisions in self.lines.items():
            for line in revisions:
                if line.period == at and line.back_in != at:
                    found.append((name, line, 1))
                elif line.back_in == at and line.settled:
                    found.append((name, line, -1))
        return found

    def close(self, at: int) -> None:
        earned = 0
        effects, own = self.effects(at), defaultdict[str, int](int)
        by_currency = defaultdict[str, int](int)
        for name, line, sign in effects:
            fx = self.fx(line, name, at)
            net = sign * (line.gross - line.returns - line.deductions)
            scale = Fraction(10) ** (2 - EXPONENT[line.currency])
            amount = half_away(net * fx * scale * RATE)
            own[line.currency] += half_away(Fraction(amount) / (fx * scale))
            by_currency[line.currency] += amount
            earned += amount
            if sign > 0:
                line.settled = amount, fx
        held = half_away(max(earned, 0) * RESERVE)
        ripe = sum(kept for number, kept in self.held.items() if number <= at - PERIODS_HELD)
        released = ripe - self.released
        adjusted = self.adjusted[at]
        self.states[at] = "closed"
        if not effects and not released and not adjusted:
            return
        self.held[at], self.released = held, ripe
        for currency, amount in by_currency.items():
            self.add("royalties", currency, own[currency] if currency != "EUR" else amount)
            if currency != "EUR":
                self.add("fx-clearing", currency, -own[currency])
                self.add("fx-clearing", "EUR", amount)
        self.add("reserve", "EUR", released - held)
        self.add("adjustments", "EUR", adjusted)
        self._share(earned - held + released + adjusted)

    def _share(self, pool: int) -> None:
        for at, part in enumerate(parts_of(pool)):
            owed = -self.balance[f"payee{at}", "EUR"] + part
            recouped = min(max(owed, 0), self.balance[f"advance{at}", "EUR"])
            rest = owed - recouped
            payable = rest if rest >= MINIMUM else 0
            self.balance[f"payee{at}", "EUR"] = payable - rest
            self.add(f"advance{at}", "EUR", -recouped)
            self.add(f"payable{at}", "EUR", -payable)
            if payable:
                self.due.append((at, payable))

    def pay(self) -> None:
        at, amount = self.due.pop(0)
        self.add(f"payable{at}", "EUR", amount)
        self.add("bank", "EUR", -amount)

    def pay_advance(self) -> None:
        self.add("advance0", "EUR", ADVANCE)
        self.add("bank", "EUR", -ADVANCE)
