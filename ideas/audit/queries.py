"""Reading the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.audit.models import AuditEntry
from ideas.db import session


@dataclass(frozen=True)
class Wanted:
    """Which entries: by an action's beginning, by a person, about a thing, from when until when."""

    action: str = ""
    by: int | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same for the database."""
        found: list[sa.ColumnElement[bool]] = []
        if self.action:
            found.append(AuditEntry.action.startswith(self.action, autoescape=True))
        if self.subject:
            found.append(AuditEntry.subject == self.subject)
        if self.by is not None:
            found.append(AuditEntry.actor_id == self.by)
        if self.since is not None:
            found.append(AuditEntry.at >= self.since)
        if self.until is not None:
            found.append(AuditEntry.at < self.until)
        return found


EVERYTHING = Wanted()


def entries_before(
    entry_id: int | None, *, limit: int, wanted: Wanted = EVERYTHING
) -> Sequence[AuditEntry]:
    """Newest entries first, those older than ``entry_id``, as far as they are wanted."""
    found = sa.select(AuditEntry).where(*wanted.conditions).order_by(AuditEntry.id.desc())
    if entry_id is not None:
        found = found.where(AuditEntry.id < entry_id)
    return session().scalars(found.limit(limit)).all()


def newer_than(entry_id: int, actions: Collection[str]) -> tuple[int, datetime | None]:
    """The id of the newest entry after this one, and when any of these actions was taken last."""
    taken = sa.case((AuditEntry.action.in_(actions), AuditEntry.at))
    found = sa.select(sa.func.max(AuditEntry.id), sa.func.max(taken))
    newest, moment = session().execute(found.where(AuditEntry.id > entry_id)).one()
    return newest or entry_id, moment
