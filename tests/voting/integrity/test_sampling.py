"""The vote check at the goal: the sample, and what comes of it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.ballots.actions import certify_due
from ideas.voting.integrity.actions import confirm, propose
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.integrity.sampling import rules
from ideas.voting.integrity.sampling.actions import check, draw_due
from ideas.voting.integrity.sampling.queries import accounts_in, sample_of
from ideas.voting.integrity.sampling.rules import Finding, is_doubtful
from ideas.voting.queries import ballot_of, fresh_ballot
from ideas.voting.rules import passes
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, votes_for

HOUR = timedelta(hours=1)


def test_a_draw_can_be_drawn_again() -> None:
    seed = rules.seed_of(7, 1, NOON)
    people = list(range(1, 1_000))
    first = rules.drawn(people, seed, 20)
    assert first == rules.drawn(reversed(people), seed, 20)
    assert first != rules.drawn(people, rules.seed_of(7, 2, NOON), 20)
    assert len(set(first)) == 20


@pytest.mark.parametrize(
    ("votes", "waiting", "checks", "overdue", "answer"),
    [
        (10, 0, False, 0, True),
        (10, 5, False, 0, True),
        (10, 0, True, 0, None),
        (10, 0, True, 72, True),
        (9, 0, False, 0, False),
        (9, 0, True, 0, False),
        (9, 1, False, 0, None),
        (9, 1, False, 71, None),
        (9, 1, False, 72, False),
    ],
)
def test_what_comes_of_the_check(
    votes: int, waiting: int, checks: bool, overdue: int, answer: bool | None
) -> None:
    assert passes(votes, 10, waiting, checks=checks, overdue=overdue * HOUR) is answer


def stage_of(idea: Idea) -> Stage:
    return idea.stage


def settled() -> None:
    db.session.commit()
    certify_due()


def test_an_idea_waits_for_its_sample_and_qualifies(session: Session, clock: Clock) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    idea = a_live_idea(ladder=((4, 30),), votes=4)
    draw_due()
    draw_due()
    ballot = ballot_of(idea.id)
    assert ballot is not None
    rows = sample_of(ballot)
    assert [row.place for row in rows] == [1, 2, 3, 4]
    clock.go(hours=73)
    settled()
    assert stage_of(idea) is Stage.CERTIFYING
    for row in rows:
        check(idea, row.place, Finding.GENUINE, by=max_)
    settled()
    assert stage_of(idea) is Stage.QUALIFIED
    with pytest.raises(Refused, match=r"integrity\.over"):
        check(idea, 1, Finding.DOUBTFUL, by=max_)


@pytest.mark.parametrize(
    ("doubtful", "drawn", "expected"),
    [(0, 0, False), (0, 12, False), (2, 12, False), (3, 12, True), (1, 4, True), (1, 5, False)],
)
def test_when_a_sample_is_doubtful(doubtful: int, drawn: int, expected: bool) -> None:
    findings = [Finding.DOUBTFUL] * doubtful + [Finding.GENUINE, None] * drawn
    assert is_doubtful(findings[:drawn]) is expected


def test_nobody_has_time_and_it_is_decided_after_72_hours_more(
    session: Session, clock: Clock
) -> None:
    idea = a_live_idea(ladder=((4, 30),), votes=4)
    draw_due()
    clock.go(hours=143)
    settled()
    assert stage_of(idea) is Stage.CERTIFYING
    clock.go(hours=1)
    settled()
    assert stage_of(idea) is Stage.QUALIFIED


def test_votes_fall_short_and_the_frozen_time_is_given_back(session: Session, clock: Clock) -> None:
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((4, 30),))
    people = votes_for(idea, 4)
    ballot = ballot_of(idea.id)
    assert ballot is not None
    closes_at = ballot.closes_at
    hold_suspected(idea.id, Suspected.ALIKE, (), [person.id for person in people[:2]], tenths=90)
    clock.go(hours=72)
    settled()
    assert stage_of(idea) is Stage.CERTIFYING
    confirm(
        propose(idea, Verb.VOID, Why.ONE_PERSON, conditions={"state": "held"}, by=max_), by=rita
    )
    settled()
    ballot = fresh_ballot(idea.id)
    assert ballot is not None
    assert (stage_of(idea), ballot.votes, ballot.void) == (Stage.LIVE, 2, 2)
    assert (ballot.attempt, ballot.closes_at) == (2, closes_at + timedelta(hours=72))


def test_surplus_votes_cover_what_is_void(session: Session, clock: Clock) -> None:
    max_, rita = a_person("Max", Role.MODERATOR), a_person("Rita", Role.MODERATOR)
    idea = a_live_idea(ladder=((4, 30),))
    people = votes_for(idea, 5)
    hold_suspected(idea.id, Suspected.ALIKE, (), [people[0].id], tenths=90)
    sweep = propose(idea, Verb.VOID, Why.ONE_PERSON, conditions={"state": "held"}, by=max_)
    clock.go(hours=72)
    settled()
    assert stage_of(idea) is Stage.CERTIFYING
    confirm(sweep, by=rita)
    settled()
    assert stage_of(idea) is Stage.QUALIFIED


def test_an_account_is_shown_without_a_name(session: Session, clock: Clock) -> None:
    idea = a_live_idea(ladder=((4, 30),))
    votes_for(idea, 4)
    draw_due()
    ballot = ballot_of(idea.id)
    assert ballot is not None
    accounts = accounts_in(sample_of(ballot))
    assert [account.votes for account in accounts] == [1, 1, 1, 1]
    assert accounts[0].shared == {}


def test_whose_idea_it_is_checks_nobody(session: Session) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(ladder=((4, 30),), by=ada, votes=4)
    draw_due()
    with pytest.raises(Refused, match=r"integrity\.own_idea"):
        check(idea, 1, Finding.GENUINE, by=ada)
    with pytest.raises(LookupError):
        check(idea, 99, Finding.GENUINE, by=a_person("Max", Role.MODERATOR))
