"""Complaining that a report led to nothing, and deciding about it."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.mail.actions import post
from ideas.moderation.appeals.rules import Outcome, refusal_to_answer
from ideas.moderation.complaints import rules
from ideas.moderation.complaints.models import Complaint, ComplaintContact
from ideas.moderation.complaints.queries import complaints_about, locked_complaint
from ideas.moderation.events import ComplaintDecided
from ideas.moderation.reports.actions import end_slowing
from ideas.moderation.reports.addressed import token_of
from ideas.moderation.reports.models import Report, ReportContact
from ideas.moderation.reports.rules import Weight
from ideas.moderation.reports.things import thing_of
from ideas.refusals import Refusal, refuse
from ideas.text import in_language

ANSWERED = "moderation/complaint_answered"


@writes
def complain(report: Report, words: str, *, by: Person | None) -> Complaint:
    """Say that what one reported should not stand; once for each report, a visitor's by nobody."""
    locked = sa.select(Report).where(Report.id == report.id).with_for_update()
    report = session().scalars(locked.execution_options(populate_existing=True)).one()
    refuse(rules.refusal_to_complain(words, report.decided_at, report.outcome, clock.now()))
    if complaints_about([report.id]):
        refuse(Refusal("complaint.made_already"))
    made = Complaint(
        report_id=report.id,
        person_id=by.id if by else None,
        words=words.strip(),
        made_at=clock.now(),
        answer={},
    )
    session().add(made)
    session().flush()
    return made


@writes
def complain_as_visitor(
    report: Report, words: str, *, address: str = "", language: str = "en"
) -> Complaint:
    """The same without an account; with an address one is written to once it is answered."""
    made = complain(report, words, by=None)
    if address:
        kept = {"address": address, "language": language}
        session().add(ComplaintContact(complaint_id=made.id, **kept))
        session().flush()
    return made


@writes
def decide_complaint(
    made: Complaint, outcome: Outcome, words: str, *, by: Person, language: str = "en"
) -> None:
    """Decide in words of this language; one that was right opens the report again."""
    made = locked_complaint(made.id)
    refuse(
        rules.refusal_to_decide(
            is_decided=made.decided_at is not None,
            decided_report=made.report.decided_by_id == by.id,
            has_stake=by.id in thing_of(made.report).stake_ids,
            is_theirs=by.id == made.person_id,
        )
    )
    answer = {language: words.strip()} if words.strip() else {}
    refuse(refusal_to_answer(answer))
    made.outcome, made.answer = outcome, answer
    made.decided_by_id, made.decided_at = by.id, clock.now()
    session().flush()
    again = _correct(made, by) if outcome is Outcome.UPHELD else None
    _write_to_visitor(made, again)
    note(f"complaint.{outcome}", f"report:{made.report_id}", by=by.id)
    record(ComplaintDecided(made.id))


def _correct(made: Complaint, by: Person) -> int | None:
    """The report was right: it is open again, and its maker is slowed no more if by mistake.

    Answers the id of the report that is open again.
    """
    if made.person_id is not None:
        end_slowing(made.person_id, by=by)
    return None if thing_of(made.report).is_gone else _open_again(made.report)


def _open_again(report: Report) -> int | None:
    """As a report of its own, for the first stays decided; one that is open already is enough."""
    things = ("idea_id", "comment_id", "update_id", "feedback_mark", "profile_id")
    same = ("person_id", *things, "reason", "words")
    row: dict[str, Any] = {name: getattr(report, name) for name in same}
    row |= {"weight": Weight.MOSTLY_RIGHT, "made_at": clock.now()}
    row["again_of_id"] = report.again_of_id or report.id
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    opened = insert(Report).values(row).on_conflict_do_nothing().returning(Report.id)
    again: int | None = session().scalar(opened)
    return again


def _write_to_visitor(made: Complaint, again: int | None) -> None:
    """Tell who left an address; it is forgotten, or kept for the report that is open again."""
    contact = session().get(ComplaintContact, made.id)
    if contact is None:
        return
    said: dict[str, Any] = {"number": made.report_id, "token": token_of(made.report_id)}
    said["outcome"] = made.outcome.value if made.outcome else ""
    said["answer"] = in_language(made.answer, contact.language).text
    said["is_open_again"] = again is not None
    post(ANSWERED, to=contact.address, language=contact.language, **said)
    if again is not None:
        kept = {"address": contact.address, "language": contact.language}
        session().add(ReportContact(report_id=again, **kept))
    session().delete(contact)
    session().flush()


@writes
def forget_contacts_of(person_id: int) -> None:
    """Drop what was to be written to a person's address, while it is known."""
    address = session().get_one(Person, person_id).email
    gone = sa.delete(ComplaintContact).where(ComplaintContact.address == address)
    session().execute(gone)


@writes
def forget_words_of(person_id: int) -> None:
    """Somebody leaves: what they wrote goes, what became of it stays."""
    theirs = sa.update(Complaint).where(Complaint.person_id == person_id)
    session().execute(theirs.values(words=""))
