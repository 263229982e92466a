"""Holding, releasing, making void, and taking it back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.integrity import rules
from ideas.voting.integrity.actions import cancel, carry_on, close_case, confirm, propose, undo
from ideas.voting.integrity.cases.queries import cases_after, held_in
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.listeners import carry_on_sweeps
from ideas.voting.integrity.models import Sweep, VoteCase
from ideas.voting.integrity.rules import Suspected, SweepState, Verb, Why
from ideas.voting.models import TierCrossing, Vote, VoteEvent, VoteReason, VoteState
from ideas.voting.queries import ballot_of, cast_by
from ideas.voting.recounts.queries import miscounted_ideas
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for

KEY = (("network", "abc"),)


@pytest.fixture
def max_(session: Session) -> Person:
    """Max moderates."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def rita(session: Session) -> Person:
    """Rita moderates as well."""
    return a_person("Rita", Role.MODERATOR)


def held(idea: Idea, people: Sequence[Person]) -> VoteCase:
    """A test holds the votes of these people."""
    ids = [person.id for person in people]
    hold_suspected(idea.id, Suspected.SOURCE, KEY, ids, tenths=120, found=len(ids), expected=1)
    db.session.commit()
    return cases_after(0, limit=10)[-1]


def numbers(idea: Idea) -> tuple[int, int, int]:
    """Counted, held and void, which agree with the votes."""
    db.session.commit()
    assert miscounted_ideas() == []
    ballot = ballot_of(idea.id)
    assert ballot is not None
    db.session.refresh(ballot)
    return ballot.votes, ballot.held, ballot.void


def reasons(idea: Idea, person: Person) -> list[tuple[VoteReason, int | None]]:
    """What happened to a vote, and by whom."""
    told = sa.select(VoteEvent).where(
        VoteEvent.idea_id == idea.id, VoteEvent.person_id == person.id
    )
    rows = db.session.scalars(told.order_by(VoteEvent.id))
    return [(row.reason, row.actor_id) for row in rows]


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    """It is refused with this code."""
    return pytest.raises(Refused, match=code)


