"""Deciding, confirming, taking back, carrying out, separating."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.db import db
from ideas.journey.actions import advance
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.merging import actions, queries
from ideas.merging.models import Merger
from ideas.merging.rules import MergerState
from ideas.moderation.actions import pick
from ideas.moderation.appeals.actions import appeal, decide_appeal
from ideas.moderation.appeals.effects import stands
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.rules import MeasureKind
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.submission.team.actions import answer_offer
from ideas.submission.team.queries import offers_to
from ideas.voting.joins.listeners import carry_on_joins
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, votes_for
from tests.voting.joins.making import FAR, votes_of

WORDS = {"en": "Both are a lamp.", "fr": " "}
NEAR = ((4, 30), (50_000, 60))


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


def a_pair(votes: int = 3, ladder: tuple[tuple[int, int], ...] = FAR) -> tuple[Idea, Idea]:
    parent = a_live_idea("Lamp", ladder=ladder, votes=2)
    return a_live_idea("A lamp", ladder=FAR, votes=votes, by=a_person("Cleo")), parent


def decided(child: Idea, parent: Idea, by: Person) -> Merger:
    merger = actions.propose(child, parent, WORDS, by=by, note=" Look ")
    db.session.commit()
    return merger


def carried_out(clock: Clock) -> None:
    clock.go(seconds=31)
    actions.carry_out_due()
    carry_on_joins()


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def test_it_takes_effect_after_half_a_minute(session: Session, clock: Clock, max_: Person) -> None:
    child, parent = a_pair()
    pick(child, by=max_)
    merger = decided(child, parent, max_)
    actions.carry_out_due()
    assert (merger.state, child.stage) == (MergerState.WAITING, Stage.LIVE)
    carried_out(clock)
    assert (merger.state, child.stage, child.merged_into_id) == ("merged", "merged", parent.id)
    assert votes_of(parent) == 5
    move = moves_of(child.id)[-1]
    assert (move.reason, move.public_text, move.by_id) == (
        "duplicate",
        {"en": "Both are a lamp."},
        max_.id,
    )
    done = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert done[-2:] == ["merger.propose", "merger.merged"]
    assert queries.became_of(child) == parent


def test_a_milestone_waits_for_a_second_person(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair(ladder=NEAR)
    merger = decided(child, parent, max_)
    carried_out(clock)
    assert (merger.state, child.stage) == (MergerState.PROPOSED, Stage.LIVE)
    with refused("merging.alone"):
        actions.confirm(merger, by=max_)
    mia = a_person("Mia", Role.MODERATOR)
    with refused("merging.second_person"):
        actions.confirm(merger, by=max_)
    actions.confirm(merger, by=mia)
    session.commit()
    carried_out(clock)
    assert (merger.state, votes_of(parent)) == (MergerState.MERGED, 5)
    with refused("merging.decided"):
        actions.confirm(merger, by=mia)


def test_votes_that_come_meanwhile_make_it_wait_for_a_second_person(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair(ladder=((6, 30), (50_000, 60)))
    merger = decided(child, parent, max_)
    assert merger.state is MergerState.WAITING
    votes_for(parent, 1)
    carried_out(clock)
    assert (merger.state, merger.needs_two, child.stage) == ("proposed", True, Stage.LIVE)


def test_it_is_taken_back_before_and_separated_after(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair()
    first = decided(child, parent, max_)
    with refused("merging.not_merged"):
        actions.separate(first, WORDS, by=max_)
    actions.take_back(first, by=max_)
    session.commit()
    carried_out(clock)
    assert (first.state, child.stage) == (MergerState.TAKEN_BACK, Stage.LIVE)
    second = decided(child, parent, max_)
    carried_out(clock)
    with refused("merging.over"):
        actions.take_back(second, by=max_)
    with refused("merging.no_sentence"):
        actions.separate(second, {"en": " "}, by=max_)
    actions.separate(second, WORDS, by=max_)
    session.commit()
    carry_on_joins()
    assert (second.state, child.stage, child.merged_into_id) == ("separated", "live", None)
    assert (votes_of(child), votes_of(parent)) == (3, 2)
    assert queries.became_of(child) is None


def test_who_and_what_is_refused(session: Session, clock: Clock, max_: Person) -> None:
    child, parent = a_pair()
    with refused("merging.own_idea"):
        actions.propose(child, parent, WORDS, by=parent.creator)
    with refused("merging.same"):
        actions.propose(child, child, WORDS, by=max_)
    with refused("merging.no_sentence"):
        actions.propose(child, parent, {}, by=max_)
    with refused("merging.child_stage"):
        actions.propose(an_idea(stage=Stage.SUBMITTED), parent, WORDS, by=max_)
    with refused("merging.parent_stage"):
        actions.propose(child, an_idea(stage=Stage.ON_SALE), WORDS, by=max_)
    decided(child, parent, max_)
    third = a_live_idea("Third", ladder=FAR)
    for pair in ((child, third), (parent, third), (third, child)):
        with refused("merging.under_way"):
            actions.propose(*pair, WORDS, by=max_)


def test_what_has_become_impossible_lapses(session: Session, clock: Clock, max_: Person) -> None:
    child, parent = a_pair()
    merger = decided(child, parent, max_)
    advance(child, Stage.WITHDRAWN, by=child.creator)
    session.commit()
    carried_out(clock)
    assert (merger.state, child.stage) == (MergerState.LAPSED, Stage.WITHDRAWN)


def test_what_is_part_of_a_part_comes_back_in_turn(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair()
    grand = a_live_idea("Grand", ladder=FAR)
    first = decided(child, parent, max_)
    carried_out(clock)
    second = decided(parent, grand, max_)
    carried_out(clock)
    assert (votes_of(grand), queries.became_of(child)) == (5, grand)
    with refused("merging.parent_first"):
        actions.separate(first, WORDS, by=max_)
    session.rollback()
    for merger in (second, first):
        actions.separate(merger, WORDS, by=max_)
        session.commit()
        carry_on_joins()
    assert [votes_of(each) for each in (grand, parent, child)] == [0, 2, 3]


def test_the_creator_is_offered_credit_and_loses_it_with_the_merger(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair()
    cleo, parent_id = child.creator, parent.id
    merger = decided(child, parent, max_)
    carried_out(clock)
    (offer,) = offers_to(cleo)
    assert (offer.idea, offer.share_bp) == (parent, 0)
    answer_offer(parent, accept=True, by=cleo, seen_bp=0)
    session.commit()
    assert cleo.id in parent.team_ids
    actions.separate(merger, WORDS, by=max_)
    session.commit()
    assert cleo.id not in parent.team_ids
    assert session.get(TeamMember, (parent_id, cleo.id)) is None


def test_who_is_on_the_team_already_is_not_asked(
    session: Session, clock: Clock, max_: Person
) -> None:
    ada = a_person("Ada")
    parent, child = a_live_idea("Lamp", ladder=FAR, by=ada), a_live_idea("Lamp", ladder=FAR, by=ada)
    merger = decided(child, parent, max_)
    carried_out(clock)
    assert (merger.state, merger.has_credit, offers_to(ada)) == (MergerState.MERGED, False, [])


def test_a_merger_is_stated_and_an_appeal_that_was_right_separates(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair(ladder=NEAR)
    mia, maya = (a_person(name, Role.MODERATOR) for name in ("Mia", "Maya"))
    actions.confirm(decided(child, parent, max_), by=mia)
    session.commit()
    carried_out(clock)
    measure = session.scalars(sa.select(Measure)).one()
    assert (measure.kind, measure.ground, measure.sentence) == (
        *(MeasureKind.MERGED, "duplicate"),
        {"en": "Both are a lamp."},
    )
    assert (measure.person_id, measure.decider_ids) == (
        child.creator_id,
        frozenset({max_.id, mia.id}),
    )
    made = appeal(measure, "Mine has a shade.", by=child.creator)
    for decider in (max_, mia):
        with refused("objection.another_person"):
            decide_appeal(made, Outcome.UPHELD, {"en": "Yes."}, by=decider)
    decide_appeal(made, Outcome.UPHELD, {"en": "It has."}, by=maya)
    session.commit()
    carry_on_joins()
    merger = session.scalars(sa.select(Merger)).one()
    assert (merger.state, merger.ended_by_id) == (MergerState.SEPARATED, maya.id)
    assert (child.stage, child.merged_into_id) == (Stage.LIVE, None)
    assert (votes_of(child), votes_of(parent)) == (3, 2)
    assert not stands(measure)
    last = session.scalars(sa.select(Measure).order_by(Measure.id.desc())).first()
    assert last is not None
    assert (last.kind, last.ground) == (MeasureKind.RESTORED, "appeal_upheld")
    with pytest.raises(DatabaseError, match="does not decide"):
        session.execute(sa.update(MeasureAppeal).values(decided_by_id=mia.id))
    session.rollback()


def test_an_appeal_waits_while_the_other_idea_is_merged_itself(
    session: Session, clock: Clock, max_: Person
) -> None:
    child, parent = a_pair()
    grand, maya = a_live_idea("Light", ladder=FAR), a_person("Maya", Role.MODERATOR)
    for pair in ((child, parent), (parent, grand)):
        decided(*pair, max_)
        carried_out(clock)
    measure = session.scalars(sa.select(Measure).order_by(Measure.id)).first()
    assert measure is not None
    made = appeal(measure, "Mine has a shade.", by=child.creator)
    session.commit()
    with refused("merging.parent_first"):
        decide_appeal(made, Outcome.UPHELD, {"en": "It has."}, by=maya)
