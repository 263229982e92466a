"""Importing sales: idempotent, in one transaction, good rows kept."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.production.models import Product
from ideas.production.queries import products_by_sku
from ideas.royalties.ledger.actions import post, take_back
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.ledger.rules import Draft, Kind
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.models import Sale, SaleConflict, SalesImport, SaleTakenBack
from ideas.royalties.sales.queries import (
    Standing,
    known_conflicts,
    last_import_of,
    replaced_by,
    standing_sales,
)
from ideas.royalties.sales.rules import (
    Known,
    Numbered,
    SaleRow,
    Sheet,
    as_sent,
    key_of,
    legs_of,
    sorted_rows,
)

MOST_PROBLEMS = 1_000


@dataclass(frozen=True)
class Books:
    """What a row is kept under: products by SKU, periods by code, the oldest open one."""

    products: dict[str, Product]
    periods: dict[str, Period]
    oldest_open: Period | None

    def dated(self, code: str) -> int | None:
        """The period a sale of the named one is dated into: itself while open."""
        told = self.periods[code]
        dated = told if told.is_open else self.oldest_open
        return dated.id if dated else None


@writes
def import_sales(sheet: Sheet, *, by: Person, file_name: str, sha256: str) -> SalesImport:
    """Keep what is new in a file and post it; a file that brings nothing new changes nothing."""
    lock_ledger()
    books = _books(sheet)
    standing = standing_sales(row.identity for _, row in sheet.rows)
    hashes = {identity: content_hash for identity, (_, content_hash) in standing.items()}
    known = Known(
        frozenset(books.products), frozenset(books.periods), books.oldest_open is not None, hashes
    )
    result = sorted_rows(sheet, known)
    before = last_import_of(sha256)
    if before is not None and not result.added and not _new_conflicts(result.conflicting):
        return before
    kept = SalesImport(
        file_name=file_name,
        sha256=sha256,
        added=len(result.added),
        known=result.known,
        conflicting=len(result.conflicting),
        bad=len(result.problems),
        problems=[list(astuple(each)) for each in result.problems[:MOST_PROBLEMS]],
        imported_by_id=by.id,
        imported_at=clock.now(),
    )
    session().add(kept)
    session().flush()
    _keep(result.added, books, kept, by)
    _keep_conflicts(result.conflicting, standing, kept)
    note("sales.import", f"sales_import:{kept.id}", by=by.id, sha256=sha256, added=kept.added)
    return kept


def _books(sheet: Sheet) -> Books:
    every = periods()
    is_open = [period for period in every if period.is_open]
    return Books(
        products=products_by_sku({row.sku for _, row in sheet.rows}),
        periods={period.code: period for period in every},
        oldest_open=min(is_open, key=lambda period: period.starts_on, default=None),
    )


def _new_conflicts(rows: Sequence[Numbered]) -> dict[tuple[object, str], Numbered]:
    on_record = known_conflicts(row.identity for _, row in rows)
    found = {(row.identity, row.content_hash): (number, row) for number, row in reversed(rows)}
    return {key: numbered for key, numbered in found.items() if key not in on_record}


def _keep(rows: Sequence[Numbered], books: Books, kept: SalesImport, by: Person) -> None:
    if not rows:
        return
    session().execute(sa.insert(Sale), [_columns(row, books, kept.id) for _, row in rows])
    post([_draft(row, books) for _, row in rows], by=by)
    replaced = replaced_by(kept.id)
    dated = [(sale, _dated_again(sale, books)) for sale in replaced]
    session().add_all(
        SaleTakenBack(sale_id=sale.id, period_id=period_id, import_id=kept.id)
        for sale, period_id in dated
    )
    session().flush()
    take_back(
        [
            (key_of((sale.source, sale.external_id, sale.revision)), period_id)
            for sale, period_id in dated
        ],
        by=by,
    )


def _columns(row: SaleRow, books: Books, import_id: int) -> dict[str, object]:
    values = as_sent(row)
    return {name: values[name] for name in values if name not in {"period", "sku"}} | {
        "product_id": books.products[row.sku].id,
        "told_period_id": books.periods[row.period].id,
        "period_id": books.dated(row.period),
        "content_hash": row.content_hash,
        "import_id": import_id,
    }


def _draft(row: SaleRow, books: Books) -> Draft:
    return Draft(key_of(row.identity), Kind.SALE, legs_of(row), books.dated(row.period))


def _dated_again(sale: Sale, books: Books) -> int:
    still_open = {period.id for period in books.periods.values() if period.is_open}
    if sale.period_id in still_open or books.oldest_open is None:
        return sale.period_id
    return books.oldest_open.id


def _keep_conflicts(rows: Sequence[Numbered], standing: Standing, kept: SalesImport) -> None:
    for number, row in _new_conflicts(rows).values():
        sale_id, _ = standing.get(row.identity, (None, ""))
        session().add(
            SaleConflict(
                import_id=kept.id,
                row=number,
                source=row.source,
                external_id=row.external_id,
                revision=row.revision,
                content_hash=row.content_hash,
                sent=as_sent(row),
                sale_id=sale_id,
            )
        )
    session().flush()
