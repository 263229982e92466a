"""Five rounds: three answered, one under review, one open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from ideas.db import db
from ideas.exchange.demo.creating import in_both
from ideas.exchange.demo.texts import said, tellings
from ideas.exchange.demo.timeline import A_LITTLE_LATER
from ideas.exchange.demo.world import World
from ideas.review import actions as review
from ideas.review.conflicts.actions import declare_conflict
from ideas.review.decisions import actions as decisions
from ideas.review.decisions.actions import Answer
from ideas.review.estimates.actions import estimate
from ideas.review.estimates.rules import Figures
from ideas.review.models import Case, DecisionReason, Outcome, Round
from ideas.review.queries import standing_decision
from ideas.review.scoring.actions import save_scorecard
from ideas.review.scoring.models import CriterionKey

REVIEWERS = ("yuki", "otto", "ilse")
CUTOFF_HOUR = timedelta(hours=17)
ANSWERED_WITHIN, CAPACITY, ANNOUNCED = timedelta(days=90), 8, timedelta(days=45)
MADE = frozenset({"on_sale", "retired", "cancelled", "in_development", "selected"})


@dataclass(frozen=True)
class Plan:
    """A round's name and days; ``published`` is empty while it is not answered."""

    name: str
    cutoff: str
    published: str = ""


PLANS = (
    Plan("First round", "Q-5+12", "Q-5+64"),
    Plan("Second round", "Q-3+25", "Q-2+20"),
    Plan("Third round", "Q-2+55", "Q-1+40"),
    Plan("Fourth round", "now-38"),
    Plan("Fifth round", "now+34"),
)
UNDER_REVIEW = 3
SCORED_BY_ALL, SCORED_BY_ONE = ("letterbox", "beetle", "octopus"), ("submarine",)
TOO_NEAR = ("ilse", "submarine")
THINKS = {"letterbox": (1_900, 4_400, 2_100_000), "beetle": (5_200, 9_600, 4_800_000)}
"""What a copy costs, its net price and what is spent once, in cents."""


def let_review(world: World) -> None:
    """Put every round on the timeline."""
    for number, plan in enumerate(PLANS):
        cutoff = _cutoff(world, plan)
        opened = max(cutoff - ANNOUNCED, world.calendar.day("Q-6") + timedelta(days=2))
        world.timeline.at(opened, partial(_open, world, plan, cutoff))
        world.timeline.at(cutoff + A_LITTLE_LATER, review.cut_off_due)
        if plan.published:
            answered = world.day(plan.published)
            world.timeline.at(answered - timedelta(days=9), partial(_judge, world, number))
            world.timeline.at(answered, partial(_publish, world, number))
    under_review = _cutoff(world, PLANS[UNDER_REVIEW])
    for day, step in ((9, _score_some), (21, _propose_some), (27, _confirm_one)):
        at = world.days_after(under_review, day)
        world.timeline.at(at, partial(step, world))


def _cutoff(world: World, plan: Plan) -> datetime:
    midnight = world.calendar.day(plan.cutoff).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + CUTOFF_HOUR


def _open(world: World, plan: Plan, cutoff: datetime) -> None:
    review.open_round(
        plan.name,
        cutoff_at=cutoff,
        decision_due_on=(cutoff + ANSWERED_WITHIN).date(),
        capacity=CAPACITY,
        by=world.person(REVIEWERS[0]),
    )


def _round(number: int) -> Round:
    named = sa.select(Round).where(Round.name == PLANS[number].name)
    return db.session.scalars(named).one()


def _cases(world: World, number: int) -> dict[str, Case]:
    keys = {idea_id: key for key, idea_id in world.ideas.items()}
    found = sa.select(Case).where(Case.round_id == _round(number).id).order_by(Case.id)
    return {keys[case.idea_id]: case for case in db.session.scalars(found)}


def _judge(world: World, number: int) -> None:
    """All reviewers score everything; one proposes, another confirms."""
    for place, (key, case) in enumerate(_cases(world, number).items()):
        answer = _answer(key, number)
        for reviewer in REVIEWERS:
            _score(world, case, reviewer, is_liked=answer.outcome is Outcome.SELECTED)
        first, second = REVIEWERS[place % 2], REVIEWERS[1 - place % 2]
        decision = decisions.propose(case, answer, by=world.person(first))
        decisions.confirm(decision, by=world.person(second))


def _answer(key: str, number: int) -> Answer:
    fate, answers = tellings()[key].fate, said("answers")
    if fate in MADE:
        return Answer(Outcome.SELECTED, DecisionReason.CHOSEN, in_both(answers["selected"][key]))
    outcome = "stays" if tellings()[key].stays and number < UNDER_REVIEW else fate
    words = answers[outcome][key]
    reason, feedback = DecisionReason(words["reason"]), words.get("feedback", "")
    return Answer(Outcome(outcome), reason, in_both(words), feedback)


def _score(world: World, case: Case, reviewer: str, *, is_liked: bool) -> None:
    chance = world.chance
    bounds = (3, 5) if is_liked else (1, 4)
    points = {key.value: chance.randint(*bounds) for key in CriterionKey}
    note = chance.choice(said("answers")["notes"]["en"])
    save_scorecard(case, points, note=note, by=world.person(reviewer))


def _publish(world: World, number: int) -> None:
    decisions.publish_round(_round(number), by=world.person(REVIEWERS[0]))


def _score_some(world: World) -> None:
    """Some are scored by all and some by one; one of them stands too near to one of the ideas."""
    cases, words = _cases(world, UNDER_REVIEW), said("answers")["papers"]
    for key in SCORED_BY_ALL:
        for reviewer in REVIEWERS:
            _score(world, cases[key], reviewer, is_liked=key != "octopus")
    for key in SCORED_BY_ONE:
        _score(world, cases[key], REVIEWERS[0], is_liked=True)
    for key, (unit_cost, price, one_off) in THINKS.items():
        money = Figures("EUR", unit_cost, price, one_off, low=400, likely=1_200, high=3_000)
        estimate(cases[key], money, note=words["estimate"], by=world.person(REVIEWERS[1]))
    who, what = TOO_NEAR
    declare_conflict(cases[what], words["conflict"], by=world.person(who))


def _propose_some(world: World) -> None:
    """One proposal by each; only the first will find its second person."""
    cases, proposed = _cases(world, UNDER_REVIEW), said("answers")["proposed"]
    for reviewer, (key, words) in zip(REVIEWERS[:2], proposed.items(), strict=True):
        reason = DecisionReason(words.get("reason", DecisionReason.CHOSEN))
        answer = Answer(Outcome(words["outcome"]), reason, in_both(words))
        decisions.propose(cases[key], answer, by=world.person(reviewer))


def _confirm_one(world: World) -> None:
    case = next(iter(said("answers")["proposed"]))
    decision = standing_decision(_cases(world, UNDER_REVIEW)[case].id)
    if decision is not None:
        decisions.confirm(decision, by=world.person(REVIEWERS[1]))
