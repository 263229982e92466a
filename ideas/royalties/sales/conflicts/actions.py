"""Listing conflicts, and deciding them."""

import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.production.queries import products_by_sku
from ideas.refusals import refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.conflicts.models import ConflictDecision, SaleConflict
from ideas.royalties.sales.conflicts.queries import (
    is_open,
    known_conflicts,
    locked_conflict,
    next_revision,
)
from ideas.royalties.sales.conflicts.rules import refusal_to_decide
from ideas.royalties.sales.imports.actions import post_import
from ideas.royalties.sales.imports.models import ImportProgress, SalesImport, StagedSale
from ideas.royalties.sales.imports.rules import ImportState, Large, Verdict, is_large
from ideas.royalties.sales.rules import SaleRow, Sum
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials


@writes
def keep_conflicts(import_id: int, found: Sequence[Any]) -> None:
    """List rows in conflict that are not on the list yet.

    Each is a staged row, its SKU, its period's name, and the id of the sale that stands.
    """
    if not found:
        return
    known = known_conflicts((each.source, each.external_id, each.revision) for each, *_ in found)
    fresh: dict[tuple[Any, str], dict[str, Any]] = {}
    for staged, sku, period, sale_id in reversed(found):
        row = _row_of(staged, sku, period)
        key = (row.identity, staged.content_hash)
        if key in known:
            continue
        fresh[key] = {
            "import_id": import_id,
            "row": staged.row,
            "source": row.source,
            "external_id": row.external_id,
            "revision": row.revision,
            "content_hash": staged.content_hash,
            "sent": row._asdict(),
            "sale_id": sale_id,
        }
    if fresh:
        session().execute(sa.insert(SaleConflict), list(fresh.values()))


def _row_of(staged: StagedSale, sku: str, period: str) -> SaleRow:
    told: Any = vars(staged) | {"sku": sku, "period": period}
    return SaleRow(*(told[name] for name in SaleRow._fields))


@writes
def decide(conflict: SaleConflict, *, take: bool, reason: str, by: Person) -> ConflictDecision:
    """Take what was sent as the next revision of its sale, or ignore it; say why."""
    lock_ledger()
    conflict = locked_conflict(conflict.id)
    refuse(refusal_to_decide(reason, is_decided=not is_open(conflict.id)))
    brought = _taken(conflict, by) if take else None
    decision = ConflictDecision(
        conflict_id=conflict.id,
        import_id=brought.id if brought else None,
        reason=reason.strip(),
        decided_by_id=by.id,
        decided_at=clock.now(),
    )
    session().add(decision)
    session().flush()
    what = "sales.take_conflict" if take else "sales.ignore_conflict"
    note(what, f"sale_conflict:{conflict.id}", by=by.id, reason=decision.reason)
    return decision


def _taken(conflict: SaleConflict, by: Person) -> SalesImport:
    """An import of this one row, on its way to being posted."""
    parent = session().get_one(SalesImport, conflict.import_id)
    told = SaleRow(**conflict.sent)
    row = told._replace(revision=next_revision(conflict.source, conflict.external_id))
    sums = [Sum(row.currency, 1, *row[7:12])]
    most = dials(Royalties)
    kept = SalesImport(
        file_name=parent.file_name,
        sha256=hashlib.sha256(f"conflict {conflict.id} {clock.now()}".encode()).hexdigest(),
        mark="",
        size=0,
        source=parent.source,
        state=ImportState.CHECKED,
        layout=parent.layout,
        added=1,
        read_sums=[list(each) for each in sums],
        sums=[list(each) for each in sums],
        totals=[[row.sku, row.territory, row.currency, 1, *row[7:12]]],
        is_large=is_large(1, sums, Large(most.large_import_rows, most.large_import_amount)),
        imported_by_id=by.id,
        imported_at=clock.now(),
        prepared_by_id=by.id,
    )
    session().add(kept)
    session().flush()
    session().add(ImportProgress(import_id=kept.id))
    session().add(_staged(row, kept.id, conflict.row))
    session().flush()
    return post_import(kept, by=by)


def _staged(row: SaleRow, import_id: int, line: int) -> StagedSale:
    told = {each.code: each.id for each in periods()}
    values = row._asdict() | {"import_id": import_id, "row": line, "verdict": Verdict.NEW}
    values["product_id"] = products_by_sku({row.sku})[values.pop("sku")].id
    values["told_period_id"] = told[values.pop("period")]
    return StagedSale(content_hash=row.content_hash, **values)
