"""A round from its announcement to its published answers."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.journey import arrivals
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.review import queries
from ideas.review.actions import bring_back, cut_off_due, open_round, release_parked
from ideas.review.cases.queries import cases_in
from ideas.review.decisions.actions import Answer, confirm, propose, publish_round, take_back
from ideas.review.models import Case, Decision, DecisionReason, Outcome, Round
from ideas.review.scoring.actions import save_scorecard
from ideas.review.scoring.models import Scorecard
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from ideas.wiring import ARRIVALS
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, the_campaign

pytestmark = pytest.mark.usefixtures("unscored")

FULL = dict.fromkeys(DEFAULT_WEIGHTS, 4)
YES = Answer(Outcome.SELECTED, DecisionReason.CHOSEN, {"en": "We love the lamp."})
NO = Answer(Outcome.NOT_SELECTED, DecisionReason.COST, {"en": "The lamp costs too much."})
LATER = Answer(Outcome.PARKED, DecisionReason.CAPACITY, {"en": "Next year, perhaps."})
STAYS = Answer(Outcome.STAYS, DecisionReason.CAPACITY, {"en": "We need longer."})


@pytest.fixture(autouse=True)
def no_arrivals(session: Session) -> Iterator[None]:
    arrivals.hand_over({})
    yield
    arrivals.hand_over(ARRIVALS)


@pytest.fixture
def rita() -> Person:
    return a_person("Rita", Role.REVIEWER)


@pytest.fixture
def ravi() -> Person:
    return a_person("Ravi", Role.REVIEWER)


def a_round(clock: Clock, by: Person, name: str = "Spring") -> Round:
    cutoff = clock.moment + timedelta(days=1)
    due = (cutoff + timedelta(days=120)).date()
    return open_round(name, cutoff_at=cutoff, decision_due_on=due, capacity=20, by=by)


def under_review(clock: Clock, by: Person, *ideas: Idea) -> tuple[Round, list[Case]]:
    round_ = a_round(clock, by)
    clock.go(days=1)
    cut_off_due()
    found = [queries.case_of(round_.id, idea.id) for idea in ideas]
    return round_, [case for case in found if case]


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}$")


def test_a_cut_off_takes_what_is_qualified_then_and_no_more(rita: Person, clock: Clock) -> None:
    early, live = an_idea(stage=Stage.QUALIFIED), an_idea(stage=Stage.LIVE)
    round_ = a_round(clock, rita)
    clock.go(hours=23)
    cut_off_due()
    assert early.stage is Stage.QUALIFIED
    clock.go(hours=1)
    cut_off_due()
    late = an_idea(stage=Stage.QUALIFIED)
    cut_off_due()
    assert [each.stage for each in (early, live, late)] == [
        Stage.IN_REVIEW,
        Stage.LIVE,
        Stage.QUALIFIED,
    ]
    assert [case.idea_id for case in cases_in(round_.id)] == [early.id]


def test_two_people_decide_and_the_round_tells_all_at_once(
    rita: Person, ravi: Person, clock: Clock
) -> None:
    lamp, boat = an_idea(stage=Stage.QUALIFIED), an_idea("Boat", stage=Stage.QUALIFIED)
    round_, (first, second) = under_review(clock, rita, lamp, boat)
    save_scorecard(first, FULL, note="Bright.", by=rita)
    save_scorecard(first, FULL | {"demand": 2}, note="", by=ravi)
    decision = propose(first, YES, by=rita)
    with refused("decision.second_person") as found:
        confirm(decision, by=rita)
    assert found.value.refusal.values["names"] == "Ravi"
    confirm(decision, by=ravi)
    with refused("decision.confirmed_already"):
        confirm(decision, by=ravi)
    with refused("round.undecided"):
        publish_round(round_, by=rita)
    assert lamp.stage is Stage.IN_REVIEW
    confirm(propose(second, NO, by=ravi), by=rita)
    publish_round(round_, by=rita)
    assert (lamp.stage, boat.stage) == (Stage.SELECTED, Stage.NOT_SELECTED)
    assert moves_of(boat.id)[-1].public_text == {"en": "The lamp costs too much."}
    assert [idea.id for idea, _ in queries.results_of(round_)] == [lamp.id, boat.id]
    with refused("round.published"):
        publish_round(round_, by=rita)
    with refused("round.published"):
        save_scorecard(first, FULL, note="", by=rita)


def test_a_lone_reviewer_is_told_whom_to_invite(rita: Person, clock: Clock) -> None:
    _, (case,) = under_review(clock, rita, an_idea(stage=Stage.QUALIFIED))
    decision = propose(case, YES, by=rita)
    with refused("decision.alone"):
        confirm(decision, by=rita)
    assert decision.confirmed_at is None


def test_the_database_too_wants_two_people(rita: Person, clock: Clock, session: Session) -> None:
    _, (case,) = under_review(clock, rita, an_idea(stage=Stage.QUALIFIED))
    decision = propose(case, YES, by=rita)
    decision.confirmed_by_id, decision.confirmed_at = rita.id, clock.moment
    with pytest.raises(Exception, match="two_people"):
        session.flush()


def test_a_proposal_can_be_taken_back_and_made_anew(
    rita: Person, ravi: Person, clock: Clock
) -> None:
    _, (case,) = under_review(clock, rita, an_idea(stage=Stage.QUALIFIED))
    first = propose(case, YES, by=rita)
    with refused("decision.proposed_already"):
        propose(case, NO, by=ravi)
    take_back(first, by=ravi)
    with refused("decision.taken_back"):
        confirm(first, by=ravi)
    with refused("decision.taken_back"):
        take_back(first, by=ravi)
    second = propose(case, NO, by=ravi)
    confirm(second, by=rita)
    with refused("decision.confirmed_already"):
        take_back(second, by=rita)
    assert (first.confirmed_at, first.taken_back_at is None) == (None, False)
    assert (second.confirmed_by_id, second.taken_back_at) == (rita.id, None)


def test_nobody_reviews_their_own_idea(rita: Person, clock: Clock, session: Session) -> None:
    _, (case,) = under_review(clock, rita, an_idea(stage=Stage.QUALIFIED, by=rita))
    with refused("review.own_idea"):
        save_scorecard(case, FULL, note="", by=rita)
    with refused("review.own_idea"):
        propose(case, YES, by=rita)
    assert session.query(Scorecard).count() == session.query(Decision).count() == 0


def test_a_withdrawn_idea_holds_nobody_up(rita: Person, ravi: Person, clock: Clock) -> None:
    idea = an_idea(stage=Stage.QUALIFIED)
    round_, (case,) = under_review(clock, rita, idea)
    confirm(propose(case, YES, by=rita), by=ravi)
    advance(idea, Stage.WITHDRAWN, by=None)
    with refused("review.left"):
        save_scorecard(case, FULL, note="", by=rita)
    publish_round(round_, by=rita)
    assert idea.stage is Stage.WITHDRAWN
    assert queries.results_of(round_) == []


def test_what_stays_comes_again_in_the_next_round(rita: Person, ravi: Person, clock: Clock) -> None:
    idea = an_idea(stage=Stage.QUALIFIED)
    round_, (case,) = under_review(clock, rita, idea)
    confirm(propose(case, STAYS, by=rita), by=ravi)
    publish_round(round_, by=rita)
    assert idea.stage is Stage.IN_REVIEW
    following, (again,) = under_review(clock, rita, idea)
    assert again.round_id == following.id != round_.id


def test_a_parked_idea_returns_or_is_answered(rita: Person, ravi: Person, clock: Clock) -> None:
    lamp, boat = an_idea(stage=Stage.QUALIFIED), an_idea("Boat", stage=Stage.QUALIFIED)
    round_, cases = under_review(clock, rita, lamp, boat)
    for case in cases:
        confirm(propose(case, LATER, by=rita), by=ravi)
    with refused("idea.wrong_stage"):
        bring_back(lamp, round_, by=rita)
    publish_round(round_, by=rita)
    assert {lamp.stage, boat.stage} == {Stage.PARKED}
    with refused("round.published"):
        bring_back(lamp, round_, by=rita)
    following, _ = under_review(clock, rita)
    again = bring_back(lamp, following, by=rita)
    assert again.round_id == following.id
    assert lamp.stage is Stage.IN_REVIEW
    clock.go(days=366)
    release_parked()
    assert [lamp.stage, boat.stage] == [Stage.IN_REVIEW, Stage.NOT_SELECTED]
    assert moves_of(boat.id)[-1].public_text == {"en": "Next year, perhaps."}


def test_a_round_is_announced_ahead(rita: Person, clock: Clock, session: Session) -> None:
    with refused("round.cutoff_past"):
        open_round(
            "Late",
            cutoff_at=clock.moment,
            decision_due_on=clock.moment.date() + timedelta(days=9),
            capacity=1,
            by=rita,
        )
    assert session.query(Round).count() == 0


@pytest.mark.parametrize(("hours", "is_near"), [(0, True), (23, True), (-23, True), (24, False)])
def test_rounds_lie_a_day_apart(
    rita: Person, clock: Clock, session: Session, hours: int, is_near: bool
) -> None:
    first = clock.moment + timedelta(days=3)
    due = (first + timedelta(days=90)).date()

    def another(name: str, cutoff_at: datetime) -> Round:
        return open_round(name, cutoff_at=cutoff_at, decision_due_on=due, capacity=9, by=rita)

    another("Spring", first)
    with refused("round.overlaps") if is_near else nullcontext():
        another("Summer", first + timedelta(hours=hours))
    assert session.query(Round).count() == (1 if is_near else 2)


def test_a_late_worker_takes_only_what_was_qualified_by_the_cut_off(
    session: Session, clock: Clock, rita: Person
) -> None:
    a_round(clock, rita)
    early = an_idea("Early", stage=Stage.QUALIFIED)
    clock.go(days=1, minutes=10)
    late = an_idea("Late", stage=Stage.QUALIFIED)
    clock.go(minutes=5)
    cut_off_due()
    assert (early.stage, late.stage) == (Stage.IN_REVIEW, Stage.QUALIFIED)


def test_a_cut_off_first_certifies_what_was_due_by_then(
    session: Session, clock: Clock, rita: Person
) -> None:
    arrivals.hand_over(ARRIVALS)
    idea = a_live_idea(ladder=((1, 30),), votes=1, certification_hours=24)
    clock.go(seconds=1)
    round_ = a_round(clock, rita)
    clock.go(days=1)
    cut_off_due()
    assert queries.case_of(round_.id, idea.id) is not None


def test_only_what_was_parked_is_brought_back(session: Session, clock: Clock, rita: Person) -> None:
    round_, _ = under_review(clock, rita, an_idea(stage=Stage.QUALIFIED))
    clock.go(minutes=1)
    with pytest.raises(Refused, match=r"idea\.wrong_stage"):
        bring_back(an_idea("Other", stage=Stage.QUALIFIED), round_, by=rita)


def test_an_idea_is_parked_by_the_terms_it_went_live_with(
    session: Session, clock: Clock, rita: Person
) -> None:
    arrivals.hand_over(ARRIVALS)
    a_live_idea(ladder=((1, 30),), votes=1, certification_hours=0, park_months=12)
    a_round(clock, rita)
    clock.go(days=1)
    cut_off_due()
    publish_terms(the_campaign(), ladder_from(((1, 30),)), by=rita, reason="x", park_months=1)
    decision = propose(session.scalars(sa.select(Case)).one(), LATER, by=rita)
    today = clock.moment.date()
    assert decision.look_again_on == today.replace(year=today.year + 1)
