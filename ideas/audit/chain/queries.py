"""Reading the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.audit.models import AuditCheck, AuditEntry, AuditHead, AuditSeal, AuditUnsealed
from ideas.audit.rules import BEFORE_THE_FIRST, Fault, FaultKind, Link, first_fault
from ideas.db import session

PORTION = 1_000


@dataclass(frozen=True)
class Head:
    """How long the chain is, and its last hash."""

    length: int
    hash: str


@dataclass(frozen=True)
class Wait:
    """How many entries wait for their seal, and since when the oldest does."""

    number: int
    since: datetime | None


def head_of_chain() -> Head:
    """The chain's end as it was written down when it was last sealed."""
    row = session().execute(sa.select(AuditHead.length, AuditHead.hash)).first()
    return Head(*row) if row else Head(0, BEFORE_THE_FIRST)


def unsealed() -> Wait:
    """What waits for its seal."""
    waiting = sa.select(sa.func.count(), sa.func.min(AuditEntry.at)).select_from(AuditUnsealed)
    number, since = session().execute(waiting.join(AuditEntry)).one()
    return Wait(number, since)


def content_of(entry: Any) -> dict[str, Any]:
    """What a seal covers of an entry."""
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
    }


_LINKS = (
    sa.select(
        AuditSeal.number,
        AuditSeal.entry_id.label("entry"),
        AuditSeal.previous,
        AuditSeal.hash,
        *AuditEntry.__table__.columns,
    )
    .outerjoin(AuditEntry)
    .order_by(AuditSeal.number)
)


def links() -> Iterator[Link]:
    """Every seal in its order with what its entry says, read a portion at a time."""
    reached = 0
    while True:
        found = _LINKS.where(AuditSeal.number > reached).limit(PORTION)
        portion = session().execute(found).all()
        for row in portion:
            content = None if row.id is None else content_of(row)
            yield Link(row.number, row.entry, row.previous, row.hash, content)
        if len(portion) < PORTION:
            return
        reached = portion[-1].number


def fault_of_chain(head: Head) -> Fault | None:
    """Compute every seal again; ``head`` was read before. None when everything holds."""
    broken = first_fault(links(), length=head.length, head=head.hash)
    if broken is not None:
        return broken
    slipped_in = session().scalar(_neither_sealed_nor_waiting())
    return Fault(FaultKind.SLIPPED_IN, slipped_in) if slipped_in else None


def _neither_sealed_nor_waiting() -> sa.Select[Any]:
    known = (
        sa.exists().where(each.entry_id == AuditEntry.id) for each in (AuditSeal, AuditUnsealed)
    )
    return sa.select(sa.func.min(AuditEntry.id)).where(~sa.or_(*known))


def hash_at(number: int) -> str | None:
    """The hash at a place of the chain; None when it is shorter."""
    found = sa.select(AuditSeal.hash).where(AuditSeal.number == number)
    return session().scalar(found)


def last_check() -> AuditCheck | None:
    """What the chain was found to be when it was last computed again."""
    return session().scalars(sa.select(AuditCheck).order_by(AuditCheck.id.desc()).limit(1)).first()


def unseen_fault() -> AuditCheck | None:
    """The newest check that found something wrong, until an admin has looked."""
    unseen = sa.select(AuditCheck).where(
        AuditCheck.fault.is_not(None), AuditCheck.seen_at.is_(None)
    )
    return session().scalars(unseen.order_by(AuditCheck.id.desc()).limit(1)).first()


def check_numbered(check_id: int) -> AuditCheck | None:
    """The check with this number."""
    return session().get(AuditCheck, check_id)
