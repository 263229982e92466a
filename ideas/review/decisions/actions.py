"""Proposing an answer, confirming it by another, taking it back, publishing a round's together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note as write_audit
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.review import queries, rules
from ideas.review.cases.actions import demand_open
from ideas.review.conflicts.queries import kept_from
from ideas.review.decisions.queries import undecided_ideas
from ideas.review.events import DecisionPublished, RoundPublished
from ideas.review.models import Case, Decision, DecisionReason, Outcome, Round
from ideas.review.scoring.actions import demand_quorum
from ideas.review.scoring.queries import judges_of
from ideas.voting.ballots.queries import terms_for

STAGE_OF = {
    Outcome.SELECTED: Stage.SELECTED,
    Outcome.NOT_SELECTED: Stage.NOT_SELECTED,
    Outcome.PARKED: Stage.PARKED,
}


@dataclass(frozen=True)
class Answer:
    """What is proposed for a case; ``sentence`` per language, ``feedback`` for the creators.

    What is parked is looked at again from ``look_again_on``, or only when its time ends.
    """

    outcome: Outcome
    reason: DecisionReason
    sentence: Mapping[str, str]
    feedback: str = ""
    look_again_on: date | None = None


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
    ends_on = _parked_until(case) if answer.outcome is Outcome.PARKED else None
    again_on = (answer.look_again_on or ends_on) if ends_on else None
    refuse(rules.refusal_to_park(again_on, ends_on, clock.today()))
    decision = Decision(
        case_id=case.id,
        outcome=answer.outcome,
        reason=answer.reason,
        sentence={language: text.strip() for language, text in answer.sentence.items()},
        feedback=answer.feedback.strip(),
        look_again_on=again_on,
        park_ends_on=ends_on,
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
    decision = locked_decision(decision.id)
    demand_open(decision.case, by=by)
    refuse(
        rules.refusal_to_confirm(
            is_standing=decision.taken_back_at is None,
            is_confirmed=decision.confirmed_at is not None,
            is_own_proposal=False,
            others=(),
        )
    )
    decision.taken_back_at, decision.taken_back_by_id = clock.now(), by.id
    write_audit("decision.take_back", f"idea:{decision.case.idea_id}", by=by.id)


@writes
def confirm(decision: Decision, *, by: Person) -> None:
    """Confirm somebody else's proposal."""
    decision = locked_decision(decision.id)
    demand_open(decision.case, by=by)
    refuse(
        rules.refusal_to_confirm(
            is_standing=decision.taken_back_at is None,
            is_confirmed=decision.confirmed_at is not None,
            is_own_proposal=decision.proposed_by_id == by.id,
            others=judges_but(decision.case, by),
        )
    )
    decision.confirmed_by_id, decision.confirmed_at = by.id, clock.now()
    write_audit("decision.confirm", f"idea:{decision.case.idea_id}", by=by.id)


def judges_but(case: Case, person: Person) -> Sequence[str]:
    """The names of the others who may decide about a case, whom no conflict keeps from it."""
    kept = {*kept_from(case.idea), person.id}
    return [each.name for each in judges_of(case.round) if each.id not in kept]


def locked_decision(decision_id: int) -> Decision:
    """The decision, read anew and locked until the transaction ends."""
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
            undecided=[idea.title for idea in undecided_ideas(round_.id)],
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
