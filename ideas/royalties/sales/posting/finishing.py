"""The ends of the worker's ways: a file checked, an import posted, or sent back to be looked at."""

from typing import Any

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.royalties.ledger.actions import post
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.imports.actions import begin_anew
from ideas.royalties.sales.imports.events import SalesWait
from ideas.royalties.sales.imports.models import ImportProgress, SalesImport
from ideas.royalties.sales.imports.queries import locked_import
from ideas.royalties.sales.imports.rules import ImportState, Large, Verdict, is_large
from ideas.royalties.sales.rules import Sum, drafts_of, summed
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials

Found = dict[Verdict, list[Sum]]
ByPeriod = dict[int, list[Sum]]


class Unreconciled(Exception):
    """What lies staged is not what was read: nothing is posted."""


def _rows(sums: list[Sum]) -> int:
    return sum(each.rows for each in sums)


def _count(kept: SalesImport, found: Found) -> None:
    kept.added, kept.known = _rows(found[Verdict.NEW]), _rows(found[Verdict.KNOWN])
    kept.conflicting = _rows(found[Verdict.CONFLICT])


@writes
def finish_check(import_id: int, found: Found, totals: list[list[Any]]) -> None:
    """Say what was found; Unreconciled when the staged rows are not those that were read."""
    kept, progress = locked_import(import_id), session().get_one(ImportProgress, import_id)
    if kept.state is not ImportState.CHECKING:
        return
    every = [list(each) for each in summed(each for sums in found.values() for each in sums)]
    if every != progress.sums:
        raise Unreconciled(f"import {import_id}: read {progress.sums}, staged {every}")
    _count(kept, found)
    most = dials(Royalties)
    large = Large(most.large_import_rows, most.large_import_amount)
    kept.bad, kept.read_sums = progress.bad, every
    kept.sums = [list(each) for each in found[Verdict.NEW]]
    kept.totals = totals
    kept.is_large = is_large(kept.added, found[Verdict.NEW], large)
    kept.state = ImportState.CHECKED
    _note("sales.checked", kept, kept.prepared_by)


@writes
def come_back(import_id: int) -> None:
    """Have an import read again: what it was checked against is no longer so."""
    kept = locked_import(import_id)
    if kept.state is ImportState.POSTING:
        kept.state, kept.came_back, kept.good_rows = ImportState.CHECKING, True, False
        kept.approved_by_id = None
        begin_anew(kept)
        _note("sales.come_back", kept, kept.prepared_by)


@writes
def finish_posting(import_id: int, found: Found, sold: ByPeriod, back: ByPeriod) -> bool:
    """Let the sales count and post the journal's entries.

    False when a period closed meanwhile, or a row of a file that is wanted whole is in conflict.
    """
    lock_ledger()
    kept = locked_import(import_id)
    if kept.state is not ImportState.POSTING:
        return True
    still_open = {period.id: period.code for period in periods() if period.is_open}
    is_broken = bool(found[Verdict.CONFLICT]) and not kept.good_rows
    if is_broken or not {*sold, *back} <= still_open.keys():
        return False
    _count(kept, found)
    kept.sums = [list(each) for each in summed(each for sums in sold.values() for each in sums)]
    if kept.added != _rows(kept.posts):
        raise Unreconciled(f"import {import_id}: {kept.added} rows staged, {kept.sums} written")
    kept.state, kept.posted_at = ImportState.POSTED, clock.now()
    progress = session().get_one(ImportProgress, import_id)
    progress.is_writing = progress.is_cleared = False
    by = kept.approved_by or kept.prepared_by
    record(SalesWait(import_id))
    _note("sales.post", kept, by)
    post(drafts_of(import_id, still_open, sold, back), by=by)
    return True


def _note(what: str, kept: SalesImport, by: Person) -> None:
    session().flush()
    note(what, f"sales_import:{kept.id}", by=by.id, added=kept.added, bad=kept.bad)