def test_a_test_holds_and_a_person_releases(max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    people = votes_for(idea, 6)
    case = held(idea, people[:4])
    assert numbers(idea) == (2, 4, 0)
    sweep = propose(idea, Verb.RELEASE, Why.REAL_PEOPLE, conditions={"case": case.id}, by=max_)
    assert sweep.state is SweepState.DONE
    assert numbers(idea) == (6, 0, 0)
    assert case.closed_at is not None
    assert reasons(idea, people[0]) == [
        (VoteReason.CAST, people[0].id),
        (VoteReason.HELD, None),
        (VoteReason.RELEASED, max_.id),
    ]


def test_a_released_vote_counts_from_its_original_time(clock: Clock, max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    (person,) = votes_for(idea, 1)
    at = clock.moment
    case = held(idea, [person])
    clock.go(hours=5)
    propose(idea, Verb.RELEASE, Why.NO_PROOF, conditions={"case": case.id}, by=max_)
    vote = cast_by(person.id, idea.id)
    assert vote is not None
    assert (vote.cast_at, vote.counted_at) == (at, at)


def test_release_crosses_tiers(max_: Person) -> None:
    idea = a_live_idea(ladder=((5, 30), (9, 30)))
    people = votes_for(idea, 4)
    case = held(idea, people)
    votes_for(idea, 1)
    assert numbers(idea) == (1, 4, 0)
    propose(idea, Verb.RELEASE, Why.REAL_PEOPLE, conditions={"case": case.id}, by=max_)
    assert numbers(idea) == (5, 0, 0)
    crossed = db.session.scalars(sa.select(TierCrossing.tier)).all()
    assert crossed == [1]


def test_holding_never_takes_a_reached_tier_away(max_: Person) -> None:
    idea = a_live_idea(ladder=((3, 30), (9, 30)))
    people = votes_for(idea, 4)
    held(idea, people)
    ballot = ballot_of(idea.id)
    assert ballot is not None
    assert (numbers(idea), ballot.tier, idea.stage) == ((0, 4, 0), 1, Stage.LIVE)


def test_held_twice_is_held_once(max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    people = votes_for(idea, 3)
    first, second = held(idea, people[:2]), held(idea, people)
    assert first.id == second.id
    assert numbers(idea) == (0, 3, 0)
    assert held_in([first.id]) == {first.id: 3}
    (sweep,) = db.session.scalars(sa.select(Sweep)).all()
    assert (sweep.done, sweep.total, sweep.is_automatic) == (3, 3, True)


def test_another_month_is_another_decision(clock: Clock, max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 60),))
    people = votes_for(idea, 3)
    held(idea, people[:1])
    held(idea, people[:2])
    clock.go(days=31)
    held(idea, people)
    sweeps = db.session.scalars(sa.select(Sweep).order_by(Sweep.id)).all()
    assert [sweep.done for sweep in sweeps] == [2, 1]
    assert len(cases_after(0, limit=5)) == 1
    assert numbers(idea) == (0, 3, 0)


def test_only_what_counts_is_held(max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    pending = a_person("Penny", confirmed=False)
    cast_vote(idea, by=pending)
    (gone,) = votes_for(idea, 1)
    take_back_vote(idea, by=gone)
    people = [pending.id, gone.id]
    assert hold_suspected(idea.id, Suspected.SOURCE, KEY, people, tenths=90) == 0
    assert cases_after(0, limit=1) == []
    assert numbers(idea) == (0, 0, 0)
    assert db.session.scalars(sa.select(Vote.state).order_by(Vote.state)).all() == [
        VoteState.PENDING,
        VoteState.WITHDRAWN,
    ]


def test_a_held_vote_is_cast_and_cannot_be_taken_back(max_: Person) -> None:
    idea = a_live_idea(ladder=((40, 30),))
    (person,) = votes_for(idea, 1)
    held(idea, [person])
    assert cast_vote(idea, by=person).state is VoteState.HELD
    with refused("vote.being_checked"):
        take_back_vote(idea, by=person)
    assert numbers(idea) == (0, 1, 0)


def test_few_far_from_a_tier_are_void_by_one(max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 5)
    case = held(idea, people[:3])
    sweep = propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"case": case.id}, by=max_)
    assert (sweep.needs_two, sweep.state) == (False, SweepState.DONE)
    assert numbers(idea) == (2, 0, 3)
    assert case.closed_at is not None


def test_near_a_tier_two_people_are_needed(max_: Person, rita: Person) -> None:
    idea = a_live_idea(ladder=((5, 30), (40, 60)))
    people = votes_for(idea, 6)
    case = held(idea, people[:2])
    sweep = propose(idea, Verb.VOID, Why.BOUGHT, conditions={"case": case.id}, by=max_)
    assert (sweep.state, numbers(idea)) == (SweepState.PROPOSED, (4, 2, 0))
    with refused("integrity.two_people"):
        confirm(sweep, by=max_)
    db.session.rollback()
    confirm(sweep, by=rita)
    assert (sweep.state, numbers(idea)) == (SweepState.DONE, (4, 0, 2))
    assert reasons(idea, people[0])[-1] == (VoteReason.VOIDED, rita.id)
    with refused("integrity.decided_already"):
        confirm(sweep, by=rita)


def test_the_database_itself_asks_for_two_people(max_: Person) -> None:
    idea = a_live_idea(ladder=((4, 30), (400, 60)))
    case = held(idea, votes_for(idea, 4))
    sweep = propose(idea, Verb.VOID, Why.BOUGHT, conditions={"case": case.id}, by=max_)
    sweep.confirmed_by_id, sweep.state = max_.id, SweepState.RUNNING
    with pytest.raises(IntegrityError, match=r"two_people|CHECK"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    ("total", "before", "after", "two"),
    [
        (50, 500, 450, False),
        (51, 500, 449, True),
        (1, 106, 105, True),  # 5 % of 100
        (1, 107, 106, False),
        (1, 95, 94, True),
        (1, 94, 93, False),
        (20, 120, 80, True),  # a tier between
    ],
)
def test_when_two_people_are_needed(total: int, before: int, after: int, two: bool) -> None:
    from ideas.campaigns.ladder import Tier

    ladder = (Tier(votes=100, days=30), Tier(votes=1_000, days=30))
    assert rules.needs_two(total, ladder, before, after) is two


