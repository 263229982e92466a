"""Finding imports, and what lies staged for them."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person, RoleGrant
from ideas.db import session
from ideas.policy import Role
from ideas.production.models import Product
from ideas.royalties.sales.imports.models import (
    ImportProgress,
    SaleProblem,
    SalesImport,
    StagedSale,
)
from ideas.royalties.sales.imports.rules import MOST_SHOWN, ImportState, Verdict
from ideas.royalties.sales.rules import Sum

SUMS = ("units", "returned_units", "gross", "returns", "deductions")


def imports(limit: int = 50) -> Sequence[SalesImport]:
    """The last imports, newest first."""
    found = sa.select(SalesImport).options(joinedload(SalesImport.imported_by))
    return session().scalars(found.order_by(SalesImport.id.desc()).limit(limit)).all()


def import_by_id(import_id: int) -> SalesImport | None:
    """The import."""
    return session().get(SalesImport, import_id)


def locked_import(import_id: int) -> SalesImport:
    """The import, read anew and locked until the transaction ends."""
    locked = sa.select(SalesImport).where(SalesImport.id == import_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def progress_of(import_id: int) -> ImportProgress | None:
    """How far the worker is with it."""
    return session().get(ImportProgress, import_id)


def standing_import_of(sha256: str) -> SalesImport | None:
    """The import of a file with this content that is under way or was posted whole."""
    found = sa.select(SalesImport).where(SalesImport.sha256 == sha256, ~SalesImport.good_rows)
    over = (ImportState.CANCELLED, ImportState.FAILED)
    return session().scalar(found.where(SalesImport.state.not_in(over)))


def last_import_from(source: str) -> SalesImport | None:
    """The last import of a source that somebody gave a layout."""
    began = (ImportState.UPLOADED, ImportState.FAILED)
    found = sa.select(SalesImport).where(SalesImport.source == source, SalesImport.size > 0)
    found = found.where(SalesImport.state.not_in(began))
    return session().scalar(found.order_by(SalesImport.id.desc()).limit(1))


def sources() -> Sequence[str]:
    """The sources there were files from, by name."""
    found = sa.select(SalesImport.source).where(SalesImport.source != "").distinct()
    return session().scalars(found.order_by(SalesImport.source).limit(MOST_SHOWN)).all()


def writing_import() -> SalesImport | None:
    """The import whose sales are being written."""
    found = sa.select(SalesImport).join(ImportProgress, ImportProgress.import_id == SalesImport.id)
    return session().scalar(found.where(ImportProgress.is_writing))


def problems_of(import_id: int, limit: int | None = MOST_SHOWN) -> Sequence[SaleProblem]:
    """Rows that cannot be read, in the file's order."""
    found = sa.select(SaleProblem).where(SaleProblem.import_id == import_id)
    return session().scalars(found.order_by(SaleProblem.row).limit(limit)).all()


def unknown_skus(import_id: int, limit: int = MOST_SHOWN) -> Sequence[tuple[str, int]]:
    """SKUs that no product has, with the rows among the errors kept; the most frequent first."""
    number = sa.func.count()
    found = sa.select(SaleProblem.value, number).where(SaleProblem.import_id == import_id)
    found = found.where(SaleProblem.code == "sale.no_product").group_by(SaleProblem.value)
    rows = session().execute(found.order_by(number.desc(), SaleProblem.value).limit(limit))
    return [(value, count) for value, count in rows]


def staged_sums(import_id: int) -> dict[Verdict, list[Sum]]:
    """What the staged rows come to, by verdict and currency."""
    by = (StagedSale.verdict, StagedSale.currency)
    figures = [sa.func.sum(getattr(StagedSale, name)) for name in SUMS]
    summed = sa.select(*by, sa.func.count(), *figures).where(StagedSale.import_id == import_id)
    found: dict[Verdict, list[Sum]] = {verdict: [] for verdict in Verdict}
    for verdict, currency, *numbers in session().execute(summed.group_by(*by).order_by(*by)):
        found[verdict].append(Sum(currency, *map(int, numbers)))
    return found


