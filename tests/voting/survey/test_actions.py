"""Answering beside a vote."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.accounts.models import Person
from ideas.campaigns.actions import publish_terms
from ideas.campaigns.ladder import Tier
from ideas.db import take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.models import Vote, VoteState
from ideas.voting.queries import ballot_of
from ideas.voting.survey.actions import answer_survey, wait_to_buy
from ideas.voting.survey.models import SurveyAnswer
from ideas.voting.survey.queries import demand_for, said_by, survey_for, waiting_for
from ideas.voting.survey.rules import Demand, Said
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, the_campaign, votes_for
from tests.voting.joins.making import merge, part

pytestmark = pytest.mark.usefixtures("session", "clock")
ALL = Said(5_000, 2, "gift", tell_me=True)
Sent = Callable[[], AbstractContextManager[list[str]]]


def refused(answer: object, *values: object, **named: object) -> str:
    with pytest.raises(Refused) as caught:
        answer(*values, **named)  # type: ignore[operator]
    return caught.value.refusal.code


def demand(idea: Idea) -> Demand:
    ballot = ballot_of(idea.id)
    assert ballot is not None
    return demand_for(ballot)


@pytest.fixture
def idea() -> Idea:
    return a_live_idea(ladder=((50, 30), (90, 60)))


@pytest.fixture
def vera(idea: Idea) -> Person:
    (vera,) = votes_for(idea, 1)
    return vera


def test_answers_are_kept_changed_and_taken_away(
    session: Session, idea: Idea, vera: Person, clock: Clock
) -> None:
    answer_survey(idea, ALL, by=vera)
    answer_survey(idea, ALL, by=vera)
    assert said_by(vera.id, idea.id) == ALL
    answered_at = clock.moment
    clock.go(hours=1)
    answer_survey(idea, Said(0), by=vera)
    assert said_by(vera.id, idea.id) == Said(0)
    row = session.scalars(sa.select(SurveyAnswer)).one()
    assert (row.answered_at, row.changed_at) == (answered_at, clock.moment)
    answer_survey(idea, Said(), by=vera)
    assert session.scalars(sa.select(SurveyAnswer)).all() == []


def test_only_voters_answer(idea: Idea, vera: Person) -> None:
    eve = a_person("Eve")
    assert refused(answer_survey, idea, ALL, by=eve) == "survey.no_vote"
    assert refused(wait_to_buy, idea, by=eve, tell_me=True) == "survey.no_vote"
    take_back_vote(idea, by=vera)
    assert refused(answer_survey, idea, ALL, by=vera) == "survey.no_vote"


def test_who_waits_for_the_confirmation_may_answer_and_counts_with_the_vote(idea: Idea) -> None:
    uma = a_person("Uma", confirmed=False)
    cast_vote(idea, by=uma)
    answer_survey(idea, ALL, by=uma)
    assert demand(idea).answers == 0


def test_after_the_deadline_answers_stay(idea: Idea, vera: Person, clock: Clock) -> None:
    clock.go(days=30)
    assert refused(answer_survey, idea, ALL, by=vera) == "survey.closed"


def test_while_votes_are_checked_answers_can_be_changed(clock: Clock) -> None:
    idea = a_live_idea(ladder=((1, 30),))
    (vera,) = votes_for(idea, 1)
    assert idea.stage is Stage.CERTIFYING
    answer_survey(idea, ALL, by=vera)
    clock.go(days=60)
    answer_survey(idea, Said(1_000), by=vera)
    assert said_by(vera.id, idea.id) == Said(1_000)


def test_another_price_is_refused(idea: Idea, vera: Person) -> None:
    assert refused(answer_survey, idea, Said(5_001), by=vera) == "survey.other_price"


def test_prices_are_those_the_idea_went_live_with(idea: Idea, vera: Person) -> None:
    admin = a_person("Adam")
    publish_terms(
        the_campaign(), (Tier(5, 30),), by=admin, reason="Cheaper", price_steps=[100, 200]
    )
    assert refused(answer_survey, idea, Said(100), by=vera) == "survey.other_price"
    answer_survey(idea, Said(5_000), by=vera)
    survey = survey_for(idea, ballot_of(idea.id), _reader(vera))
    assert survey is not None
    assert [price.amount for price in survey.prices] == [1_000, 2_000, 3_500, 5_000, 8_000, 12_000]


class _Reader:
    is_authenticated = True

    def __init__(self, person: Person) -> None:
        self.id = person.id


def _reader(person: Person) -> _Reader:
    return _Reader(person)


def test_the_survey_is_new_just_after_the_vote(idea: Idea, vera: Person, clock: Clock) -> None:
    def is_new() -> bool:
        survey = survey_for(idea, ballot_of(idea.id), _reader(vera))
        assert survey is not None
        return survey.is_new

    assert is_new()
    clock.go(minutes=20)
    assert not is_new()
    assert survey_for(idea, ballot_of(idea.id), _reader(a_person("Eve"))) is None


def test_results_follow_the_votes(session: Session, idea: Idea) -> None:
    voters = votes_for(idea, 10)
    for number, voter in enumerate(voters):
        answer_survey(idea, Said(1_000 if number % 2 else 5_000), by=voter)
    assert demand(idea).curve.shares[:2] == ((1_000, 10_000), (2_000, 5_000))
    take_back_vote(idea, by=voters[0])
    session.commit()
    assert (demand(idea).missing, demand(idea).curve.shares) == (1, ())
    session.execute(sa.update(Vote).values(state=VoteState.HELD))
    session.commit()
    assert demand(idea).answers == 0


@pytest.mark.parametrize("state", list(VoteState))
def test_only_what_stands_beside_a_counted_vote_is_in_the_results(
    session: Session, idea: Idea, vera: Person, clock: Clock, state: VoteState
) -> None:
    for voter in (vera, *votes_for(idea, 2)):
        answer_survey(idea, ALL, by=voter)
    hers = sa.update(Vote).where(Vote.person_id == vera.id)
    session.execute(hers.values(state=state, withdrawn_at=clock.moment))
    session.commit()
    assert demand(idea).answers == (3 if state is VoteState.COUNTED else 2)


def test_the_results_are_read_from_indexes(
    session: Session, idea: Idea, sent_statements: Sent
) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by what it counted, and there is nothing to count")
    with sent_statements() as sent:
        demand(idea)
    asked, _ = (each for each in sent if "count(*)" in each)
    plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (idea.id,) * 2)
    steps = [row[-1] for row in plan]
    assert any("COVERING INDEX ix_survey_answers_said" in step for step in steps), steps
    assert any("COVERING INDEX ix_votes_aside" in step for step in steps), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps


def test_an_answer_comes_back_with_its_vote(
    session: Session, idea: Idea, vera: Person, clock: Clock
) -> None:
    answer_survey(idea, ALL, by=vera)
    take_back_vote(idea, by=vera)
    session.commit()
    assert demand(idea).answers == 0
    clock.go(hours=25)
    cast_vote(idea, by=vera)
    assert (demand(idea).answers, said_by(vera.id, idea.id)) == (1, ALL)


def test_who_waits_is_who_asked_and_still_votes(session: Session, idea: Idea) -> None:
    asked, stopped, gone, silent = votes_for(idea, 4)
    for voter in (asked, stopped, gone):
        wait_to_buy(idea, by=voter, tell_me=True)
    wait_to_buy(idea, by=stopped, tell_me=False)
    take_back_vote(idea, by=gone)
    assert session.scalars(waiting_for(idea.id)).all() == [asked.id]
    assert session.get(SurveyAnswer, (idea.id, silent.id)) is None


def test_one_may_ask_until_it_is_on_sale_and_keeps_what_was_said(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((1, 30),), certification_hours=0)
    (vera,) = votes_for(idea, 1)
    take_write_lock()
    for stage in (Stage.IN_REVIEW, Stage.SELECTED, Stage.IN_DEVELOPMENT):
        advance(idea, stage, by=None)
        session.commit()
        assert refused(answer_survey, idea, ALL, by=vera) == "survey.closed"
        wait_to_buy(idea, by=vera, tell_me=True)
    assert said_by(vera.id, idea.id) == Said(tell_me=True)
    advance(idea, Stage.ON_SALE, by=None)
    session.commit()
    assert refused(wait_to_buy, idea, by=vera, tell_me=True) == "survey.not_to_be_sold"


def test_a_person_takes_their_answers_along(session: Session, idea: Idea, vera: Person) -> None:
    answer_survey(idea, ALL, by=vera)
    session.commit()
    given = personal.export(vera.id)["survey_answers"]
    assert [(row["price"], row["for_whom"]) for row in given] == [(5_000, "gift")]
    personal.erase(vera)
    session.commit()
    assert session.scalars(sa.select(SurveyAnswer)).all() == []


@pytest.mark.parametrize(
    "wrong",
    [{"quantity": 5}, {"price": -1}, {"tell_me": False, "price": None}],
)
def test_the_database_keeps_answers_sensible(
    session: Session, idea: Idea, vera: Person, wrong: dict[str, object]
) -> None:
    moment = vera.created_at
    row = {"price": 1_000, "tell_me": False, "answered_at": moment, "changed_at": moment} | wrong
    take_write_lock()
    session.add(SurveyAnswer(idea_id=idea.id, person_id=vera.id, **row))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_answers_follow_a_merger_and_part_again_each_person_once(
    session: Session, idea: Idea, vera: Person
) -> None:
    child = a_live_idea("A lamp", ladder=((50, 30), (90, 60)))
    cast_vote(child, by=vera)
    others = votes_for(child, 2)
    answer_survey(idea, Said(1_000, tell_me=True), by=vera)
    for voter in (vera, *others):
        answer_survey(child, Said(5_000, tell_me=True), by=voter)
    session.commit()
    merge(child, idea)
    assert demand(idea).answers == 3
    waiting = {vera.id, *(each.id for each in others)}
    assert set(session.scalars(waiting_for(idea.id))) == waiting
    part(child)
    assert (demand(idea).answers, demand(child).answers) == (1, 3)
