"""Reporting, and deciding about what was reported."""

from collections.abc import Callable, Sequence
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
from ideas.mail.actions import post
from ideas.moderation.events import ReportsDecided
from ideas.moderation.measures.actions import Reasons, Subject, take
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind, Source, ThingKind
from ideas.moderation.removals.actions import take_down_profile
from ideas.moderation.reports import rules
from ideas.moderation.reports.accuracy import accuracy_of, last_slowing, slowed_until
from ideas.moderation.reports.addressed import token_of
from ideas.moderation.reports.makers import contacts_of, report_by, visitors_about
from ideas.moderation.reports.models import Report, ReportContact
from ideas.moderation.reports.queries import first_deciders, open_reports_about
from ideas.moderation.reports.rules import Outcome, ReportReason
from ideas.moderation.reports.things import Thing, reports_about, take_turn
from ideas.refusals import refuse

RECEIVED, DECIDED = "moderation/report_received", "moderation/report_decided"
MISUSE, CORRECTED = "misuse", "complaint_upheld"


@writes
def report(thing: Thing, reason: ReportReason, words: str, *, by: Person) -> Report:
    """Say that something should not stand; while that is open, saying it again changes nothing."""
    refuse(rules.refusal_to_report(is_own=by.id in thing.author_ids, is_gone=thing.is_gone))
    refuse(rules.refusal_to_word(words))
    said = report_by(by.id, thing)
    if said is not None:
        refuse(rules.refusal_to_report_again(said.decided_at, thing.changed_at, clock.now()))
    row = _row(thing, reason, words) | {"person_id": by.id, "weight": accuracy_of(by.id).weight}
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    session().execute(insert(Report).values(row).on_conflict_do_nothing())
    opened = reports_about(thing).where(Report.person_id == by.id, Report.decided_at.is_(None))
    return session().scalars(opened).one()


@writes
def report_as_visitor(
    thing: Thing, reason: ReportReason, words: str, *, address: str, language: str
) -> Report:
    """Say it without an account; with an address one is written to at once and at the end."""
    take_turn(thing)
    refuse(rules.refusal_to_report(is_own=False, is_gone=thing.is_gone))
    refuse(rules.refusal_to_word(words))
    refuse(rules.refusal_to_crowd(visitors_about(thing)))
    made = Report(**_row(thing, reason, words))
    session().add(made)
    session().flush()
    if address:
        kept = {"address": address, "language": language}
        session().add(ReportContact(report_id=made.id, **kept))
        post(RECEIVED, to=address, language=language, number=made.id, **_place(thing))
    return made


def _place(thing: Thing) -> dict[str, Any]:
    """What the page it stands on is called in its address."""
    if thing.profile:
        return {"handle": thing.profile.handle}
    return {"slug": thing.idea.slug} if thing.idea else {}


def _row(thing: Thing, reason: ReportReason, words: str) -> dict[str, Any]:
    return {
        "idea_id": thing.idea_id,
        "profile_id": thing.profile.id if thing.profile else None,
        "comment_id": thing.comment.id if thing.comment else None,
        "update_id": thing.update.id if thing.update else None,
        "feedback_mark": thing.feedback.mark if thing.feedback else None,
        "reason": reason,
        "words": words.strip(),
        "made_at": clock.now(),
    }


@writes
def remove_reported(
    thing: Thing, reason: RemovalReason, *, by: Person, with_name: bool = False
) -> None:
    """Take reported words down with a reason; what is gone already only settles its reports.

    ``with_name`` takes the name of a profile, too.
    """
    _refuse_to_decide(thing, by)
    refuse(rules.refusal_to_remove(is_idea=thing.kind == "idea", is_gone=thing.is_gone))
    if not thing.is_gone and thing.profile:
        take_down_profile(thing.profile, reason, by=by, with_name=with_name)
    elif not thing.is_gone and thing.comment:
        take_down(thing.comment, reason, by=by)
    elif not thing.is_gone and thing.update:
        take_down_update(thing.update, reason, by=by)
    elif not thing.is_gone and thing.feedback:
        take_down_words(thing.feedback, reason, by=by)
        _state(thing.idea_id, thing.feedback, reason, by)
    settle(thing, Outcome.REMOVED, by_id=by.id)


def _state(idea_id: int | None, feedback: Feedback, reason: RemovalReason, by: Person) -> None:
    subject = Subject(ThingKind.FEEDBACK, feedback.mark, feedback.person_id, idea_id)
    reasons = Reasons(reason.value, Source.REPORT)
    take(MeasureKind.TAKEN_DOWN, subject, reasons, by_id=by.id, at=clock.now())


@writes
def keep_reported(thing: Thing, *, by: Person) -> None:
    """Leave a reported thing as it is; after a complaint that was right, somebody else does."""
    first = _refuse_to_decide(thing, by)
    was_first = by.id in first_deciders(open_reports_about(thing))
    refuse(rules.refusal_to_keep(was_first=was_first))
    settle(thing, Outcome.KEPT, by_id=by.id)
    where = {"idea": thing.idea_id} if thing.idea else {}
    note("report.keep", f"report:{first.id}", by=by.id, **where)


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
        _write_to_visitors([each.id for each in opened], outcome)
        people = tuple(each.person_id for each in opened if each.person_id is not None)
        record(ReportsDecided(opened[0].id, thing.idea_id, outcome.value, people))


def _write_to_visitors(report_ids: Sequence[int], outcome: Outcome) -> None:
    """Tell those who left an address, and forget it."""
    for contact in contacts_of(report_ids):
        said: dict[str, Any] = {"number": contact.report_id, "outcome": outcome.value}
        said["token"] = token_of(contact.report_id)
        post(DECIDED, to=contact.address, language=contact.language, **said)
        session().delete(contact)
    session().flush()


@writes
def slow_down(person_id: int) -> Measure | None:
    """Let somebody whose reports are nearly always wrong report but little, with the reasons."""
    moment, last = clock.now(), last_slowing(person_id)
    since = max(
        moment - rules.MISUSE_WITHIN, last.made_at if last else moment - rules.MISUSE_WITHIN
    )
    if not accuracy_of(person_id, since).is_misuse or slowed_until(person_id) is not None:
        return None
    subject = Subject(ThingKind.REPORTING, person_id, person_id)
    return take(MeasureKind.SLOWED, subject, Reasons(MISUSE), by_id=None, at=moment)


@writes
def end_slowing(person_id: int, *, by: Person) -> Measure | None:
    """Let somebody report as before when a complaint that was right shows it was no misuse."""
    last = last_slowing(person_id)
    if last is None or slowed_until(person_id) is None:
        return None
    if accuracy_of(person_id, last.made_at - rules.MISUSE_WITHIN).is_misuse:
        return None
    subject = Subject(ThingKind.REPORTING, person_id, person_id)
    reasons = Reasons(CORRECTED, Source.APPEAL)
    return take(MeasureKind.RESTORED, subject, reasons, by_id=by.id, at=clock.now())


@writes
def forget_reports_of(person_id: int) -> None:
    """Somebody leaves: what they reported names nobody any more, and their words go."""
    theirs = sa.update(Report).where(Report.person_id == person_id)
    session().execute(theirs.values(person_id=None, words=""))


@writes
def forget_contacts_of(person_id: int) -> None:
    """Drop what was to be written to a person's address, while it is known."""
    address = session().get_one(Person, person_id).email
    session().execute(sa.delete(ReportContact).where(ReportContact.address == address))
