"""Reading the audit log."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas.audit.models import AuditEntry
from ideas.audit.rules import BEFORE_THE_FIRST, chained_hash
from ideas.db import session

PORTION = 1_000


def entries_before(
    entry_id: int | None, *, limit: int, action: str = "", by: int | None = None
) -> Sequence[AuditEntry]:
    """Newest entries first, those older than ``entry_id``, by an action's beginning or a person."""
    found = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if entry_id is not None:
        found = found.where(AuditEntry.id < entry_id)
    if action:
        found = found.where(AuditEntry.action.startswith(action, autoescape=True))
    if by is not None:
        found = found.where(AuditEntry.actor_id == by)
    return session().scalars(found).all()


def newer_than(entry_id: int, actions: Collection[str]) -> tuple[int, datetime | None]:
    """The id of the newest entry after this one, and when any of these actions was taken last."""
    taken = sa.case((AuditEntry.action.in_(actions), AuditEntry.at))
    found = sa.select(sa.func.max(AuditEntry.id), sa.func.max(taken))
    newest, moment = session().execute(found.where(AuditEntry.id > entry_id)).one()
    return newest or entry_id, moment


def first_broken_entry() -> AuditEntry | None:
    """The first entry whose hash or link does not hold; None when the chain is whole."""
    previous = BEFORE_THE_FIRST
    for entry in _whole_log():
        content = {
            "at": entry.at.isoformat(),
            "actor": entry.actor_id,
            "action": entry.action,
            "subject": entry.subject,
            "detail": entry.detail,
        }
        if entry.previous != previous or entry.hash != chained_hash(previous, content):
            return entry
        previous = entry.hash
    return None


def _whole_log() -> Iterator[AuditEntry]:
    """Every entry, oldest first, read a portion at a time."""
    last_id = 0
    while True:
        found = sa.select(AuditEntry).where(AuditEntry.id > last_id).order_by(AuditEntry.id)
        portion = session().scalars(found.limit(PORTION)).all()
        if not portion:
            return
        yield from portion
        last_id = portion[-1].id


def count_entries() -> int:
    """How long the log is."""
    return session().scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0
