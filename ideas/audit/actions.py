"""Writing the audit log."""

from typing import Any

from ideas import clock
from ideas.audit.models import AuditEntry, AuditUnsealed
from ideas.db import session, writes


@writes
def note(action: str, subject: str, *, by: int | None, **detail: Any) -> None:
    """Add an entry: ``action`` like ``vote.void``, ``subject`` like ``idea:12``, plain details.

    It waits for its seal: who writes entries never waits for another who does.
    """
    current = session()
    entry = AuditEntry(at=clock.now(), actor_id=by, action=action, subject=subject, detail=detail)
    current.add(entry)
    current.flush()
    current.add(AuditUnsealed(entry_id=entry.id))
    current.flush()
