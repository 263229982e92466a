"""A sale's row, what identifies it, and how it is posted."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from ideas.royalties.ledger.rules import (
    DEDUCTIONS,
    RECEIVABLE,
    RETURNS,
    SALES,
    Leg,
)

COLUMNS = (
    *("source", "external_id", "revision", "period", "sku", "territory", "channel", "units"),
    *("returned_units", "gross", "returns", "deductions", "currency"),
)
Identity = tuple[str, str, int]


@dataclass(frozen=True)
class SaleRow:
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
        return self.source, self.external_id, self.revision

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything in the row."""
        canonical = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


Numbered = tuple[int, SaleRow]


@dataclass(frozen=True)
class Problem:
    """Why a row was left out: its number in the file, a code, the value at fault."""

    row: int
    code: str
    value: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file as read: good rows with their numbers, and the problems of the others."""

    rows: tuple[Numbered, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Known:
    """What rows are checked against; ``standing`` are the hashes of the sales already kept."""

    skus: frozenset[str]
    periods: frozenset[str]
    has_open_period: bool
    standing: Mapping[Identity, str]

    def problem_of(self, number: int, row: SaleRow) -> Problem | None:
        """Why a row cannot be kept, if so."""
        if row.sku not in self.skus:
            return Problem(number, "sale.no_product", row.sku)
        if row.period not in self.periods:
            return Problem(number, "sale.no_period", row.period)
        return None if self.has_open_period else Problem(number, "sale.none_open", row.period)


@dataclass(frozen=True)
class Sorted:
    """A file's rows by what becomes of them."""

    added: list[Numbered]
    known: int
    conflicting: list[Numbered]
    problems: list[Problem]


def sorted_rows(sheet: Sheet, known: Known) -> Sorted:
    """What becomes of each row; the outcome does not depend on the order of the rows."""
    added: dict[Identity, Numbered] = {}
    conflicting, problems, same = list[Numbered](), list(sheet.problems), 0
    disputed = disputed_in(sheet.rows)
    for number, row in sheet.rows:
        standing = known.standing.get(row.identity)
        if standing == row.content_hash or row.identity in added:
            same += 1
        elif standing is not None:
            conflicting.append((number, row))
        elif problem := known.problem_of(number, row):
            problems.append(problem)
        elif row.identity in disputed:
            conflicting.append((number, row))
        else:
            added[row.identity] = number, row
    problems.sort(key=lambda problem: problem.row)
    return Sorted(list(added.values()), same, conflicting, problems)


def key_of(identity: Identity) -> str:
    """The key of a sale's journal entry."""
    source, external_id, revision = identity
    return f"sale:{quote(source, safe='')}:{quote(external_id, safe='')}:{revision}"


def legs_of(row: SaleRow) -> tuple[Leg, ...]:
    """A sale as a balanced entry in its own currency."""
    net = row.gross - row.returns - row.deductions
    return (
        Leg(RECEIVABLE, net, row.currency),
        Leg(RETURNS, row.returns, row.currency),
        Leg(DEDUCTIONS, row.deductions, row.currency),
        Leg(SALES, -row.gross, row.currency),
    )


def disputed_in(rows: Sequence[Numbered]) -> frozenset[Identity]:
    """Sales that one file tells in more than one way; none of the tellings can be trusted."""
    tellings = {(row.identity, row.content_hash) for _, row in rows}
    counted = Counter(identity for identity, _ in tellings)
    return frozenset(identity for identity, number in counted.items() if number > 1)


def as_sent(row: SaleRow) -> dict[str, Any]:
    """The row as plain values, for the list of conflicts."""
    return asdict(row)
