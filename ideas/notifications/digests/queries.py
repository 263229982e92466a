"""Finding who has a digest due, and what is in it."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.notifications.digests.models import Digest
from ideas.notifications.digests.rules import Due
from ideas.notifications.models import Notice
from ideas.notifications.queries import actor_alone
from ideas.notifications.rules import Way


def people_due(due: Due, limit: int) -> Sequence[int]:
    """Ids of people for whom something waits and who had no digest of this day."""
    had = sa.exists().where(Digest.person_id == Notice.person_id, Digest.due_on == due.day)
    found = sa.select(Notice.person_id).where(_in_digest(due), sa.not_(had)).distinct()
    return session().scalars(found.order_by(Notice.person_id).limit(limit)).all()


def notices_due(person_ids: Collection[int], due: Due) -> Sequence[Notice]:
    """Everything that goes into the digests of these people, newest first."""
    found = sa.select(Notice).where(Notice.person_id.in_(person_ids), _in_digest(due))
    person = joinedload(Notice.person).lazyload(Person.grants)
    found = found.options(joinedload(Notice.idea), actor_alone(), person)
    return session().scalars(found.order_by(Notice.person_id, Notice.id.desc())).all()


def _in_digest(due: Due) -> sa.ColumnElement[bool]:
    daily = sa.and_(Notice.waits_for == Way.DAILY, Notice.made_at < due.daily)
    return sa.or_(daily, sa.and_(Notice.waits_for == Way.WEEKLY, Notice.made_at < due.weekly))
