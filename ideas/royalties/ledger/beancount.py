"""The whole ledger as text for Beancount, which other people's programs can check.

Each account's balance is asserted at the end, so ``bean-check`` compares all of them with ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from ideas.money import Money
from ideas.royalties.ledger.chart import formal_name


@dataclass(frozen=True)
class Line:
    """A posting with its entry; ``amount`` in minor units of ``currency``."""

    day: date
    key: str
    kind: str
    period: str | None
    reverses: str | None
    account: str
    amount: int
    currency: str


def beancount_of(
    lines: Iterable[Line], balances: Sequence[tuple[str, str, int]], *, today: date
) -> Iterator[str]:
    """The ledger as lines of text; ``lines`` by entry, ``balances`` as the trial balance."""
    yield 'option "title" "Royalties"'
    opened, last = set[str](), today
    for _, legs in groupby(lines, key=lambda line: line.key):
        entry = list(legs)
        last = max(last, entry[0].day)
        for code in sorted({leg.account for leg in entry} - opened):
            opened.add(code)
            yield f"1970-01-01 open {formal_name(code)}"
        yield from _entry(entry)
    yield ""
    for code, currency, amount in balances:
        day = last + timedelta(days=1)
        yield f"{day} balance {formal_name(code)}  {Money(amount, currency).plain()} ~ 0 {currency}"


def _entry(legs: Sequence[Line]) -> Iterator[str]:
    head = legs[0]
    yield ""
    yield f"{head.day} * {_text(head.kind)} {_text(head.key)}"
    for name, value in (("period", head.period), ("reverses", head.reverses)):
        if value is not None:
            yield f"  {name}: {_text(value)}"
    for leg in legs:
        amount = Money(leg.amount, leg.currency)
        yield f"  {formal_name(leg.account)}  {amount.plain()} {leg.currency}"


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
