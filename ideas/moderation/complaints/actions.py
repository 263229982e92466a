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
from ideas.moderation.appeals.rules import Outcome, refusal_to_answer
from ideas.moderation.complaints import rules
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.complaints.queries import complaints_about, locked_complaint
from ideas.moderation.events import ComplaintDecided
from ideas.moderation.reports.actions import end_slowing
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import thing_of
from ideas.moderation.reports.rules import Weight
from ideas.refusals import Refusal, refuse


@writes
def complain(report: Report, words: str, *, by: Person) -> Complaint:
    """Say that what one reported should not stand; once for each report."""
    locked = sa.select(Report).where(Report.id == report.id).with_for_update()
    report = session().scalars(locked.execution_options(populate_existing=True)).one()
    refuse(rules.refusal_to_complain(words, report.decided_at, report.outcome, clock.now()))
    if complaints_about([report.id]):
        refuse(Refusal("complaint.made_already"))
    made = Complaint(
        report_id=report.id,
        person_id=by.id,
        words=words.strip(),
        made_at=clock.now(),
        answer={},
    )
    session().add(made)
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
    if outcome is Outcome.UPHELD:
        _correct(made, by)
    note(f"complaint.{outcome}", f"report:{made.report_id}", by=by.id)
    record(ComplaintDecided(made.id))


def _correct(made: Complaint, by: Person) -> None:
    """The report was right: it is open again, and its maker is slowed no more if by mistake."""
    if not thing_of(made.report).is_gone:
        _open_again(made.report)
    end_slowing(made.person_id, by=by)


def _open_again(report: Report) -> None:
    """As a report of its own, for the first stays decided; one that is open already is enough."""
    things = ("idea_id", "comment_id", "update_id", "feedback_mark", "profile_id")
    same = ("person_id", *things, "reason", "words")
    row: dict[str, Any] = {name: getattr(report, name) for name in same}
    row |= {"weight": Weight.MOSTLY_RIGHT, "made_at": clock.now()}
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    session().execute(insert(Report).values(row).on_conflict_do_nothing())


@writes
def forget_words_of(person_id: int) -> None:
    """Somebody leaves: what they wrote goes, what became of it stays."""
    theirs = sa.update(Complaint).where(Complaint.person_id == person_id)
    session().execute(theirs.values(words=""))
