"""Sealing entries, and computing their seals again."""

import logging

import sqlalchemy as sa

from ideas import clock
from ideas.audit.actions import note
from ideas.audit.chain.queries import (
    PORTION,
    Head,
    content_of,
    fault_of_chain,
    head_of_chain,
)
from ideas.audit.models import AuditCheck, AuditEntry, AuditHead, AuditSeal, AuditUnsealed
from ideas.audit.rules import BEFORE_THE_FIRST, Fault, chained_hash
from ideas.db import session, writes

log = logging.getLogger(__name__)


@writes
def seal_portion() -> int:
    """Seal the oldest entries that wait: committed, so that none of them can still be undone."""
    head, moment = _held_head(), clock.now()
    waiting = sa.select(AuditEntry).join(AuditUnsealed, AuditUnsealed.entry_id == AuditEntry.id)
    entries = session().scalars(waiting.order_by(AuditEntry.id).limit(PORTION)).all()
    for entry in entries:
        seal = AuditSeal(
            number=head.length + 1,
            entry_id=entry.id,
            previous=head.hash,
            hash=chained_hash(head.hash, content_of(entry)),
            sealed_at=moment,
        )
        session().add(seal)
        head.length, head.hash = seal.number, seal.hash
    done = sa.delete(AuditUnsealed).where(AuditUnsealed.entry_id.in_([each.id for each in entries]))
    session().execute(done)
    return len(entries)


def _held_head() -> AuditHead:
    """The head, held until the transaction ends: two who seal take turns."""
    head = session().scalar(sa.select(AuditHead).with_for_update())
    if head is None:
        head = AuditHead(id=1, length=0, hash=BEFORE_THE_FIRST)
        session().add(head)
        session().flush()
    return head


def check_chain() -> Fault | None:
    """Compute every seal again and write down what was found; nightly, by the schedule."""
    head = head_of_chain()
    fault = fault_of_chain(head)
    _write_down_check(head, fault)
    return fault


@writes
def _write_down_check(head: Head, fault: Fault | None) -> None:
    if fault is not None:
        log.error("the audit log does not hold: %s at %s", fault.kind, fault.place)
    else:
        log.info("the audit log holds: %s entries, %s", head.length, head.hash)
    kind, place = (fault.kind, fault.place) if fault else (None, None)
    moment = clock.now()
    session().add(
        AuditCheck(checked_at=moment, length=head.length, hash=head.hash, fault=kind, place=place)
    )


@writes
def see_fault(check_id: int, *, by: int) -> None:
    """Somebody has looked at what does not hold, up to this check: the alarm ends."""
    unseen = (
        AuditCheck.fault.is_not(None),
        AuditCheck.seen_at.is_(None),
        AuditCheck.id <= check_id,
    )
    seen = sa.update(AuditCheck).where(*unseen).values(seen_at=clock.now(), seen_by_id=by)
    if session().execute(seen.returning(AuditCheck.id)).first() is not None:
        note("audit.see_fault", f"check:{check_id}", by=by)
