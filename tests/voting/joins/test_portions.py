"""A join goes on by portions: milestones, interruptions, and what waits for it."""

import itertools

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.voting.ballots.actions import certify_due, expire_due
from ideas.voting.joins import carrying, listeners, rules
from ideas.voting.joins.actions import carry_on
from ideas.voting.joins.models import JoinedVote
from ideas.voting.joins.queries import joined_into, prospect_of, standing_join_of
from ideas.voting.models import TierCrossing
from ideas.voting.queries import fresh_ballot
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, votes_for
from tests.voting.joins.making import FAR, merge, part, placed, two_ideas, votes_of


def crossings(idea: Idea) -> list[tuple[int, int]]:
    found = sa.select(TierCrossing.tier, TierCrossing.attempt).where(
        TierCrossing.idea_id == idea.id
    )
    return [
        (tier, attempt) for tier, attempt in db.session.execute(found.order_by(TierCrossing.tier))
    ]


def test_several_milestones_are_crossed_at_once_and_stay_reached(
    session: Session, clock: Clock
) -> None:
    parent = a_live_idea("Lamp", ladder=((2, 30), (4, 60), (90, 60)), votes=1)
    child = a_live_idea("A lamp", ladder=FAR, votes=4)
    merge(child, parent)
    assert (votes_of(parent), crossings(parent)) == (5, [(1, 1), (2, 1)])
    part(child)
    assert (votes_of(parent), crossings(parent)) == (1, [(1, 1), (2, 1)])
    merge(child, parent)
    assert crossings(parent) == [(1, 1), (2, 1)]


@pytest.mark.parametrize("hours", [0, 72])
def test_the_goal_may_be_reached_in_the_middle(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    monkeypatch.setattr(rules, "PORTION", 2)
    parent = a_live_idea("Lamp", ladder=((2, 30), (3, 60)), certification_hours=hours)
    child = a_live_idea("A lamp", ladder=FAR, votes=5)
    merge(child, parent)
    assert parent.stage is (Stage.CERTIFYING if hours else Stage.QUALIFIED)
    assert votes_of(parent) == 5


def test_certification_waits_for_the_votes_that_leave(session: Session, clock: Clock) -> None:
    parent = a_live_idea("Lamp", ladder=((2, 30), (3, 60)), votes=1)
    child = a_live_idea("A lamp", ladder=FAR, votes=5)
    merge(child, parent)
    clock.go(hours=73)
    part(child, only=True)
    certify_due()
    assert parent.stage is Stage.CERTIFYING
    listeners.carry_on_joins()
    certify_due()
    assert (parent.stage, votes_of(parent)) == (Stage.LIVE, 1)


def test_what_runs_out_meanwhile_waits_for_the_votes_on_their_way(
    session: Session, clock: Clock
) -> None:
    parent = a_live_idea("Lamp", ladder=((3, 30), (90, 60)))
    child = a_live_idea("A lamp", ladder=FAR, votes=3)
    clock.go(days=29, hours=23)
    merge(child, parent, only=True)
    clock.go(hours=2)
    expire_due()
    assert parent.stage is Stage.LIVE
    listeners.carry_on_joins()
    expire_due()
    assert (parent.stage, crossings(parent)) == (Stage.LIVE, [(1, 1)])


class Stopped(Exception):
    """The process is gone."""


@pytest.mark.parametrize("fault", ["_tell_carried", "_keep", "heat_with", "let_lapse"])
def test_wherever_it_is_stopped_it_goes_on(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(rules, "PORTION", 2)
    child, parent = two_ideas()
    votes_for(child, 5)
    votes_for(parent, 2)
    whole, calls = getattr(carrying, fault), itertools.count()

    def stops(*args: object) -> object:
        if next(calls) % 2 == 0:
            raise Stopped
        return whole(*args)

    monkeypatch.setattr(carrying, fault, stops)
    merge(child, parent, only=True)
    to_its_end(parent)
    assert (votes_of(parent), votes_of(child)) == (7, 5)
    part(child, only=True)
    to_its_end(parent)
    assert (votes_of(parent), votes_of(child)) == (2, 5)


def to_its_end(parent: Idea) -> None:
    """One attempt after the other; between any two every count is right."""
    while any(each.is_moving for each in joined_into(parent.id)):
        try:
            listeners.carry_on_joins()
        except* Stopped:
            pass
        votes_of(parent)


def test_it_can_be_turned_round_half_way(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PORTION", 2)
    child, parent = two_ideas()
    votes_for(child, 5)
    merge(child, parent, only=True)
    join = standing_join_of(child.id)
    assert join is not None
    assert carry_on(join.id)
    session.commit()
    assert (votes_of(parent), join.done, join.total) == (2, 2, 5)
    part(child)
    assert (votes_of(parent), votes_of(child), standing_join_of(child.id)) == (0, 5, None)
    assert session.scalar(sa.select(sa.func.count()).select_from(JoinedVote)) == 0


def test_votes_move_by_one_join_at_a_time_and_only_where_votes_are_open(
    session: Session, clock: Clock
) -> None:
    child, parent = two_ideas()
    third = a_live_idea("Third", ladder=FAR)
    votes_for(child, 1)
    merge(child, parent, only=True)
    for pair in ((parent, third), (third, parent)):
        with pytest.raises(Refused, match=r"join\.moving"):
            merge(*pair)
        session.rollback()
    listeners.carry_on_joins()
    clock.go(days=31)
    with pytest.raises(Refused, match=r"join\.closed"):
        merge(third, parent)


def test_the_prospect_is_what_then_happens(session: Session, clock: Clock) -> None:
    child, parent = two_ideas()
    people = votes_for(child, 4)
    placed(parent, people[0], "counted")
    placed(parent, people[1], "withdrawn")
    placed(child, a_person(), "held")
    prospect = prospect_of(child, parent)
    assert (prospect.votes, prospect.new, prospect.both, prospect.left_out) == (4, 2, 1, 1)
    merge(child, parent)
    assert votes_of(parent) == 1 + prospect.new


def test_joined_votes_warm_the_parent_as_if_they_had_been_cast_there(
    session: Session, clock: Clock
) -> None:
    child, parent = two_ideas()
    votes_for(child, 8)
    clock.go(days=4)
    cold, warm = fresh_ballot(parent.id), fresh_ballot(child.id)
    assert cold is not None
    assert warm is not None
    heat, theirs = cold.heat, warm.heat
    merge(child, parent)
    assert cold.heat == pytest.approx(theirs, abs=200_000)
    part(child)
    assert cold.heat == pytest.approx(heat, abs=1_500_000)
