"""Ageing, and the ring-fence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add

from ideas.refusals import Refusal

BANDS = (30, 60, 90)
"""Days up to which something belongs to a band; older is the last."""
OWED = {"payable": "payable", "payee": "carried", "reserve": "reserve", "earned": "unsettled"}
"""Accounts whose credit is owed to creators, and what the report calls it."""


@dataclass(frozen=True)
class Open:
    """Something payable and not yet paid; minor units, and the day it fell due."""

    person_id: int
    currency: str
    amount: int
    since: date


def band_of(days: int) -> int:
    """The place of the band: 0 up to 30 days, 1 up to 60, 2 up to 90, 3 older."""
    return sum(days > most for most in BANDS)


def aged(rows: Iterable[Open], today: date) -> dict[tuple[int, str], tuple[int, ...]]:
    """By payee and currency the sums of each band."""
    sums: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0] * (len(BANDS) + 1))
    for row in rows:
        sums[row.person_id, row.currency][band_of((today - row.since).days)] += row.amount
    return {key: tuple(bands) for key, bands in sums.items()}


def totals(lines: Iterable[tuple[str, Sequence[int]]]) -> dict[str, tuple[int, ...]]:
    """By currency the sums of each column of lines of amounts."""
    sums: dict[str, tuple[int, ...]] = {}
    for currency, amounts in lines:
        before = sums.get(currency, (0,) * len(amounts))
        sums[currency] = tuple(map(add, before, amounts))
    return dict(sorted(sums.items()))


@dataclass(frozen=True)
class Fence:
    """What is owed in a currency, and what lies apart; minor units."""

    currency: str
    payable: int
    carried: int
    reserve: int
    unsettled: int
    apart: int | None

    @property
    def owed(self) -> int:
        """All that is owed; where more was carried than earned, nothing is taken off the rest."""
        return self.payable + max(self.carried, 0) + self.reserve + max(self.unsettled, 0)

    @property
    def difference(self) -> int | None:
        """What lies apart beyond what is owed; below zero it is missing."""
        return None if self.apart is None else self.apart - self.owed


def fences(balances: Iterable[tuple[str, str, int]], apart: Mapping[str, int]) -> list[Fence]:
    """The ring-fence of each currency, from accounts' balances (credits below zero)."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(OWED.values(), 0))
    for code, currency, amount in balances:
        kind = OWED.get(code.partition(":")[0])
        if kind is not None:
            sums[currency][kind] -= amount
    currencies = sorted(set(sums) | set(apart))
    return [Fence(currency, **sums[currency], apart=apart.get(currency)) for currency in currencies]


def refusal_to_set_apart(amount: int, counted_on: date, today: date) -> Refusal | None:
    """A figure that is not below zero, of a day that has come."""
    if amount < 0:
        return Refusal("ring_fence.below_zero")
    return Refusal("ring_fence.not_yet") if counted_on > today else None
