"""Finding what was reported by whom: one person, visitors without an account."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.moderation.reports.models import Report, ReportContact
from ideas.moderation.reports.things import Thing, reports_about


def report_by(person_id: int, thing: Thing) -> Report | None:
    """What somebody reported last about a thing."""
    own = reports_about(thing).where(Report.person_id == person_id)
    return session().scalar(own.order_by(Report.id.desc()).limit(1))


def reports_by(person_id: int, before: int | None, *, limit: int) -> Sequence[Report]:
    """What somebody reported, the newest first."""
    own = sa.select(Report).where(Report.person_id == person_id)
    own = own.options(joinedload(Report.idea), joinedload(Report.profile))
    if before is not None:
        own = own.where(Report.id < before)
    return session().scalars(own.order_by(Report.id.desc()).limit(limit)).all()


def visitors_about(thing: Thing) -> int:
    """How many visitors without an account have an open report about a thing."""
    opened = reports_about(thing).where(Report.person_id.is_(None), Report.decided_at.is_(None))
    counted = opened.with_only_columns(sa.func.count())
    return session().scalar(counted) or 0


def contacts_of(report_ids: Collection[int]) -> Sequence[ReportContact]:
    """Where the visitors who made these reports want to hear the outcome."""
    found = sa.select(ReportContact).where(ReportContact.report_id.in_(report_ids))
    return session().scalars(found.order_by(ReportContact.report_id)).all()
