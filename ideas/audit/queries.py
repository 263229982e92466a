"""Reading the audit log."""

from collections.abc import Sequence

import sqlalchemy as sa

from ideas.audit.models import AuditEntry
from ideas.audit.rules import BEFORE_THE_FIRST, chained_hash
from ideas.db import session

PORTION = 1_000


def entries_before(entry_id: int | None, *, limit: int, action: str = "") -> Sequence[AuditEntry]:
    """Newest entries first, those older than ``entry_id``, filtered by the action's beginning."""
    found = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if entry_id is not None:
        found = found.where(AuditEntry.id < entry_id)
    if action:
        found = found.where(AuditEntry.action.startswith(action, autoescape=True))
    return session().scalars(found).all()


def first_broken_entry() -> AuditEntry | None:
    """The first entry whose hash or link does not hold; None when the chain is whole."""
    previous = BEFORE_THE_FIRST
    every = sa.select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=PORTION)
    for entry in session().scalars(every):
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


def count_entries() -> int:
    """How long the log is."""
    return session().scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0
