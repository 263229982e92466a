"""Taking, letting go, and what others may do meanwhile."""

import pytest
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.actions import Words, publish
from ideas.moderation.claims import actions
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claim_on_idea, claim_on_report, claims_on_ideas
from ideas.moderation.judgements.actions import judge_idea, judge_reported, undo
from ideas.moderation.queries import next_in_queue
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.queries import next_reported
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.rules import Reason, Verdict
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea

GOOD = Words(Reason.FITS_GUIDELINES)


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def maya(max_: Person) -> Person:
    """Another moderator."""
    return a_person("Maya", Role.MODERATOR)


@pytest.fixture
def lamp(maya: Person) -> Idea:
    """The idea that waits longest."""
    return an_idea("Lamp", stage=Stage.SUBMITTED)


@pytest.fixture
def kettle(lamp: Idea) -> Idea:
    """The next."""
    return an_idea("Kettle", stage=Stage.SUBMITTED)


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=f"^{code}$")


def holder(idea: Idea) -> int | None:
    """Who looks at it."""
    claim = claim_on_idea(idea.id)
    return claim.person_id if claim else None


def test_what_one_looks_at_the_other_neither_takes_nor_judges(
    lamp: Idea, kettle: Idea, max_: Person, maya: Person
) -> None:
    actions.take_idea(lamp, by=max_)
    db.session.commit()
    with refused("claim.taken"):
        actions.take_idea(lamp, by=maya)
    with refused("claim.taken"):
        judge_idea(lamp, Verdict.PUBLISH, GOOD, by=maya)
    assert next_in_queue(None, by_id=maya.id) == kettle
    assert next_in_queue(None, by_id=max_.id) == lamp
    assert list(claims_on_ideas([lamp.id, kettle.id])) == [lamp.id]


def test_taking_the_next_lets_the_last_go(
    lamp: Idea, kettle: Idea, max_: Person, maya: Person
) -> None:
    assert actions.take_next(None, by=max_) == lamp
    assert actions.take_next(None, by=maya) == kettle
    actions.let_go(by=maya)
    assert actions.take_next((lamp.stage_at, lamp.id), by=max_) == kettle
    assert (holder(lamp), holder(kettle)) == (None, max_.id)
    assert actions.take_next((kettle.stage_at, kettle.id), by=maya) == lamp
    actions.take_idea(kettle, by=max_)
    assert actions.take_next(None, by=a_person("Mia", Role.MODERATOR)) is None
    assert db.session.query(Claim).count() == 2


def test_it_ends_by_itself(lamp: Idea, max_: Person, maya: Person, clock: Clock) -> None:
    actions.take_idea(lamp, by=max_)
    clock.go(minutes=9)
    actions.take_idea(lamp, by=max_)
    clock.go(minutes=9)
    assert holder(lamp) == max_.id
    clock.go(minutes=1)
    assert holder(lamp) is None
    actions.take_idea(lamp, by=maya)
    db.session.commit()
    with refused("claim.taken"):
        judge_idea(lamp, Verdict.PUBLISH, GOOD, by=max_)
    judge_idea(lamp, Verdict.PUBLISH, GOOD, by=maya)


def test_judging_ends_it_and_needs_none(
    lamp: Idea, kettle: Idea, max_: Person, maya: Person
) -> None:
    actions.take_idea(lamp, by=max_)
    judgement = judge_idea(lamp, Verdict.PUBLISH, GOOD, by=max_)
    judge_idea(kettle, Verdict.PUBLISH, GOOD, by=maya)
    assert db.session.query(Claim).count() == 0
    with refused("claim.decided"):
        actions.take_idea(lamp, by=maya)
    undo(judgement, by=max_)
    actions.take_idea(lamp, by=maya)
    assert holder(lamp) == maya.id


def test_nobody_takes_their_own_or_what_is_decided(lamp: Idea, max_: Person) -> None:
    with refused("moderation.own_idea"):
        actions.take_idea(an_idea("Own", stage=Stage.SUBMITTED, by=max_), by=max_)
    publish(lamp, by=max_)
    with refused("claim.decided"):
        actions.take_idea(lamp, by=max_)


def test_what_is_reported_is_looked_at_by_one(max_: Person, maya: Person) -> None:
    first, second = (Thing(an_idea(title, stage=Stage.LIVE)) for title in ("Lamp", "Kettle"))
    rows = [report(each, ReportReason.SPAM, "", by=a_person("Vera")) for each in (first, second)]
    actions.take_reported(first, by=max_)
    db.session.commit()
    claim = claim_on_report(rows[0].id)
    assert claim
    assert claim.person_id == max_.id
    onward = next_reported(None, by_id=maya.id)
    assert onward
    assert onward.first == rows[1]
    for act in (actions.take_reported, lambda thing, by: judge_reported(thing, None, by=by)):
        with refused("claim.taken"):
            act(first, by=maya)
    judge_reported(first, None, by=max_)
    actions.take_reported(second, by=max_)
    assert next_reported(None, by_id=maya.id) is None
    with refused("claim.decided"):
        actions.take_reported(first, by=max_)
    assert db.session.query(Claim).count() == 1