def test_many_small_ones_are_as_one(
    clock: Clock, max_: Person, rita: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "ALONE_MOST", 3)
    idea = a_live_idea(ladder=((400, 90),))
    people = votes_for(idea, 7)

    def void(number: int, by: Person) -> Sweep:
        chosen = {"person": people[number].id}
        return propose(idea, Verb.VOID, Why.BOUGHT, conditions=chosen, by=by)

    alone = [void(number, max_) for number in range(3)]
    assert {sweep.state for sweep in alone} == {SweepState.DONE}
    assert void(3, max_).state is SweepState.PROPOSED
    assert void(4, rita).state is SweepState.DONE
    undo(alone[0], by=max_)
    assert void(5, max_).state is SweepState.DONE
    assert void(6, max_).state is SweepState.PROPOSED
    clock.go(days=31)
    assert void(6, max_).state is SweepState.DONE


def test_what_is_confirmed_is_what_was_proposed(clock: Clock, max_: Person, rita: Person) -> None:
    """Votes that were cast since fit the conditions as well, but nobody has seen them."""
    idea = a_live_idea(ladder=((4, 30), (400, 60)))
    votes_for(idea, 4)
    sweep = propose(idea, Verb.VOID, Why.BOUGHT, conditions={}, by=max_)
    clock.go(hours=1)
    votes_for(idea, 20)
    confirm(sweep, by=rita)
    assert (sweep.done, numbers(idea)) == (4, (20, 0, 4))


def test_a_case_of_another_idea_has_no_votes_here(max_: Person) -> None:
    idea, other = a_live_idea(ladder=((400, 30),)), a_live_idea("Other", ladder=((400, 30),))
    people = votes_for(idea, 3)
    for person in people:
        cast_vote(other, by=person)
    case = held(other, people)
    with refused("integrity.nothing_left"):
        propose(idea, Verb.VOID, Why.BOUGHT, conditions={"case": case.id}, by=max_)
    assert (numbers(idea), numbers(other)) == ((3, 0, 0), (0, 3, 0))


def test_what_is_proposed_can_be_turned_down(max_: Person, rita: Person) -> None:
    idea = a_live_idea(ladder=((4, 30), (400, 60)))
    case = held(idea, votes_for(idea, 4))
    sweep = propose(idea, Verb.VOID, Why.BOUGHT, conditions={"case": case.id}, by=max_)
    cancel(sweep, by=rita)
    assert (sweep.state, numbers(idea)) == (SweepState.REFUSED, (0, 4, 0))
    with refused("integrity.over"):
        cancel(sweep, by=rita)
    with refused("integrity.decided_already"):
        confirm(sweep, by=rita)


def test_undo_puts_back_what_nothing_changed_since(max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 5)
    case = held(idea, people[:3])
    sweep = propose(idea, Verb.VOID, Why.AUTOMATED, conditions={"case": case.id}, by=max_)
    undoing = undo(sweep, by=max_)
    assert (undoing.state, numbers(idea)) == (SweepState.DONE, (2, 3, 0))
    assert case.closed_at is None
    with refused("integrity.undone_already"):
        undo(sweep, by=max_)
    with refused("integrity.undone_already"):
        undo(undoing, by=max_)


