"""Finding measures: somebody's own, those about an idea, and whether a thing was reported."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.campaigns.models import Terms
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.things import Thing, reports_about


def measures_about(person_id: int, before: int | None, *, limit: int) -> Sequence[Measure]:
    """What concerns somebody or an idea of their team, the newest first."""
    found = sa.select(Measure).where(_concerns(person_id)).options(joinedload(Measure.idea))
    if before is not None:
        found = found.where(Measure.id < before)
    return session().scalars(found.order_by(Measure.id.desc()).limit(limit)).all()


def measure_about(person_id: int, measure_id: int) -> Measure | None:
    """One measure, for whom it concerns."""
    return session().scalar(
        sa.select(Measure).where(Measure.id == measure_id, _concerns(person_id))
    )


def suspension_of(person_id: int, suspended_at: datetime) -> Measure | None:
    """The measure by which somebody was suspended at this moment; None once they have left."""
    found = sa.select(Measure).join(Person, Person.id == Measure.person_id)
    found = found.where(Measure.kind == MeasureKind.SUSPENDED, Measure.person_id == person_id)
    return session().scalar(
        found.where(Measure.made_at == suspended_at, Person.erased_at.is_(None))
    )


def last_measure_of(idea: Idea) -> Measure | None:
    """What was decided last about an idea itself."""
    found = sa.select(Measure).where(Measure.idea_id == idea.id, Measure.thing == ThingKind.IDEA)
    return session().scalar(found.order_by(Measure.id.desc()).limit(1))


def _concerns(person_id: int) -> sa.ColumnElement[bool]:
    """One's own, and what was done to an idea of a team one has joined."""
    joined = sa.select(TeamMember.idea_id).where(
        TeamMember.person_id == person_id, TeamMember.accepted_at.is_not(None)
    )
    of_team = sa.and_(Measure.thing == ThingKind.IDEA, Measure.idea_id.in_(joined))
    return sa.or_(Measure.person_id == person_id, of_team)


def terms_of(measure: Measure) -> Terms | None:
    """The guidelines that were in force, for those who decided by them."""
    return session().get(Terms, measure.terms_id) if measure.terms_id else None


def source_of(thing: Thing, moment: datetime) -> Source:
    """How a thing came to be looked at: was it reported when it was decided about?"""
    was_open = sa.or_(Report.decided_at.is_(None), Report.decided_at >= moment)
    reported = reports_about(thing).where(Report.made_at <= moment, was_open)
    found = session().scalar(reported.with_only_columns(Report.id).limit(1))
    return Source.CHECK if found is None else Source.REPORT
