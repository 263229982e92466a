"""Finding requests for an audit, and the settlements they are about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.agreements.models import Agreement, Share
from ideas.db import session
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.auditing.rules import Reply, audited_from
from ideas.royalties.settlements.models import Settlement, Statement

WITH_ALL = (
    joinedload(AuditRequest.person),
    joinedload(AuditRequest.answered_by),
    joinedload(AuditRequest.share).joinedload(Share.agreement).joinedload(Agreement.idea),
)


def requests_of(share_id: int) -> Sequence[AuditRequest]:
    """What was asked for a share, newest first."""
    found = sa.select(AuditRequest).where(AuditRequest.share_id == share_id)
    return session().scalars(found.options(*WITH_ALL).order_by(AuditRequest.id.desc())).all()


def requests_waiting() -> Sequence[AuditRequest]:
    """Those that wait for an answer, the first promised first."""
    found = sa.select(AuditRequest).where(AuditRequest.answered_at.is_(None)).options(*WITH_ALL)
    return session().scalars(found.order_by(AuditRequest.due_on, AuditRequest.id)).all()


def requests_answered(limit: int = 50) -> Sequence[AuditRequest]:
    """The last that were answered, newest first."""
    found = sa.select(AuditRequest).where(AuditRequest.answered_at.is_not(None)).options(*WITH_ALL)
    return session().scalars(found.order_by(AuditRequest.answered_at.desc()).limit(limit)).all()


def request_by_id(request_id: int) -> AuditRequest | None:
    """The request."""
    return session().get(AuditRequest, request_id, options=WITH_ALL)


def locked_request(request_id: int) -> AuditRequest:
    """The request, read anew and locked until the transaction ends."""
    locked = sa.select(AuditRequest).where(AuditRequest.id == request_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def last_granted(share_id: int) -> date | None:
    """The day on which the last audit that was granted was asked for."""
    found = sa.select(sa.func.max(AuditRequest.asked_at))
    found = found.where(AuditRequest.share_id == share_id, AuditRequest.reply == Reply.GRANTED)
    moment = session().scalar(found)
    return moment.date() if moment else None


def has_statements(share_id: int) -> bool:
    """Was a statement made for this share?"""
    found = sa.select(Statement.id).where(Statement.share_id == share_id).limit(1)
    return session().scalar(found) is not None


def audited(request: AuditRequest) -> Sequence[Settlement]:
    """The settlements a request is about, oldest first: those that can still be checked."""
    first = datetime.combine(audited_from(request.asked_at.date()), time.min, UTC)
    found = sa.select(Settlement).where(
        Settlement.agreement_id == request.share.agreement_id,
        Settlement.settled_at >= first,
        Settlement.settled_at <= request.asked_at,
    )
    return (
        session()
        .scalars(found.options(joinedload(Settlement.period)).order_by(Settlement.id))
        .all()
    )
