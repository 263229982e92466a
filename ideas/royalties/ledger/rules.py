"""Accounts by name, entries before they are posted, and when one balances."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry is about."""

    SALE = "sale"
    SALE_TAKEN_BACK = "sale_taken_back"
    EARNED = "earned"
    SETTLED = "settled"
    DUE = "due"
    ADVANCE_PAID = "advance_paid"
    ROYALTY_PAID = "royalty_paid"


SALES = "sales"
RETURNS = "returns"
DEDUCTIONS = "deductions"
RECEIVABLE = "receivable"
ROYALTIES = "royalties"
ADJUSTMENTS = "adjustments"
GUARANTEES = "guarantee"
CLEARING = "fx-clearing"
BANK = "bank"


def earned_of(agreement_id: int) -> str:
    """What an agreement earned and has not been settled."""
    return f"earned:{agreement_id}"


def reserve_of(agreement_id: int) -> str:
    """What is held back from an agreement."""
    return f"reserve:{agreement_id}"


def payee_of(share_id: int) -> str:
    """What a share has been credited and not been found due: carried forward."""
    return f"payee:{share_id}"


def advance_of(share_id: int) -> str:
    """What was paid ahead to a share and is still to recoup."""
    return f"advance:{share_id}"


def payable_of(share_id: int) -> str:
    """What is due to a share and has not been paid."""
    return f"payable:{share_id}"


def withheld_of(share_id: int) -> str:
    """What was kept back of a share's payments and is owed to the tax office."""
    return f"withheld:{share_id}"


@dataclass(frozen=True)
class Leg:
    """One posting to be: an account's name and a debit (above zero) or credit (below)."""

    account: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Draft:
    """An entry to be; legs of nothing are left out when it is posted."""

    key: str
    kind: Kind
    legs: tuple[Leg, ...]
    period_id: int | None = None
    reverses: str | None = None


class Unbalanced(ValueError):
    """An entry whose legs do not sum to zero in every currency."""


def imbalance(legs: Iterable[Leg]) -> dict[str, int]:
    """The currencies in which legs do not sum to zero, and by how much."""
    sums: dict[str, int] = defaultdict(int)
    for leg in legs:
        sums[leg.currency] += leg.amount
    return {currency: amount for currency, amount in sums.items() if amount}


def taken_back(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs that undo these."""
    return tuple(Leg(leg.account, -leg.amount, leg.currency) for leg in legs)


Entry = tuple[str, str, str | None, list[tuple[str, int, str]]]
OF_SALES = (Kind.SALE, Kind.SALE_TAKEN_BACK)


def hash_of(
    sold: Mapping[tuple[str, str], int], others: Iterable[Entry], sales: str | None = None
) -> str:
    """SHA-256 over what sales come to by account and currency, and the other entries by their keys.

    Those of sales count together: the same sales give the same hash, in however many files and
    whichever order they came. ``others`` are key, kind, reverses and legs, in the order of their
    keys, read once. ``sales`` is the fingerprint of the sales themselves; periods that were closed
    before it was taken have none.
    """
    digest = hashlib.sha256()
    of_sales = [[*named, amount] for named, amount in sorted(sold.items()) if amount]
    digest.update(f"[{_canonical(of_sales)},[".encode())
    for at, (key, kind, reverses, legs) in enumerate(others):
        told = _canonical([key, kind, reverses, sorted(legs)])
        digest.update(f"{',' if at else ''}{told}".encode())
    digest.update(f"]{',' + _canonical(sales) if sales else ''}]".encode())
    return digest.hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
