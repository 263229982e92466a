"""Finding appeals against measures."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.measures.models import Measure


def appeal_against(measure_id: int) -> MeasureAppeal | None:
    """What somebody said against a measure."""
    found = sa.select(MeasureAppeal).where(MeasureAppeal.measure_id == measure_id)
    return session().scalar(found)


def appeals_against(measure_ids: Collection[int]) -> dict[int, MeasureAppeal]:
    """The appeals against these measures, by measure."""
    found = sa.select(MeasureAppeal).where(MeasureAppeal.measure_id.in_(measure_ids))
    return {each.measure_id: each for each in session().scalars(found)}


def appeals_after(appeal_id: int, *, limit: int) -> Sequence[MeasureAppeal]:
    """Appeals nobody has decided, the longest waiting first; after this one."""
    measure = joinedload(MeasureAppeal.measure)
    whose = measure.joinedload(Measure.person).lazyload(Person.grants)
    found = _open().where(MeasureAppeal.id > appeal_id)
    found = found.options(measure.joinedload(Measure.idea), whose)
    return session().scalars(found.order_by(MeasureAppeal.id).limit(limit)).all()


def next_appeal(appeal_id: int, *, by_id: int) -> MeasureAppeal | None:
    """The next appeal this person may decide about: not their own, nor against their decision."""
    others = sa.and_(
        Measure.by_id.is_distinct_from(by_id), Measure.seconded_by_id.is_distinct_from(by_id)
    )
    found = _open().join(Measure, Measure.id == MeasureAppeal.measure_id)
    found = found.where(others, MeasureAppeal.person_id != by_id, MeasureAppeal.id > appeal_id)
    return session().scalar(found.order_by(MeasureAppeal.id).limit(1))


def _open() -> sa.Select[MeasureAppeal]:
    return sa.select(MeasureAppeal).where(MeasureAppeal.decided_at.is_(None))


def appeal_with(appeal_id: int) -> MeasureAppeal | None:
    """An appeal by its id."""
    return session().get(MeasureAppeal, appeal_id)


def locked_appeal(appeal_id: int) -> MeasureAppeal:
    """An appeal, read anew and locked until the transaction ends."""
    locked = sa.select(MeasureAppeal).where(MeasureAppeal.id == appeal_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


def number_of_open_appeals(most: int = 1_000) -> int:
    """How many appeals wait, counted up to one more than ``most``."""
    found = _open().with_only_columns(MeasureAppeal.id).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(found)) or 0
