"""Writing the audit log."""

from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.audit.models import AuditEntry
from ideas.audit.rules import BEFORE_THE_FIRST, chained_hash
from ideas.db import session, writes

CHAIN_LOCK = 0x1DEA5


@writes
def note(action: str, subject: str, *, by: int | None, **detail: Any) -> None:
    """Add an entry: ``action`` like ``vote.void``, ``subject`` like ``idea:12``, plain details."""
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    current.flush()
    last = sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    previous = current.scalar(last) or BEFORE_THE_FIRST
    at = clock.now()
    content = {
        "at": at.isoformat(),
        "actor": by,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    current.add(
        AuditEntry(
            at=at,
            actor_id=by,
            action=action,
            subject=subject,
            detail=detail,
            previous=previous,
            hash=chained_hash(previous, content),
        )
    )
    current.flush()
