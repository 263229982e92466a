"""What the worker does with an import: some seconds at a time, then others have their turn."""

import time

from ideas.db import session, take_write_lock
from ideas.events.actions import record
from ideas.refusals import Refused
from ideas.royalties.sales.imports.actions import fail
from ideas.royalties.sales.imports.events import SalesWait
from ideas.royalties.sales.imports.files import files_there, forget_named, opened
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.queries import (
    import_by_id,
    marks_needed,
    progress_of,
    row_after,
    staged_sums,
    staged_totals,
    told_again,
    writing_import,
)
from ideas.royalties.sales.imports.rules import PORTION, SLICE_SECONDS, ImportState, Verdict
from ideas.royalties.sales.posting.actions import (
    begin_writing,
    clear,
    mark_told_again,
    stage,
    write,
)
from ideas.royalties.sales.posting.finishing import come_back, finish_check, finish_posting
from ideas.royalties.sales.posting.queries import known_now, sold_by, taken_back_by
from ideas.royalties.sales.posting.reading import next_portion

MARKED = 500
KEPT_SECONDS = 3_600
"""A file is there before its import is."""


def carry_on_import(event: SalesWait) -> None:
    """Work on an import for some seconds; it is asked for again when there is more."""
    ends = time.monotonic() + SLICE_SECONDS
    while step(event.import_id):
        if time.monotonic() > ends:
            take_write_lock()
            record(event)
            return


def work_off(import_id: int) -> None:
    """Do everything there is to do for an import, here and now."""
    session().commit()
    while step(import_id):
        pass


def step(import_id: int) -> bool:
    """Do the next short piece, and commit it; False when there is nothing to do.

    An import that waits to be written helps along the one that is being written.
    """
    kept = import_by_id(import_id)
    if kept is not None and kept.state is ImportState.POSTING:
        kept = writing_import() or kept
    progress = progress_of(kept.id) if kept is not None else None
    if kept is None or progress is None:
        return False
    if not progress.is_cleared:
        clear(kept.id)
    elif kept.state is ImportState.CHECKING:
        _check(kept, progress.place, progress.line)
    elif kept.state is ImportState.POSTING:
        _post(kept, progress.row, is_writing=progress.is_writing)
    else:
        session().rollback()
        return False
    session().commit()
    return True


def _check(kept: SalesImport, place: int, line: int) -> None:
    layout, known = kept.read_by, known_now()
    try:
        with opened(kept.mark) as file:
            portion = next_portion(file, layout, known, place=place, line=line)
    except (FileNotFoundError, Refused) as error:
        code = error.refusal.code if isinstance(error, Refused) else "sales_file.gone"
        fail(kept, code, by=kept.prepared_by)
        return
    stage(kept.id, portion, place=place)
    if portion.is_last:
        session().commit()
        _mark_tellings(kept.id)
        session().rollback()
        finish_check(kept.id, staged_sums(kept.id), staged_totals(kept.id))


def _mark_tellings(import_id: int) -> None:
    found = told_again(import_id)
    for verdict, differ in ((Verdict.KNOWN, False), (Verdict.CONFLICT, True)):
        rows = [row for row, differs in found if differs is differ]
        for start in range(0, len(rows), MARKED):
            mark_told_again(import_id, rows[start : start + MARKED], verdict)
            session().commit()


def _post(kept: SalesImport, row: int, *, is_writing: bool) -> None:
    if not is_writing and not begin_writing(kept.id):
        return
    upto = row_after(kept.id, row, portion=PORTION)
    if upto is not None:
        write(kept.id, after=row, upto=upto)
        return
    import_id, found = kept.id, staged_sums(kept.id)
    sold, back = sold_by(import_id), taken_back_by(import_id)
    if not finish_posting(import_id, found, sold, back):
        come_back(import_id)


def forget_files() -> None:
    """Delete the files of imports that are posted, cancelled or failed, and what nobody kept."""
    needed, before = marks_needed(), time.time() - KEPT_SECONDS
    for mark, name, since in list(files_there()):
        if mark not in needed and since < before:
            forget_named(name)
