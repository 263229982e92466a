"""Opening rounds, taking ideas in, deciding with two people, publishing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.audit.actions import note as write_audit
from ideas.campaigns.calendar.queries import jury_of
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.jobs.alone import each_alone
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import refuse
from ideas.review import queries, rules
from ideas.review.cases.actions import demand_open, refusal_to_work
from ideas.review.events import DecisionPublished, RoundCutOff, RoundPublished
from ideas.review.models import Case, Decision, DecisionReason, Outcome, Round
from ideas.review.scoring.actions import ask_the_usual, demand_quorum
from ideas.text import short_id, slug_of
from ideas.voting.ballots.actions import certify_due
from ideas.voting.ballots.queries import terms_for

STAGE_OF = {
    Outcome.SELECTED: Stage.SELECTED,
    Outcome.NOT_SELECTED: Stage.NOT_SELECTED,
    Outcome.PARKED: Stage.PARKED,
}


@dataclass(frozen=True)
class Answer:
    """What is proposed for a case; ``sentence`` per language, ``feedback`` for the creators."""

    outcome: Outcome
    reason: DecisionReason
    sentence: Mapping[str, str]
    feedback: str = ""


@writes
def open_round(
    name: str, *, cutoff_at: datetime, decision_due_on: date, capacity: int, by: Person
) -> Round:
    """Announce a round: its cut-off, and the day by which everybody has an answer."""
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
        opened_at=moment,
        opened_by_id=by.id,
    )
    session().add(round_)
    session().flush()
    ask_the_usual(round_)
    write_audit("round.open", f"round:{round_.id}", by=by.id, cutoff_at=cutoff_at.isoformat())
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
    for idea in queries.ideas_for_a_round(round_.cutoff_at):
        session().add(Case(round_id=round_.id, idea_id=idea.id, entered_at=moment))
        if idea.stage is Stage.QUALIFIED:
            advance(idea, Stage.IN_REVIEW, by=None, reason="cut_off")
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


@writes
def propose(case: Case, answer: Answer, *, by: Person) -> Decision:
    """Propose an answer; somebody else confirms it."""
    demand_open(case, by=by)
    demand_quorum(case)
    standing = queries.standing_decision(case.id)
    refuse(
        rules.refusal_to_propose(
            outcome=answer.outcome,
            reason=answer.reason,
            sentence=answer.sentence,
            has_standing=standing is not None,
        )
    )
    decision = Decision(
        case_id=case.id,
        outcome=answer.outcome,
        reason=answer.reason,
        sentence={language: text.strip() for language, text in answer.sentence.items()},
        feedback=answer.feedback.strip(),
        look_again_on=_parked_until(case) if answer.outcome is Outcome.PARKED else None,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
    )
    session().add(decision)
    session().flush()
    write_audit("decision.propose", f"idea:{case.idea_id}", by=by.id, outcome=answer.outcome)
    return decision


def _parked_until(case: Case) -> date:
    return rules.months_after(clock.today(), terms_for(case.idea).park_months)


@writes
def take_back(decision: Decision, *, by: Person) -> None:
    """Take back a proposal that nobody has confirmed."""
    decision = _locked_decision(decision.id)
    demand_open(decision.case, by=by)
    refuse(
        rules.refusal_to_confirm(
            is_standing=decision.taken_back_at is None,
            is_confirmed=decision.confirmed_at is not None,
            is_own_proposal=False,
            others=(),
        )
    )
    decision.taken_back_at = clock.now()
    write_audit("decision.take_back", f"idea:{decision.case.idea_id}", by=by.id)


@writes
def confirm(decision: Decision, *, by: Person) -> None:
    """Confirm somebody else's proposal."""
    decision = _locked_decision(decision.id)
    demand_open(decision.case, by=by)
    others = [each.name for each in _judges(decision.case.round) if each.id != by.id]
    refuse(
        rules.refusal_to_confirm(
            is_standing=decision.taken_back_at is None,
            is_confirmed=decision.confirmed_at is not None,
            is_own_proposal=decision.proposed_by_id == by.id,
            others=others,
        )
    )
    decision.confirmed_by_id, decision.confirmed_at = by.id, clock.now()
    write_audit("decision.confirm", f"idea:{decision.case.idea_id}", by=by.id)


def _judges(round_: Round) -> Sequence[Person]:
    """Who decides in a round: its campaign's jury, else the reviewers."""
    return jury_of(round_.campaign_id) if round_.campaign_id else holders_of(Role.REVIEWER)


def _locked_decision(decision_id: int) -> Decision:
    locked = sa.select(Decision).where(Decision.id == decision_id).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one()


@writes
def publish_round(round_: Round, *, by: Person) -> None:
    """Publish all answers of a round together, and move its ideas."""
    round_ = queries.locked_round(round_.id)
    refuse(
        rules.refusal_to_publish(
            is_cut_off=round_.cut_off_at is not None,
            is_published=round_.published_at is not None,
            undecided=queries.undecided(round_.id),
        )
    )
    moment = clock.now()
    round_.published_at, round_.published_by_id = moment, by.id
    for decision in queries.decisions_to_publish(round_.id):
        decision.published_at = moment
        _carry_out(decision, by)
    write_audit("round.publish", f"round:{round_.id}", by=by.id)
    record(RoundPublished(round_.id))


def _carry_out(decision: Decision, by: Person) -> None:
    idea = decision.case.idea
    if decision.outcome in STAGE_OF:
        to = STAGE_OF[decision.outcome]
        advance(idea, to, by=by, reason=decision.reason, public_text=decision.sentence)
    record(DecisionPublished(decision.id, idea.id, decision.outcome.value))


@writes
def release_parked() -> None:
    """Answer parked ideas whose time has passed: not selected, with the reason they were parked."""
    for idea, decision in queries.parked_to_release():
        advance(
            idea,
            Stage.NOT_SELECTED,
            by=None,
            reason="park_ended",
            public_text=decision.sentence,
        )
