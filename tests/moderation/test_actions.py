"""Deciding, closing, opening again, recommending."""

import pytest
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.campaigns.queries import current_terms
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation import actions, queries
from ideas.moderation.models import StaffPick
from ideas.moderation.rules import Reason
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.voting.actions import cast_vote
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea

WORDS = {"en": " Say what it does. ", "fr": ""}


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def idea(max_: Person) -> Idea:
    """An idea that waits in the queue."""
    return an_idea(stage=Stage.SUBMITTED, by=a_person("Ada"), team=(a_person("Noor"),))


def refused(code: str) -> pytest.RaisesExc[Refused]:
    """The action meets this refusal."""
    return pytest.raises(Refused, match=f"^{code}$")


def stage_of(idea: Idea) -> Stage:
    """Where it stands by now."""
    return idea.stage


def audited() -> list[tuple[str, str]]:
    """Every audit entry's action and subject, oldest first."""
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id)
    return [(entry.action, entry.subject) for entry in entries]


def test_publishing_opens_the_ballot_under_the_terms_in_force(idea: Idea, max_: Person) -> None:
    actions.publish(idea, by=max_)
    move = moves_of(idea.id)[-1]
    assert idea.stage is Stage.LIVE
    assert idea.is_public
    assert (move.by_id, move.reason) == (max_.id, "fits_guidelines")
    assert move.terms_id == current_terms(idea.campaign_id).id
    assert audited()[-1] == ("idea.publish", f"idea:{idea.id}")


def test_returning_keeps_the_sentence_and_the_note(idea: Idea, max_: Person) -> None:
    actions.send_back(idea, by=max_, reason=Reason.UNCLEAR, sentence=WORDS, note=" Odd. ")
    move = moves_of(idea.id)[-1]
    assert idea.stage is Stage.NEEDS_WORK
    assert (move.reason, move.public_text) == ("unclear", {"en": "Say what it does."})
    assert (move.private_note, move.terms_id is not None) == ("Odd.", True)
    assert audited() == [("idea.return", f"idea:{idea.id}")]


def test_declining_says_why(idea: Idea, max_: Person) -> None:
    actions.decline(idea, by=max_, reason=Reason.ADVERTISING, sentence=WORDS)
    assert idea.stage is Stage.DECLINED
    assert not idea.is_public
    with refused("moderation.no_sentence"):
        actions.decline(
            an_idea(stage=Stage.SUBMITTED), by=max_, reason=Reason.ADVERTISING, sentence={}
        )


def test_of_two_moderators_one_decides(idea: Idea, max_: Person) -> None:
    actions.publish(idea, by=max_)
    db.session.commit()
    maya = a_person("Maya", Role.MODERATOR)
    with refused("moderation.decided_already"):
        actions.decline(idea, by=maya, reason=Reason.ADVERTISING, sentence=WORDS)
    with refused("moderation.decided_already"):
        actions.publish(idea, by=maya)
    assert len(moves_of(idea.id)) == 1


@pytest.mark.parametrize("is_creator", [True, False])
def test_nobody_decides_about_their_own_teams_idea(max_: Person, is_creator: bool) -> None:
    other = a_person("Ada")
    idea = an_idea(
        stage=Stage.SUBMITTED,
        by=max_ if is_creator else other,
        team=() if is_creator else (max_,),
    )
    with refused("moderation.own_idea"):
        actions.publish(idea, by=max_)
    assert idea.stage is Stage.SUBMITTED


def test_an_archived_idea_is_closed_and_comes_back_where_it_was(max_: Person) -> None:
    idea = a_live_idea(votes=1)
    actions.pick(idea, by=max_)
    actions.archive(idea, by=max_, reason=Reason.RIGHTS_CLAIM, sentence=WORDS)
    assert stage_of(idea) is Stage.ARCHIVED
    assert idea.is_public
    db.session.commit()
    with refused("vote.not_open"):
        cast_vote(idea, by=a_person("Vera"))
    assert queries.pick_of(idea.id) is None
    with refused("moderation.wrong_stage"):
        actions.archive(idea, by=max_, reason=Reason.RIGHTS_CLAIM, sentence=WORDS)
    actions.restore(idea, by=max_, reason=Reason.CLAIM_SETTLED)
    assert stage_of(idea) is Stage.LIVE
    db.session.commit()
    cast_vote(idea, by=a_person("Vera"))
    with refused("moderation.wrong_stage"):
        actions.restore(idea, by=max_, reason=Reason.CLAIM_SETTLED)


def test_what_is_unlawful_is_hidden_until_it_is_restored(max_: Person) -> None:
    idea = a_live_idea()
    actions.archive(idea, by=max_, reason=Reason.UNLAWFUL, sentence=WORDS)
    assert not idea.is_public
    actions.restore(idea, by=max_, reason=Reason.OUR_MISTAKE)
    assert idea.is_public


def test_a_pick_is_made_once_and_taken_back_once(max_: Person) -> None:
    idea = a_live_idea()
    for _ in range(2):
        actions.pick(idea, by=max_)
    assert [each.id for each in queries.staff_picks(5)] == [idea.id]
    assert queries.picked_ids([idea.id, 0]) == {idea.id}
    assert db.session.query(RecordedEvent).filter_by(name="moderation.StaffPicked").count() == 1
    for _ in range(2):
        actions.unpick(idea, by=max_)
    assert db.session.query(StaffPick).count() == 0
    assert [action for action, _ in audited()][-2:] == ["idea.pick", "idea.unpick"]


def test_what_nobody_sees_is_not_picked(idea: Idea, max_: Person) -> None:
    with refused("pick.wrong_stage"):
        actions.pick(idea, by=max_)
    assert db.session.query(StaffPick).count() == 0


def test_the_queue_serves_the_oldest_first_and_skips_ones_own(max_: Person, clock: Clock) -> None:
    own = an_idea("Own", stage=Stage.SUBMITTED, by=max_)
    joined = an_idea("Joined", stage=Stage.SUBMITTED, team=(max_,))
    clock.go(hours=1)
    first, second = (an_idea(title, stage=Stage.SUBMITTED) for title in ("First", "Second"))
    an_idea("Draft", stage=Stage.DRAFT)
    assert list(queries.queue_after(None, limit=9)) == [own, joined, first, second]
    assert list(queries.queue_after((own.stage_at, own.id), limit=1)) == [joined]
    assert queries.next_in_queue(None, by_id=max_.id) == first
    assert queries.next_in_queue((first.stage_at, first.id), by_id=max_.id) == second
    assert queries.next_in_queue((second.stage_at, second.id), by_id=max_.id) is None
    assert queries.queue_length() == 4
    assert queries.queue_length(most=2) == 3
    assert queries.oldest_in_queue() == own.stage_at


def test_nobody_picks_their_own_idea(session: Session) -> None:
    mo, mia = a_person("Mo", Role.MODERATOR), a_person("Mia", Role.MODERATOR)
    idea = a_live_idea(by=a_person("Ada"), team=(mia,))
    with pytest.raises(Refused, match=r"pick\.own_idea"):
        actions.pick(idea, by=mia)
    with pytest.raises(Refused, match=r"pick\.own_idea"):
        actions.pick(a_live_idea("Another lamp", by=mo), by=mo)
    actions.pick(idea, by=mo)
