"""Finding complaints."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.reports.models import Report


def report_of(person_id: int, report_id: int) -> Report | None:
    """One's own report."""
    own = sa.select(Report).where(Report.id == report_id, Report.person_id == person_id)
    return session().scalar(own)


def complaints_about(report_ids: Collection[int]) -> dict[int, Complaint]:
    """What was said about these reports, by report."""
    found = sa.select(Complaint).where(Complaint.report_id.in_(report_ids))
    return {each.report_id: each for each in session().scalars(found)}


def open_complaints(after: int, *, limit: int) -> Sequence[Complaint]:
    """Those nobody has decided, the longest waiting first."""
    found = _open().where(Complaint.id > after).order_by(Complaint.id).limit(limit)
    whole = joinedload(Complaint.report).joinedload(Report.idea)
    return session().scalars(found.options(whole)).all()


def complaint_with(complaint_id: int) -> Complaint | None:
    """A complaint by its id."""
    return session().get(Complaint, complaint_id)


def locked_complaint(complaint_id: int) -> Complaint:
    """A complaint, read anew and locked until the transaction ends."""
    locked = sa.select(Complaint).where(Complaint.id == complaint_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def number_of_complaints(most: int = 1_000) -> int:
    """How many wait, counted up to one more than ``most``."""
    found = _open().with_only_columns(Complaint.id).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(found)) or 0


def _open() -> sa.Select[Complaint]:
    return sa.select(Complaint).where(Complaint.decided_at.is_(None))
