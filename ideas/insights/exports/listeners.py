"""Writing what was asked for, and deleting what has had its time: the worker's part."""

from collections.abc import Callable
from pathlib import Path

from ideas import clock
from ideas.audit.chain.published import lines
from ideas.audit.chain.queries import head_of_chain
from ideas.db import session
from ideas.insights.exports.actions import drop_exports, finish, give_up, note_progress
from ideas.insights.exports.events import ExportAsked
from ideas.insights.exports.files import (
    file_of,
    files_there,
    forget_file,
    keep_file,
    name_of,
    pieces_left,
)
from ideas.insights.exports.models import Export
from ideas.insights.exports.queries import export_numbered, exports_over, marks_known
from ideas.insights.exports.rules import FORGOTTEN_AFTER, MOST_ROWS, ExportState, Subject, Wanted
from ideas.insights.exports.tables import PORTION, table_of
from ideas.insights.exports.writing import WRITERS

Progress = Callable[[int, int], None]


def write_export(event: ExportAsked) -> None:
    """Write a file beside, tell how far it is, then give it its name; twice is once."""
    export = export_numbered(event.export_id)
    if export is None or export.state is not ExportState.WAITING:
        return
    path, wanted, export_id = file_of(export), export.wanted, export.id
    beside = path.with_name(f".{path.name}")

    def progress(done: int, total: int) -> None:
        note_progress(export_id, done=done, total=total)
        session().commit()

    try:
        rows = (_write_chain if wanted.subject is Subject.CHAIN else _write_table)(
            wanted, beside, progress
        )
        size = beside.stat().st_size
        beside.replace(path)
        keep_file(path.name)
    except Exception:
        session().rollback()
        beside.unlink(missing_ok=True)
        give_up(export_id)
        session().commit()
        raise
    finish(export_id, rows=rows, size=size)


def _write_table(wanted: Wanted, path: Path, progress: Progress) -> int:
    table, done = table_of(wanted), 0
    total = min(table.number, MOST_ROWS)
    with WRITERS[wanted.kind](path) as write:
        write(table.headings)
        for cells in table.rows(MOST_ROWS):
            write(cells)
            done += 1
            if done % PORTION == 0:
                progress(done, total)
    return done


def _write_chain(wanted: Wanted, path: Path, progress: Progress) -> int:
    done, total = 0, head_of_chain().length
    with path.open("w", encoding="utf-8") as file:
        for line in lines():
            file.write(line)
            done += 1
            if done % PORTION == 0:
                progress(done, total)
    return done


def forget_exports() -> None:
    """Delete the files whose time is over, then forget them; and the files of who has left."""
    there = list(files_there())  # before the rows are read: a file is written after its row
    over: list[Export] = list(exports_over())
    for export in over:
        forget_file(name_of(export))
    drop_exports([export.id for export in over])
    for piece in pieces_left((clock.now() - FORGOTTEN_AFTER).timestamp()):
        piece.unlink(missing_ok=True)
    known = marks_known()
    for mark, name in there:
        if mark not in known:
            forget_file(name)
