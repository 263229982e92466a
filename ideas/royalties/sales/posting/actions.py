"""Staging rows and writing sales, a portion in each transaction."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas.db import session, writes
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.conflicts.actions import keep_conflicts
from ideas.royalties.sales.conflicts.models import SaleConflict
from ideas.royalties.sales.imports.models import (
    ImportProgress,
    SaleProblem,
    SalesImport,
    StagedSale,
)
from ideas.royalties.sales.imports.rules import MOST_PROBLEMS, PORTION, ImportState, Verdict
from ideas.royalties.sales.models import Sale, SaleTakenBack, counted
from ideas.royalties.sales.posting.queries import (
    conflicts_staged,
    dated,
    has_other_revisions,
    look_up_each,
)
from ideas.royalties.sales.posting.reading import STAGED, Portion

COPIED = (
    *("source", "external_id", "revision", "product_id", "told_period_id", "territory", "channel"),
    *("units", "returned_units", "gross", "returns", "deductions", "currency", "content_hash"),
)


def _state_of(import_id: int) -> ImportState | None:
    state = sa.select(SalesImport.state).where(SalesImport.id == import_id)
    return session().scalar(state.with_for_update(read=True))


@writes
def stage(import_id: int, portion: Portion, *, place: int) -> bool:
    """Keep a portion that was read from ``place``; False when it is no longer wanted."""
    progress = session().get_one(
        ImportProgress, import_id, with_for_update=True, populate_existing=True
    )
    is_wanted = progress.place == place and progress.is_cleared
    if not is_wanted or _state_of(import_id) is not ImportState.CHECKING:
        return False
    room = MOST_PROBLEMS - progress.bad
    if portion.rows:
        look_up_each()
        _insert(import_id, portion.rows)
        _mark(import_id, portion.rows[0][0] - 1, portion.rows[-1][0])
    if portion.problems and room > 0:
        found = [each | {"import_id": import_id} for each in portion.problems[:room]]
        session().execute(sa.insert(SaleProblem), found)
    progress.sums = portion.summed_with(progress.sums)
    progress.place, progress.line = portion.place, portion.line
    progress.bad += len(portion.problems)
    return True


def _insert(import_id: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """Stage rows by the driver itself: a million of them take a fraction of the time."""
    connection = session().connection()
    names = ", ".join(map(connection.dialect.identifier_preparer.quote, ("import_id", *STAGED)))
    table = f"{StagedSale.__tablename__} ({names})"
    every = ((import_id, *row) for row in rows)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in every:
                copy.write_row(row)
        return
    marks = ", ".join("?" * (len(STAGED) + 1))
    connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(every))  # noqa: S608


def _mark(import_id: int, after: int, upto: int) -> None:
    """Say of staged rows which are known by now, and which contradict what stands."""
    is_known = Sale.content_hash == StagedSale.content_hash
    marked = (
        sa.update(StagedSale)
        .where(StagedSale.import_id == import_id)
        .where(StagedSale.row > after, StagedSale.row <= upto, StagedSale.verdict == Verdict.NEW)
        .where(Sale.source == StagedSale.source, Sale.external_id == StagedSale.external_id)
        .where(Sale.revision == StagedSale.revision, counted())
        .values(verdict=sa.case((is_known, Verdict.KNOWN.value), else_=Verdict.CONFLICT.value))
    )
    session().execute(marked, execution_options={"synchronize_session": False})


@writes
def mark_told_again(import_id: int, rows: Sequence[int], verdict: Verdict) -> None:
    """Say of rows that the file tells twice that they are known, or that none is believed."""
    which = sa.and_(StagedSale.import_id == import_id, StagedSale.verdict == Verdict.NEW)
    marked = sa.update(StagedSale).where(which, StagedSale.row.in_(rows)).values(verdict=verdict)
    session().execute(marked, execution_options={"synchronize_session": False})


@writes
def begin_writing(import_id: int) -> bool:
    """Take the turn to write sales; False while another import has it."""
    others = sa.select(ImportProgress.import_id).where(ImportProgress.is_writing)
    if session().scalar(others.with_for_update()) is not None:
        return False
    session().get_one(ImportProgress, import_id).is_writing = True
    return True


@writes
def write(import_id: int, *, after: int, upto: int) -> bool:
    """Make sales of a portion of staged rows; False when it is no longer wanted."""
    progress = session().get_one(
        ImportProgress, import_id, with_for_update=True, populate_existing=True
    )
    if progress.row != after or _state_of(import_id) is not ImportState.POSTING:
        return False
    look_up_each()
    _mark(import_id, after, upto)
    every = periods()
    rows = (
        sa.select(
            *(getattr(StagedSale, name) for name in COPIED),
            dated(StagedSale.told_period_id, every),
            sa.literal(import_id),
        )
        .where(StagedSale.import_id == import_id, StagedSale.verdict == Verdict.NEW)
        .where(StagedSale.row > after, StagedSale.row <= upto)
        .order_by(StagedSale.row)
    )
    columns = [*COPIED, "period_id", "import_id"]
    session().execute(sa.insert(Sale).from_select(columns, rows))
    if has_other_revisions(import_id, after, upto):
        _take_back(import_id, after, upto, every)
    keep_conflicts(import_id, conflicts_staged(import_id, after, upto))
    progress.row = upto
    return True


def _take_back(import_id: int, after: int, upto: int, every: Sequence[Any]) -> None:
    """Take back whatever a higher revision replaces, of the sales this portion names."""
    newer, old = aliased(Sale), aliased(Sale)
    same = sa.and_(newer.source == old.source, newer.external_id == old.external_id)
    named = sa.and_(
        StagedSale.source == old.source,
        StagedSale.external_id == old.external_id,
        StagedSale.import_id == import_id,
        StagedSale.verdict == Verdict.NEW,
        StagedSale.row > after,
        StagedSale.row <= upto,
    )
    replaced = (
        sa.select(old.id, dated(old.period_id, every), sa.literal(import_id))
        .select_from(StagedSale)
        .join(old, named)
        .where(sa.exists().where(same, newer.revision > old.revision))
        .where(~sa.exists().where(SaleTakenBack.sale_id == old.id))
        .distinct()
    )
    columns = ["sale_id", "period_id", "import_id"]
    session().execute(sa.insert(SaleTakenBack).from_select(columns, replaced))


@writes
def clear(import_id: int) -> bool:
    """Delete a portion of what an import leaves behind; False once nothing is left."""
    state = _state_of(import_id)
    keys: list[tuple[Any, Any]] = [(StagedSale, StagedSale.row)]
    if state is not ImportState.POSTED:
        keys = [
            (SaleTakenBack, SaleTakenBack.sale_id),
            (SaleConflict, SaleConflict.id),
            (Sale, Sale.id),
            *keys,
            (SaleProblem, SaleProblem.row),
        ]
    for table, key in keys:
        mine = sa.select(key).where(table.import_id == import_id).order_by(key).limit(PORTION)
        some = sa.delete(table).where(table.import_id == import_id, key.in_(mine))
        done: Any = session().execute(some, execution_options={"synchronize_session": False})
        if done.rowcount:
            return True
    progress = session().get_one(ImportProgress, import_id)
    progress.is_cleared, progress.is_writing = True, False
    return False
