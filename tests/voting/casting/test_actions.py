"""Voting together decides, counts and tells exactly as voting one by one does."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import take_write_lock
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.casting import actions
from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteEvent, VoteState
from ideas.voting.queries import cast_by
from ideas.voting.spent.actions import spend_address
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea

LADDER = ((3, 30), (6, 30), (9, 30))
Wish = tuple[int, Person]
"""The number of an idea, and who votes for it."""


def alone(ideas: Sequence[Idea], wishes: Sequence[Wish], session: Session) -> Iterator[str]:
    """What each wish comes to when one vote follows the other."""
    for number, person in wishes:
        idea = ideas[number]
        if not idea.is_public and person.id not in idea.team_ids:
            yield "vote.no_idea"
            continue
        try:
            yield cast_vote(idea, by=person).state
        except Refused as refused:
            yield refused.refusal.code
            session.rollback()
        session.commit()


def together(ideas: Sequence[Idea], wishes: Sequence[Wish], session: Session) -> Iterator[str]:
    """What each comes to when all are cast in one transaction."""
    casts = [Cast(ideas[number].slug, person.id) for number, person in wishes]
    for outcome in cast_votes(casts):
        yield outcome.state or (outcome.refusal.code if outcome.refusal else "")
    session.commit()


def history_of(idea: Idea, session: Session) -> dict[str, object]:
    """Everything a vote leaves, but for the order in which votes of one moment were written."""
    told = sa.select(VoteEvent.person_id, VoteEvent.from_state, VoteEvent.to_state)
    told = told.add_columns(VoteEvent.reason, VoteEvent.actor_id, VoteEvent.at)
    kept = sa.select(Vote.person_id, Vote.state, Vote.cast_at, Vote.counted_at, Vote.withdrawn_at)
    crossed = sa.select(TierCrossing.tier, TierCrossing.attempt, TierCrossing.crossed_at)
    ballot = session.get_one(Ballot, idea.id)
    return {
        "stage": idea.stage,
        "ballot": (ballot.votes, ballot.tier, ballot.closes_at, ballot.certify_at),
        "heat": round(ballot.heat, -2),
        "events": sorted(map(str, session.execute(told.where(VoteEvent.idea_id == idea.id)))),
        "votes": sorted(map(str, session.execute(kept.where(Vote.idea_id == idea.id)))),
        "crossings": sorted(
            map(str, session.execute(crossed.where(TierCrossing.idea_id == idea.id)))
        ),
    }


def a_crowd(clock: Clock) -> list[Person]:
    """People of every kind that the rules know of."""
    return [
        *(a_person(f"Fan {number}") for number in range(9)),
        *(a_person(f"New {number}", confirmed=False) for number in range(3)),
        a_person("Eve", suspended_at=clock.moment),
        a_person("Rita", Role.REVIEWER),
    ]


def take_back(idea: Idea, person: Person) -> None:
    with suppress(Refused):
        take_back_vote(idea, by=person)


def hold(idea: Idea, person: Person) -> None:
    take_write_lock()
    vote = cast_by(person.id, idea.id)
    if vote is not None and vote.state is VoteState.COUNTED:
        vote.state = VoteState.HELD


def hide_or_show(idea: Idea, person: Person) -> None:
    take_write_lock()
    idea.hidden_at = None if idea.hidden_at else idea.stage_at


HAPPENINGS = (take_back, take_back, hold, hide_or_show)


@pytest.mark.parametrize("seed", range(12))
def test_it_is_as_if_each_had_voted_alone(session: Session, clock: Clock, seed: int) -> None:
    dice = random.Random(seed)
    crowd = a_crowd(clock)
    ada, ben = crowd[:2]
    twins = [[a_live_idea(ladder=LADDER, by=ada, team=(ben,)) for _ in "ab"] for _ in range(3)]
    ones, others = zip(*twins, strict=True)
    for _ in range(8):
        wishes = [(dice.randrange(3), dice.choice(crowd)) for _ in range(dice.randint(1, 12))]
        assert list(together(ones, wishes, session)) == list(alone(others, wishes, session))
        happen = dice.choice(HAPPENINGS)
        for pair in twins:
            person = dice.choice(crowd)
            for idea in pair:
                happen(idea, person)
                session.commit()
        confirm(dice.choice(crowd), clock, session)
        clock.go(hours=dice.choice((0, 1, 25)))
    for one, other in twins:
        assert history_of(one, session) == history_of(other, session)


def confirm(person: Person, clock: Clock, session: Session) -> None:
    take_write_lock()
    person.email_confirmed_at = person.email_confirmed_at or clock.moment
    count_pending_votes(person)
    session.commit()


def test_votes_and_their_count_are_written_together_or_not_at_all(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea, people = a_live_idea(ladder=LADDER), [a_person("Vera"), a_person("Karl")]

    def fail(*_: object) -> None:
        raise LookupError("between the votes and their count")

    monkeypatch.setattr(actions, "_count", fail)
    with pytest.raises(LookupError):
        cast_votes([Cast(idea.slug, person.id) for person in people])
    session.rollback()
    assert session.scalars(sa.select(Vote)).all() == []
    assert session.scalars(sa.select(VoteEvent)).all() == []
    assert session.get_one(Ballot, idea.id).votes == 0


def test_the_same_vote_twice_in_one_batch_is_one_vote(session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    first, again = cast_votes([Cast(idea.slug, vera.id)] * 2)
    session.commit()
    assert first == again
    assert first.state is VoteState.COUNTED
    assert session.scalars(sa.select(VoteEvent.to_state)).all() == [VoteState.COUNTED]
    assert session.get_one(Ballot, idea.id).votes == 1


def test_a_batch_crosses_every_tier_it_reaches_once(session: Session) -> None:
    idea = a_live_idea(ladder=((2, 10), (4, 10), (7, 10)))
    people = [a_person(f"Fan {number}") for number in range(9)]
    cast_votes([Cast(idea.slug, person.id) for person in people[:5]])
    session.commit()
    cast_votes([Cast(idea.slug, person.id) for person in people[5:]])
    session.commit()
    crossed = session.execute(sa.select(TierCrossing.tier, TierCrossing.votes)).all()
    assert sorted(map(tuple, crossed)) == [(1, 5), (2, 5), (3, 9)]
    assert idea.stage is Stage.CERTIFYING


def test_who_left_with_a_vote_does_not_vote_again(session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera", email="vera@example.org")
    cast_votes([Cast(idea.slug, vera.id)])
    spend_address(vera.id)
    vera.email = None
    session.commit()
    again = a_person("Vera", email="vera@example.org")
    (outcome,) = cast_votes([Cast(idea.slug, again.id)])
    assert outcome.refusal is not None
    assert outcome.refusal.code == "vote.address_spent"


def test_what_nobody_may_see_is_no_idea_but_for_its_team(session: Session) -> None:
    ada = a_person("Ada")
    hidden = an_idea(stage=Stage.SUBMITTED, by=ada)
    casts = [Cast(hidden.slug, a_person("Eve").id), Cast(hidden.slug, ada.id), Cast("none", ada.id)]
    codes = [outcome.refusal.code for outcome in cast_votes(casts) if outcome.refusal]
    assert codes == ["vote.no_idea", "vote.own_idea", "vote.no_idea"]


def test_many_votes_take_as_many_statements_as_one(
    session: Session, sent_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    idea = a_live_idea(ladder=((100, 10),))
    first, *others = [Cast(idea.slug, a_person(f"Fan {number}").id) for number in range(20)]
    with sent_statements() as one:
        cast_votes([first])
        session.commit()
    with sent_statements() as many:
        cast_votes(others)
        session.commit()
    assert len(many) == len(one)
