"""Asking for a file, and what becomes of it."""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.insights.exports.events import ExportAsked
from ideas.insights.exports.models import Export
from ideas.insights.exports.queries import number_waiting
from ideas.insights.exports.rules import (
    FETCHED_WITHIN,
    FORGOTTEN_AFTER,
    ExportState,
    Wanted,
    refusal_to_export,
)
from ideas.policy import Role
from ideas.refusals import refuse


@writes
def ask_for_export(wanted: Wanted, *, by: Person, session_id: int) -> Export:
    """Ask for a file; the worker writes it."""
    may_audit = Role.ADMIN in by.roles
    refuse(refusal_to_export(wanted, waiting=number_waiting(by.id), may_audit=may_audit))
    moment = clock.now()
    export = Export(
        mark=secrets.token_hex(16),
        subject=wanted.subject,
        file_kind=wanted.kind,
        since_on=wanted.since_on,
        until_on=wanted.until_on,
        person_id=by.id,
        session_id=session_id,
        asked_at=moment,
        ends_at=moment + FORGOTTEN_AFTER,
    )
    session().add(export)
    session().flush()
    days = {"since": wanted.since_on, "until": wanted.until_on}
    said = {name: day.isoformat() for name, day in days.items() if day}
    note("export.ask", f"export:{export.id}", by=by.id, what=export.subject, **said)
    record(ExportAsked(export.id))
    return export


@writes
def note_progress(export_id: int, *, done: int, total: int) -> None:
    """How many rows are written, of how many."""
    which = sa.update(Export).where(Export.id == export_id)
    session().execute(which.values(done=done, total=total))


@writes
def finish(export_id: int, *, rows: int, size: int) -> None:
    """The file is there; it can be fetched for an hour."""
    export, moment = session().get_one(Export, export_id), clock.now()
    export.state, export.done, export.total, export.size = ExportState.READY, rows, rows, size
    export.ready_at, export.ends_at = moment, moment + FETCHED_WITHIN


@writes
def give_up(export_id: int) -> None:
    """The file could not be written."""
    session().get_one(Export, export_id).state = ExportState.FAILED


@writes
def note_fetching(export: Export, *, by: int) -> None:
    """Somebody takes the file away."""
    note("export.fetch", f"export:{export.id}", by=by, what=export.subject, rows=export.done)


@writes
def drop_exports(export_ids: Sequence[int]) -> None:
    """Forget these; their files are deleted by then."""
    session().execute(sa.delete(Export).where(Export.id.in_(export_ids)))
