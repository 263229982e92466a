"""Taking a file in, saying how it is read, posting it, and leaving it."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.sales.imports import rules
from ideas.royalties.sales.imports.events import SalesWait
from ideas.royalties.sales.imports.models import ImportProgress, SalesImport
from ideas.royalties.sales.imports.queries import (
    last_import_from,
    locked_import,
    others_in_finance,
    standing_import_of,
)
from ideas.royalties.sales.imports.receiving import Received
from ideas.royalties.sales.imports.rules import Found, ImportState
from ideas.royalties.sales.reading.detection import with_source
from ideas.royalties.sales.reading.layout import Layout, remembered


@writes
def upload(received: Received, source: str, *, by: Person) -> tuple[SalesImport, bool]:
    """Keep a file as an import with a proposed layout; the one there is, if it was sent before.

    True when it is new.
    """
    lock_ledger()
    before = standing_import_of(received.sha256)
    if before is not None:
        return before, False
    last, layout = last_import_from(source), received.layout
    if last is not None:
        layout = remembered(layout, last.read_by, received.heading)
    kept = SalesImport(
        file_name=received.file_name,
        sha256=received.sha256,
        mark=received.mark,
        size=received.size,
        source=source,
        state=ImportState.UPLOADED,
        layout=with_source(layout, source).as_json(),
        imported_by_id=by.id,
        imported_at=clock.now(),
        prepared_by_id=by.id,
    )
    session().add(kept)
    session().flush()
    session().add(ImportProgress(import_id=kept.id))
    note("sales.import", f"sales_import:{kept.id}", by=by.id, sha256=kept.sha256, source=source)
    return kept, True


@writes
def look_again(kept: SalesImport, layout: Layout, *, by: Person) -> None:
    """Keep another layout without reading the file by it yet."""
    kept = locked_import(kept.id)
    refuse(rules.refusal_to_read(kept.state))
    kept.layout = layout.as_json()
    _note("sales.layout", kept, by)


@writes
def check(kept: SalesImport, layout: Layout, *, by: Person) -> None:
    """Have the worker read the file by this layout, from its beginning."""
    kept = locked_import(kept.id)
    refuse(rules.refusal_to_read(kept.state))
    kept.layout, kept.prepared_by_id, kept.approved_by_id = layout.as_json(), by.id, None
    kept.state, kept.came_back = ImportState.CHECKING, False
    begin_anew(kept)
    _note("sales.check", kept, by)


def begin_anew(kept: SalesImport) -> None:
    """Let the worker clear what an earlier reading left, and read from the beginning."""
    kept.added = kept.known = kept.conflicting = kept.bad = 0
    kept.sums, kept.read_sums, kept.totals = [], [], []
    progress = session().get_one(ImportProgress, kept.id)
    progress.place = progress.line = progress.row = progress.bad = 0
    progress.sums, progress.is_cleared = [], False
    record(SalesWait(kept.id))


@writes
def post_import(kept: SalesImport, *, by: Person, good_rows: bool = False) -> SalesImport:
    """Post what was checked; a large import is proposed, and posted by another of finance."""
    kept = locked_import(kept.id)
    is_proposed = kept.state is ImportState.PROPOSED
    good_rows = kept.good_rows if is_proposed else good_rows
    found = Found(kept.added, kept.bad, kept.conflicting)
    refuse(rules.refusal_to_post(kept.state, found, good_rows=good_rows))
    if is_proposed:
        others = others_in_finance(kept.prepared_by_id)
        refuse(rules.refusal_to_approve(by=by.id, prepared_by=kept.prepared_by_id, others=others))
    kept.good_rows = good_rows and not found.is_clean
    if kept.is_large and by.id == kept.prepared_by_id:
        kept.state = ImportState.PROPOSED
        _note("sales.propose", kept, by)
        return kept
    kept.approved_by_id = by.id if by.id != kept.prepared_by_id else None
    kept.state = ImportState.POSTING
    record(SalesWait(kept.id))
    _note("sales.approve" if is_proposed else "sales.begin_posting", kept, by)
    return kept


@writes
def cancel(kept: SalesImport, *, by: Person) -> None:
    """Leave an import that is not posted; the worker tidies up."""
    kept = locked_import(kept.id)
    refuse(rules.refusal_to_cancel(kept.state))
    kept.state = ImportState.CANCELLED
    session().get_one(ImportProgress, kept.id).is_cleared = False
    record(SalesWait(kept.id))
    _note("sales.cancel", kept, by)


@writes
def fail(kept: SalesImport, code: str, *, by: Person) -> None:
    """Say that a file cannot be read at all."""
    kept.state, kept.reason = ImportState.FAILED, code
    session().get_one(ImportProgress, kept.id).is_cleared = False
    _note("sales.fail", kept, by)


def _note(what: str, kept: SalesImport, by: Person) -> None:
    session().flush()
    note(what, f"sales_import:{kept.id}", by=by.id, state=kept.state.value)
