"""How often somebody's reports were right, and whether they are slowed for those that were not."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.moderation.appeals.rules import Outcome as Second
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, ThingKind
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.rules import SLOWED_FOR, Accuracy, Outcome


def accuracies_of(
    person_ids: Collection[int], since: datetime | None = None
) -> dict[int, Accuracy]:
    """How many reports of each of these people were right and wrong, of those decided since.

    What was left standing was right all the same once a complaint about it was; the report that
    the complaint opened again is not another one.
    """
    corrected = Complaint.outcome == Second.UPHELD
    wrong_still = Complaint.outcome.is_distinct_from(Second.UPHELD)
    is_kept = sa.and_(Report.outcome == Outcome.KEPT, wrong_still)
    right = sa.func.count().filter(sa.or_(Report.outcome == Outcome.REMOVED, corrected))
    wrong = sa.func.count().filter(is_kept)
    found = sa.select(Report.person_id, right, wrong)
    found = found.where(Report.person_id.in_(person_ids), Report.again_of_id.is_(None))
    found = found.outerjoin(Complaint, Complaint.report_id == Report.id)
    if since is not None:
        found = found.where(Report.decided_at > since)
    rows = session().execute(found.group_by(Report.person_id))
    return {person_id: Accuracy(yes, no) for person_id, yes, no in rows if person_id}


def accuracy_of(person_id: int, since: datetime | None = None) -> Accuracy:
    """The same for one person."""
    return accuracies_of([person_id], since).get(person_id, Accuracy())


def last_slowing(person_id: int) -> Measure | None:
    """What was decided last about somebody's reporting: slowed, or given back."""
    own = sa.select(Measure).where(
        Measure.person_id == person_id, Measure.thing == ThingKind.REPORTING
    )
    return session().scalar(own.order_by(Measure.id.desc()).limit(1))


def slowed_until(person_id: int) -> datetime | None:
    """Until when somebody can report but little; None for everybody else."""
    last = last_slowing(person_id)
    if last is None or last.kind is not MeasureKind.SLOWED:
        return None
    ends_at = last.made_at + SLOWED_FOR
    return ends_at if clock.now() < ends_at else None
