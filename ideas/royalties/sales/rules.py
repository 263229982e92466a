"""A sale's row, what identifies it, what its content is, and what an import posts."""

import hashlib
import json
from collections.abc import Iterable
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple
from urllib.parse import quote

from ideas.royalties.ledger.rules import (
    DEDUCTIONS,
    RECEIVABLE,
    RETURNS,
    SALES,
    Draft,
    Kind,
    Leg,
    taken_back,
)

COLUMNS = (
    *("source", "external_id", "revision", "period", "sku", "territory", "channel", "units"),
    *("returned_units", "gross", "returns", "deductions", "currency"),
)
IDENTITY = 3
"""So many of the columns, the first, make it the same sale in the same revision."""
Identity = tuple[str, str, int]


class SaleRow(NamedTuple):
    """A good row of a file; amounts in minor units of ``currency``."""

    source: str
    external_id: str
    revision: int
    period: str
    sku: str
    territory: str
    channel: str
    units: int
    returned_units: int
    gross: int
    returns: int
    deductions: int
    currency: str

    @property
    def identity(self) -> Identity:
        """What makes it the same sale in the same revision."""
        return self[:3]

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything in the row, as JSON with its names in order."""
        canonical = (
            f'{{"channel":{quoted(self.channel)},"currency":{quoted(self.currency)},'
            f'"deductions":{self.deductions},"external_id":{quoted(self.external_id)},'
            f'"gross":{self.gross},"period":{quoted(self.period)},'
            f'"returned_units":{self.returned_units},"returns":{self.returns},'
            f'"revision":{self.revision},"sku":{quoted(self.sku)},'
            f'"source":{quoted(self.source)},"territory":{quoted(self.territory)},'
            f'"units":{self.units}}}'
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


class Sum(NamedTuple):
    """What some sales in one currency come to, in minor units."""

    currency: str
    rows: int = 0
    units: int = 0
    returned_units: int = 0
    gross: int = 0
    returns: int = 0
    deductions: int = 0

    @property
    def net(self) -> int:
        """Gross less returns and deductions."""
        return self.gross - self.returns - self.deductions


def key_of(identity: Identity) -> str:
    """The name of a sale in calculations: they take sales in this order."""
    source, external_id, revision = identity
    return f"sale:{quote(source, safe='')}:{quote(external_id, safe='')}:{revision}"


def legs_of(sums: Iterable[Sum]) -> tuple[Leg, ...]:
    """What sales come to as a balanced entry, each currency for itself."""
    return tuple(
        leg
        for each in sums
        for leg in (
            Leg(RECEIVABLE, each.net, each.currency),
            Leg(RETURNS, each.returns, each.currency),
            Leg(DEDUCTIONS, each.deductions, each.currency),
            Leg(SALES, -each.gross, each.currency),
        )
    )


def key_of_import(import_id: int) -> str:
    """How the keys of an import's entries begin; a period's name follows."""
    return f"sales:{import_id}:"


def drafts_of(
    import_id: int,
    codes: dict[int, str],
    sold: dict[int, list[Sum]],
    back: dict[int, list[Sum]],
) -> list[Draft]:
    """An import's entries: for each period (id) what it brings, and what it takes back."""
    key = key_of_import(import_id)
    brings = [Draft(f"{key}{codes[at]}", Kind.SALE, legs_of(sold[at]), at) for at in sorted(sold)]
    takes = [
        Draft(
            f"{key}{codes[at]}:taken-back", Kind.SALE_TAKEN_BACK, taken_back(legs_of(back[at])), at
        )
        for at in sorted(back)
    ]
    return [*brings, *takes]


def summed(sums: Iterable[Sum]) -> list[Sum]:
    """These together, one for each currency, by its name."""
    found: dict[str, Sum] = {}
    for each in sums:
        before = found.get(each.currency, Sum(each.currency))
        added = [mine + theirs for mine, theirs in zip(before[1:], each[1:], strict=True)]
        found[each.currency] = Sum(each.currency, *added)
    return [found[currency] for currency in sorted(found)]


def fingerprint(sales: Iterable[tuple[str, str, int, str, int]]) -> str:
    """SHA-256 over sales in order: source, id, revision, content hash, and 1 or -1 (taken back)."""
    digest = hashlib.sha256()
    for each in sales:
        digest.update(json.dumps(each, separators=(",", ":")).encode())
    return digest.hexdigest()


def as_sent(row: SaleRow) -> dict[str, Any]:
    """The row as plain values, for the list of conflicts."""
    return row._asdict()