def staged_totals(import_id: int, limit: int = MOST_SHOWN) -> list[list[Any]]:
    """What the new rows come to by SKU, territory and currency, the largest first."""
    by = (Product.sku, StagedSale.territory, StagedSale.currency)
    figures = [sa.func.sum(getattr(StagedSale, name)) for name in SUMS]
    gross = sa.func.sum(StagedSale.gross)
    summed = (
        sa.select(*by, sa.func.count(), *figures)
        .join(Product, Product.id == StagedSale.product_id)
        .where(StagedSale.import_id == import_id, StagedSale.verdict == Verdict.NEW)
        .group_by(*by)
        .order_by(StagedSale.currency, gross.desc(), *by)
        .limit(limit)
    )
    return [[*names, *map(int, numbers)] for *names, numbers in _parted(session().execute(summed))]


def _parted(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (*row[:3], row[3:])


def told_again(import_id: int) -> list[tuple[int, bool]]:
    """Rows that tell a sale another row tells: the row, and whether the tellings differ.

    Of rows that tell the same the first is not among them.
    """
    identity = (StagedSale.source, StagedSale.external_id, StagedSale.revision)
    mine = StagedSale.import_id == import_id
    twice = sa.select(*identity).where(mine).group_by(*identity).having(sa.func.count() > 1)
    same = twice.subquery()
    found = (
        sa.select(StagedSale.row, StagedSale.content_hash, *identity)
        .join(same, sa.and_(*(same.c[column.key] == column for column in identity)))
        .where(mine)
        .order_by(*identity, StagedSale.row)
    )
    told = session().execute(found.execution_options(yield_per=10_000))
    groups = itertools.groupby(told, key=lambda each: tuple(each[2:]))
    return [each for _, group in groups for each in _tellings([tuple(row[:2]) for row in group])]


def _tellings(group: list[Any]) -> list[tuple[int, bool]]:
    differ = len({content_hash for _, content_hash in group}) > 1
    return [(row, differ) for row, _ in (group if differ else group[1:])]


def row_after(import_id: int, row: int, *, portion: int) -> int | None:
    """The last row of the next portion; None when there is none left."""
    rows = sa.select(StagedSale.row).where(StagedSale.import_id == import_id)
    some = rows.where(StagedSale.row > row).order_by(StagedSale.row).limit(portion).subquery()
    last: int | None = session().scalar(sa.select(sa.func.max(some.c.row)))
    return last


def last_row(import_id: int) -> int:
    """The last staged row."""
    last = sa.select(sa.func.max(StagedSale.row)).where(StagedSale.import_id == import_id)
    return session().scalar(last) or 0


def others_in_finance(person_id: int) -> Sequence[str]:
    """Names of those in finance besides somebody, who could approve."""
    found = sa.select(Person.name).join(RoleGrant, RoleGrant.person_id == Person.id)
    found = found.where(RoleGrant.role == Role.FINANCE, Person.id != person_id)
    active = found.where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
    return session().scalars(active.order_by(Person.name)).all()


def marks_needed() -> frozenset[str]:
    """The marks of imports whose file is still wanted."""
    over = (ImportState.POSTED, ImportState.CANCELLED, ImportState.FAILED)
    return frozenset(
        session().scalars(sa.select(SalesImport.mark).where(SalesImport.state.not_in(over)))
    )


def conflicts_staged_of(import_id: int, limit: int = MOST_SHOWN) -> Sequence[StagedSale]:
    """Rows that contradict what stands or each other, before they are listed."""
    found = sa.select(StagedSale).where(StagedSale.import_id == import_id)
    found = found.where(StagedSale.verdict == Verdict.CONFLICT)
    return session().scalars(found.order_by(StagedSale.row).limit(limit)).all()
