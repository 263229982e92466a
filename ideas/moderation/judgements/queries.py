"""Finding judgements that have not taken effect."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.judgements.rules import Ending
from ideas.moderation.reports.models import Report

MOST_SHOWN = 3


def open_judgements() -> sa.Select[Judgement]:
    """A select of those that can still be taken back."""
    return sa.select(Judgement).where(Judgement.ended_at.is_(None))


def judgement_of_idea(idea_id: int) -> Judgement | None:
    """What was decided about an idea and has not taken effect."""
    return session().scalar(open_judgements().where(Judgement.idea_id == idea_id))


def judgement_of_report(report_id: int) -> Judgement | None:
    """What was decided about a thing, kept with the first report about it."""
    return session().scalar(open_judgements().where(Judgement.report_id == report_id))


def judgements_by(person_id: int) -> Sequence[Judgement]:
    """What somebody can still take back, the newest first."""
    reported = joinedload(Judgement.report)
    whole = (
        *(joinedload(Judgement.idea), reported.joinedload(Report.idea)),
        reported.joinedload(Report.profile),
    )
    own = open_judgements().where(Judgement.by_id == person_id).options(*whole)
    return session().scalars(own.order_by(Judgement.id.desc()).limit(MOST_SHOWN)).all()


def numbers_judged(since: datetime) -> dict[int, int]:
    """How much each person has judged since then, without what was taken back or lapsed."""
    stands = sa.or_(Judgement.ending.is_(None), Judgement.ending == Ending.DONE)
    counted = sa.select(Judgement.by_id, sa.func.count()).where(Judgement.made_at >= since, stands)
    return {
        person: number for person, number in session().execute(counted.group_by(Judgement.by_id))
    }


def judgement_with(judgement_id: int) -> Judgement | None:
    """One judgement, whatever became of it."""
    return session().get(Judgement, judgement_id)


def locked_judgement(judgement_id: int) -> Judgement:
    """One judgement as it stands, held until the transaction ends."""
    return session().get_one(Judgement, judgement_id, with_for_update=True, populate_existing=True)


def due_judgements(moment: datetime, *, limit: int) -> Sequence[int]:
    """Whose time has come, the oldest first."""
    due = open_judgements().where(Judgement.due_at <= moment).order_by(Judgement.due_at)
    return session().scalars(due.with_only_columns(Judgement.id).limit(limit)).all()
