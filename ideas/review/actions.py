"""Opening rounds, taking ideas in, releasing what was parked."""

from datetime import date, datetime

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.jobs.alone import each_alone
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.review import queries, rules
from ideas.review.cases.actions import refusal_to_work
from ideas.review.events import RoundCutOff
from ideas.review.models import Case, Decision, Round
from ideas.review.scoring.actions import ask_the_usual
from ideas.text import short_id, slug_of
from ideas.voting.ballots.actions import certify_due

TAKEN_AS = {Stage.QUALIFIED: "cut_off", Stage.PARKED: "looked_again"}
ONE_AT_A_TIME = 0x9410
"""One for the whole calendar: cut-offs are compared with each other."""


@writes
def open_round(
    name: str,
    *,
    cutoff_at: datetime,
    decision_due_on: date,
    capacity: int,
    zone: str = "UTC",
    by: Person,
) -> Round:
    """Announce a round: its cut-off, and the day by which everybody has an answer."""
    take_turns()
    return announce(
        name,
        cutoff_at=cutoff_at,
        decision_due_on=decision_due_on,
        capacity=capacity,
        zone=zone,
        by=by,
    )


def take_turns() -> None:
    """Let nobody else announce a round until this transaction ends."""
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(sa.select(sa.func.pg_advisory_xact_lock(ONE_AT_A_TIME)))


@writes
def announce(
    name: str,
    *,
    cutoff_at: datetime,
    decision_due_on: date,
    capacity: int,
    zone: str,
    by: Person | None,
) -> Round:
    """A new round; for whoever took their turn. ``by`` is None when the calendar does it."""
    moment = clock.now()
    near = queries.round_near(cutoff_at)
    refuse(
        rules.refusal_to_open(cutoff_at=cutoff_at, now=moment, due_on=decision_due_on, near=near)
    )
    round_ = Round(
        slug=f"{slug_of(name) or 'round'}-{short_id()}",
        name=name.strip(),
        cutoff_at=cutoff_at,
        decision_due_on=decision_due_on,
        capacity=capacity,
        zone=zone,
        opened_at=moment,
        opened_by_id=by.id if by else None,
    )
    session().add(round_)
    session().flush()
    ask_the_usual(round_)
    who, cutoff = by.id if by else None, cutoff_at.isoformat()
    write_audit("round.open", f"round:{round_.id}", by=who, cutoff_at=cutoff)
    return round_


def cut_off_due() -> None:
    """Let every open round whose cut-off has come take what was qualified by then."""
    due = [each.id for each in queries.rounds_to_cut_off()]
    if due:
        certify_due()
    each_alone(due, _take_in)


@writes
def _take_in(round_id: int) -> None:
    round_, moment = queries.locked_round(round_id), clock.now()
    if round_.cut_off_at is not None:
        return
    for idea in queries.ideas_for_a_round(round_.cutoff_at, round_.zone):
        session().add(Case(round_id=round_.id, idea_id=idea.id, entered_at=moment))
        if idea.stage in TAKEN_AS:
            advance(idea, Stage.IN_REVIEW, by=None, reason=TAKEN_AS[idea.stage])
    round_.cut_off_at = moment
    session().flush()
    record(RoundCutOff(round_.id))


@writes
def bring_back(idea: Idea, round_: Round, *, by: Person) -> Case:
    """Take a parked idea into a round that is under review."""
    round_, idea = queries.locked_round(round_.id), locked_idea(idea.id)
    is_own = by.id in idea.team_ids
    refuse(refusal_to_work(round_, is_in_review=True, is_own=is_own))
    refuse(rules.refusal_to_bring_back(idea.stage, is_parked=idea.stage is Stage.PARKED))
    advance(idea, Stage.IN_REVIEW, by=by, reason="brought_back")
    case = Case(round_id=round_.id, idea_id=idea.id, entered_at=clock.now())
    session().add(case)
    session().flush()
    write_audit("round.bring_back", f"idea:{idea.id}", by=by.id, round=round_.id)
    return case


def release_parked() -> None:
    """Answer parked ideas whose time has passed: not selected, with the reason they were parked."""
    each_alone([decision.id for decision in queries.parked_to_release()], _release)


@writes
def _release(decision_id: int) -> None:
    decision = session().get_one(Decision, decision_id)
    idea = locked_idea(decision.case.idea_id)
    if idea.stage is Stage.PARKED:
        reason, sentence = "park_ended", decision.sentence
        advance(idea, Stage.NOT_SELECTED, by=None, reason=reason, public_text=sentence)