def test_nobody_judges_votes_for_their_own_idea(max_: Person) -> None:
    creator = a_person("Ada")
    idea = a_live_idea(ladder=((400, 30),), by=creator)
    case = held(idea, votes_for(idea, 2))
    with refused("integrity.own_idea"):
        propose(idea, Verb.VOID, Why.BOUGHT, conditions={"case": case.id}, by=creator)
    with refused("integrity.own_idea"):
        close_case(case, by=creator)


def test_a_reason_fits_and_something_is_left_to_do(max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    case = held(idea, votes_for(idea, 2))
    with refused("integrity.reason_fits_not"):
        propose(idea, Verb.RELEASE, Why.BOUGHT, conditions={"case": case.id}, by=max_)
    propose(idea, Verb.RELEASE, Why.NO_PROOF, conditions={"case": case.id}, by=max_)
    with refused("integrity.nothing_left"):
        propose(idea, Verb.RELEASE, Why.NO_PROOF, conditions={"case": case.id}, by=max_)


def test_a_case_that_holds_votes_stays_open(max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    case = held(idea, votes_for(idea, 2))
    with refused("integrity.holds_votes"):
        close_case(case, by=max_)
    hold_suspected(idea.id, Suspected.SPEED, (), [], tenths=100, found=50, expected=3)
    watched = cases_after(case.id, limit=1)[0]
    close_case(watched, by=max_)
    assert watched.closed_at is not None


def test_portions_are_exact_and_can_be_stopped(
    max_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PORTION", 4)
    monkeypatch.setattr("ideas.voting.integrity.queries.PORTION", 4)
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 10)
    sweep = propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=max_)
    assert (sweep.state, sweep.total, numbers(idea)) == (SweepState.RUNNING, 10, (10, 0, 0))
    assert carry_on(sweep.id)
    assert (sweep.done, numbers(idea)) == (4, (6, 4, 0))
    cancel(sweep, by=max_)
    assert not carry_on(sweep.id)
    assert (sweep.state, numbers(idea)) == (SweepState.CANCELLED, (6, 4, 0))
    undoing = undo(sweep, by=max_)
    db.session.commit()
    carry_on_sweeps()
    db.session.refresh(undoing)
    assert (undoing.state, numbers(idea)) == (SweepState.DONE, (10, 0, 0))
    assert len(people) == 10


def test_the_worker_carries_a_large_one_to_its_end(
    max_: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PORTION", 4)
    monkeypatch.setattr("ideas.voting.integrity.queries.PORTION", 4)
    idea = a_live_idea(ladder=((400, 30),))
    votes_for(idea, 9)
    sweep = propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions={}, by=max_)
    db.session.commit()
    carry_on_sweeps()
    db.session.refresh(sweep)
    assert (sweep.state, sweep.done, numbers(idea)) == (SweepState.DONE, 9, (0, 9, 0))


def test_conditions_choose_by_time(clock: Clock, max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    votes_for(idea, 2)
    late = clock.go(hours=2)
    votes_for(idea, 3)
    since = {"since": (late - timedelta(hours=1)).isoformat()}
    propose(idea, Verb.HOLD, Why.LOOKED_ODD, conditions=since, by=max_)
    assert numbers(idea) == (2, 3, 0)


def test_whoever_joined_the_team_does_not_count_after_all(max_: Person) -> None:
    idea = a_live_idea(ladder=((400, 30),))
    people = votes_for(idea, 2)
    case = held(idea, people)
    from ideas import clock as ideas_clock
    from ideas.db import take_write_lock
    from ideas.journey.models import TeamMember

    take_write_lock()
    moment = ideas_clock.now()
    member = TeamMember(
        idea_id=idea.id, person_id=people[0].id, share_bp=0, invited_at=moment, accepted_at=moment
    )
    db.session.add(member)
    db.session.commit()
    propose(idea, Verb.RELEASE, Why.REAL_PEOPLE, conditions={"case": case.id}, by=max_)
    assert numbers(idea) == (1, 0, 0)
    vote = cast_by(people[0].id, idea.id)
    assert vote is not None
    assert vote.state is VoteState.WITHDRAWN
