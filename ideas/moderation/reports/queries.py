"""Finding things with open reports, in the order in which they are judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.moderation.claims.queries import claimed_by_others
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing, reports_about, thing_of

MOST = 100
Place = tuple[int, int]
THINGS = (
    *(Report.idea_id, Report.comment_id, Report.update_id, Report.feedback_mark),
    Report.profile_id,
)


@dataclass(frozen=True)
class Reported:
    """A thing with its open reports: the first of them, how many, and how often each reason.

    ``weight`` is that of who is most often right among those who reported it.
    """

    first: Report
    weight: int
    number: int
    reasons: Sequence[tuple[ReportReason, int]]

    @property
    def place(self) -> Place:
        """Its place in the list."""
        return self.weight, self.first.id


def open_reports_about(thing: Thing) -> Sequence[Report]:
    """The reports about a thing that nobody has decided, oldest first, locked."""
    found = reports_about(thing).where(Report.decided_at.is_(None)).order_by(Report.id)
    return session().scalars(found.with_for_update()).all()


def first_deciders(opened: Sequence[Report]) -> frozenset[int]:
    """Who left standing what these reports open again, since a complaint was right."""
    again = [each.again_of_id for each in opened if each.again_of_id is not None]
    found = sa.select(Report.decided_by_id).where(Report.id.in_(again)) if again else None
    deciders = session().scalars(found) if found is not None else ()
    return frozenset(each for each in deciders if each is not None)


def next_reported(place: Place | None, *, by_id: int) -> Reported | None:
    """The thing to decide next that nobody else looks at; None when none is left."""
    taken = {claim.report_id for claim in session().scalars(claimed_by_others(by_id))}
    waiting = reported_after(place, limit=len(taken) + 1)
    return next((each for each in waiting if each.first.id not in taken), None)


def reported_after(place: Place | None, *, limit: int) -> list[Reported]:
    """Things with open reports: first what people report who are mostly right, then the oldest."""
    weight, first = sa.func.max(Report.weight), sa.func.min(Report.id)
    found = _things_to_judge(first, weight, sa.func.count())
    if place is not None:
        later = sa.and_(weight == place[0], first > place[1])
        found = found.having(sa.or_(weight < place[0], later))
    asked = session().execute(found.order_by(weight.desc(), first).limit(limit)).all()
    kinds = (Report.idea, Report.comment, Report.update, Report.feedback, Report.profile)
    whole = [joinedload(each) for each in kinds]
    firsts = sa.select(Report).where(Report.id.in_([row[0] for row in asked])).options(*whole)
    rows = {row.id: row for row in session().scalars(firsts)}
    return [
        Reported(rows[report_id], weight, number, reasons_about(thing_of(rows[report_id])))
        for report_id, weight, number in asked
    ]


def place_of(report: Report) -> Place:
    """Where the thing of a report stands in the list."""
    opened = reports_about(thing_of(report)).where(Report.decided_at.is_(None))
    columns: tuple[Any, ...] = (sa.func.max(Report.weight), sa.func.min(Report.id))
    weight, first = session().execute(opened.with_only_columns(*columns)).one()
    return (report.weight, report.id) if first is None else (weight, first)


def oldest_reported() -> datetime | None:
    """Since when the first thing waits."""
    waiting = _things_to_judge(sa.func.min(Report.id).label("first")).subquery()
    since: sa.Select[datetime | None] = sa.select(sa.func.min(Report.made_at))
    return session().scalar(since.where(Report.id.in_(sa.select(waiting.c.first))))


def _things_to_judge(*columns: Any) -> sa.Select[Any]:
    """Columns of each thing with open reports, unless somebody has judged it."""
    judged = sa.select(Judgement.report_id).where(
        Judgement.ended_at.is_(None), Judgement.report_id.is_not(None)
    )
    found = sa.select(*columns).where(Report.decided_at.is_(None)).group_by(*THINGS)
    return found.having(sa.func.min(Report.id).not_in(judged))


def reasons_about(thing: Thing) -> Sequence[tuple[ReportReason, int]]:
    """How often each reason was given in the open reports about a thing, the most given first."""
    number = sa.func.count()
    opened = reports_about(thing).where(Report.decided_at.is_(None))
    counted = opened.with_only_columns(Report.reason, number).group_by(Report.reason)
    rows = session().execute(counted.order_by(number.desc(), Report.reason))
    return [(reason, times) for reason, times in rows]


def said_about(thing: Thing) -> Sequence[Report]:
    """The open reports about a thing, those first whose makers are mostly right."""
    opened = reports_about(thing).where(Report.decided_at.is_(None))
    return session().scalars(opened.order_by(Report.weight.desc(), Report.id).limit(MOST)).all()


def number_reported(most: int = 1_000) -> int:
    """How many things have open reports, counted up to one more than ``most``."""
    waiting = _things_to_judge(sa.func.min(Report.id)).limit(most + 1)
    return session().scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0


def report_with(report_id: int) -> Report | None:
    """A report with everything about its thing."""
    return session().get(Report, report_id)
