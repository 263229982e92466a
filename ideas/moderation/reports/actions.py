"""Reporting, and deciding about what was reported."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.comments.actions import take_down, take_down_update
from ideas.comments.feedback.actions import take_down_words
from ideas.comments.feedback.models import Feedback
from ideas.comments.models import RemovalReason
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.moderation.events import ReportsDecided
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.reports import rules
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import (
    Thing,
    open_reports_about,
    report_by,
    reports_about,
)
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.refusals import refuse


@writes
def report(thing: Thing, reason: ReportReason, words: str, *, by: Person) -> Report:
    """Say that something should not stand; while that is open, saying it again changes nothing."""
    refuse(rules.refusal_to_report(is_own=by.id in thing.author_ids, is_gone=thing.is_gone))
    refuse(rules.refusal_to_word(words))
    said = report_by(by.id, thing)
    if said is not None:
        refuse(rules.refusal_to_report_again(said.decided_at, thing.changed_at, clock.now()))
    row = {
        "person_id": by.id,
        "idea_id": thing.idea.id,
        "comment_id": thing.comment.id if thing.comment else None,
        "update_id": thing.update.id if thing.update else None,
        "feedback_mark": thing.feedback.mark if thing.feedback else None,
        "reason": reason,
        "words": words.strip(),
        "made_at": clock.now(),
    }
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    session().execute(insert(Report).values(row).on_conflict_do_nothing())
    opened = reports_about(thing).where(Report.person_id == by.id, Report.decided_at.is_(None))
    return session().scalars(opened).one()


@writes
def remove_reported(thing: Thing, reason: RemovalReason, *, by: Person) -> None:
    """Take reported words down with a reason; what is gone already only settles its reports."""
    _refuse_to_decide(thing, by)
    is_idea = not (thing.comment or thing.update or thing.feedback)
    refuse(rules.refusal_to_remove(is_idea=is_idea, is_gone=thing.is_gone))
    if not thing.is_gone and thing.comment:
        take_down(thing.comment, reason, by=by)
    elif not thing.is_gone and thing.update:
        take_down_update(thing.update, reason, by=by)
    elif not thing.is_gone and thing.feedback:
        take_down_words(thing.feedback, reason, by=by)
        _state(thing.idea, thing.feedback, reason, by)
    settle(thing, Outcome.REMOVED, by_id=by.id)


def _state(idea: Idea, feedback: Feedback, reason: RemovalReason, by: Person) -> None:
    subject = Subject(ThingKind.FEEDBACK, feedback.mark, feedback.person_id, idea.id)
    reasons = Reasons(reason.value, Source.REPORT)
    take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by.id, at=clock.now())


@writes
def keep_reported(thing: Thing, *, by: Person) -> None:
    """Leave a reported thing as it is."""
    first = _refuse_to_decide(thing, by)
    settle(thing, Outcome.KEPT, by_id=by.id)
    note("report.keep", f"report:{first.id}", by=by.id, idea=thing.idea.id)


def _refuse_to_decide(thing: Thing, by: Person) -> Report:
    opened = open_reports_about(thing)
    is_own = by.id in thing.author_ids
    refuse(rules.refusal_to_decide(is_own=is_own, is_open=bool(opened)))
    return opened[0]


@writes
def settle(thing: Thing, outcome: Outcome, *, by_id: int | None) -> None:
    """Close the open reports about a thing, and let those who made them be told."""
    opened = open_reports_about(thing)
    for each in opened:
        each.decided_at, each.decided_by_id, each.outcome = clock.now(), by_id, outcome
    session().flush()
    if opened:
        people = tuple(each.person_id for each in opened)
        record(ReportsDecided(opened[0].id, thing.idea.id, outcome.value, people))


@writes
def forget_reports_of(person_id: int) -> None:
    """Drop what a person reported; what they decided stays."""
    session().execute(sa.delete(Report).where(Report.person_id == person_id))
