"""Wherever somebody's two votes stand, and whatever happens in between: where they stand then."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db, take_write_lock
from ideas.journey.models import Idea
from ideas.policy import Role
from ideas.voting.actions import cast_vote, take_back_vote, take_back_vote_of_member
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.cases.queries import cases_of
from ideas.voting.integrity.models import Sweep
from ideas.voting.integrity.rules import Verb, Why
from ideas.voting.joins.listeners import carry_on_joins
from tests.conftest import Clock
from tests.factories import a_person
from tests.voting.joins.making import merge, part, placed, state_of, two_ideas, votes_of
from tests.voting.log.test_every_change import explained

STATES = ("pending", "counted", "held", "void", "withdrawn", "lapsed", None)


def test_where_every_pair_of_votes_goes_and_comes_back(session: Session, clock: Clock) -> None:
    child, parent = two_ideas()
    pairs = {(here, there): a_person() for here in STATES for there in STATES}
    for (here, there), person in pairs.items():
        placed(child, person, here)
        placed(parent, person, there)
    before = votes_of(child), votes_of(parent)
    clock.go(hours=1)
    merge(child, parent)
    joined = {("counted", None), ("counted", "lapsed")}
    for (here, there), person in pairs.items():
        expected = "counted" if (here, there) in joined else there
        assert (state_of(child, person), state_of(parent, person)) == (here, expected)
    assert (votes_of(child), votes_of(parent)) == (before[0], before[1] + len(joined))
    clock.go(hours=1)
    part(child)
    for (here, there), person in pairs.items():
        expected = "lapsed" if (here, there) in joined else there
        assert (state_of(child, person), state_of(parent, person)) == (here, expected)
    assert (votes_of(child), votes_of(parent)) == before


def nothing(idea: Idea, person: Person, clock: Clock) -> None:
    """Nothing happens."""


def takes_back(idea: Idea, person: Person, clock: Clock) -> None:
    take_back_vote(idea, by=person)


def casts_anew(idea: Idea, person: Person, clock: Clock) -> None:
    take_back_vote(idea, by=person)
    db.session.commit()
    clock.go(days=2)
    cast_vote(idea, by=person)


def joins_team(idea: Idea, person: Person, clock: Clock) -> None:
    take_back_vote_of_member(idea.id, person.id)


def swept(verb: Verb, why: Why) -> Callable[[Idea, Person, Clock], None]:
    def sweep(idea: Idea, person: Person, clock: Clock) -> None:
        max_ = a_person("Max", Role.MODERATOR)
        propose(idea, verb, why, conditions={"person": person.id}, by=max_)

    return sweep


held, voided = swept(Verb.HOLD, Why.LOOKED_ODD), swept(Verb.VOID, Why.BOUGHT)


def held_and_released(idea: Idea, person: Person, clock: Clock) -> None:
    held(idea, person, clock)
    swept(Verb.RELEASE, Why.REAL_PEOPLE)(idea, person, clock)


@pytest.mark.parametrize(
    ("happens", "there_before", "meanwhile", "here", "there"),
    [
        (nothing, None, "counted", "counted", "lapsed"),
        (nothing, "counted", "counted", "counted", "counted"),
        (takes_back, None, "withdrawn", "withdrawn", "withdrawn"),
        (takes_back, "counted", "withdrawn", "withdrawn", "withdrawn"),
        (casts_anew, None, "counted", "counted", "counted"),
        (casts_anew, "counted", "counted", "counted", "counted"),
        (joins_team, None, "withdrawn", "counted", "withdrawn"),
        (held, None, "held", "held", "lapsed"),
        (held, "counted", "held", "counted", "held"),
        (voided, None, "void", "void", "void"),
        (voided, "counted", "void", "counted", "void"),
        (held_and_released, None, "counted", "counted", "lapsed"),
    ],
)
def test_what_happens_while_two_ideas_are_one(
    session: Session,
    clock: Clock,
    tmp_path: Path,
    happens: Callable[[Idea, Person, Clock], None],
    there_before: str | None,
    meanwhile: str,
    here: str,
    there: str,
) -> None:
    child, parent = two_ideas()
    vera = a_person("Vera")
    placed(child, vera, "counted")
    placed(parent, vera, there_before)
    clock.go(hours=1)
    merge(child, parent)
    clock.go(hours=1)
    happens(parent, vera, clock)
    session.commit()
    carry_on_joins()
    assert state_of(parent, vera) == meanwhile
    explained(tmp_path, parent)
    clock.go(hours=1)
    part(child)
    assert (state_of(child, vera), state_of(parent, vera)) == (here, there)
    assert votes_of(child) == (here == "counted")
    assert votes_of(parent) == (there == "counted")
    explained(tmp_path, child)
    explained(tmp_path, parent)


def test_what_is_held_at_the_child_as_well_can_be_decided_there(
    session: Session, clock: Clock
) -> None:
    child, parent = two_ideas()
    vera, max_ = a_person("Vera"), a_person("Max", Role.MODERATOR)
    placed(child, vera, "counted")
    merge(child, parent)
    clock.go(hours=1)
    propose(parent, Verb.HOLD, Why.LOOKED_ODD, conditions={"person": vera.id}, by=max_, note="Odd")
    session.commit()
    part(child)
    (case,) = cases_of(child.id)
    sweep = session.query(Sweep).filter_by(idea_id=child.id).one()
    assert (sweep.proposed_by_id, sweep.note, sweep.total, sweep.done) == (max_.id, "Odd", 1, 1)
    propose(child, Verb.RELEASE, Why.REAL_PEOPLE, conditions={"case": case.id}, by=max_)
    session.commit()
    assert (state_of(child, vera), votes_of(child)) == ("counted", 1)


@pytest.mark.parametrize("at_parent", [None, "lapsed"])
def test_what_becomes_of_the_childs_vote_is_carried_over_too(
    session: Session, clock: Clock, at_parent: str | None
) -> None:
    child, parent = two_ideas()
    vera, una, max_ = a_person("Vera"), a_person("Una"), a_person("Max", Role.MODERATOR)
    placed(child, vera, "counted")
    placed(child, una, "held")
    placed(parent, vera, at_parent)
    clock.go(hours=1)
    merge(child, parent)
    assert (votes_of(parent), state_of(parent, una)) == (1, None)
    steps = [
        (Verb.RELEASE, Why.REAL_PEOPLE, una, 2),
        (Verb.HOLD, Why.LOOKED_ODD, vera, 1),
        (Verb.RELEASE, Why.REAL_PEOPLE, vera, 2),
        (Verb.VOID, Why.BOUGHT, una, 1),
    ]
    for verb, why, person, votes in steps:
        clock.go(minutes=1)
        propose(child, verb, why, conditions={"person": person.id}, by=max_)
        session.commit()
        carry_on_joins()
        assert votes_of(parent) == votes
    part(child)
    assert (votes_of(child), votes_of(parent)) == (1, 0)


def test_who_left_and_who_is_of_a_team_stays_behind(session: Session, clock: Clock) -> None:
    child, parent = two_ideas()
    gone = a_person("Gone")
    for person in (gone, parent.creator, child.creator, a_person("Vera")):
        placed(child, person, "counted")
    take_write_lock()
    gone.erased_at = clock.moment
    session.commit()
    merge(child, parent)
    assert votes_of(parent) == 1


def test_two_that_were_merged_one_after_the_other_part_in_turn(
    session: Session, clock: Clock
) -> None:
    first, parent = two_ideas()
    second, _ = two_ideas()
    vera = a_person("Vera")
    placed(first, vera, "counted")
    placed(second, vera, "counted")
    merge(first, parent)
    merge(second, parent)
    assert votes_of(parent) == 1
    clock.go(hours=1)
    part(first)
    carry_on_joins()
    assert (votes_of(parent), votes_of(first)) == (1, 1)
    part(second)
    assert (votes_of(parent), votes_of(second)) == (0, 1)
    clock.go(hours=1)
    merge(first, parent)
    assert votes_of(parent) == 1
