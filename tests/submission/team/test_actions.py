"""Asking people to join, sharing, answering."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.submission.actions import submit
from ideas.submission.team import actions
from ideas.submission.team.queries import (
    members_of,
    person_called,
    proposed_team_of,
    team_of,
)
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.submission.making import a_draft, a_finished_draft

pytestmark = pytest.mark.usefixtures("session", "clock")


def shares(idea: Idea) -> list[tuple[str, int, bool]]:
    """The team as its creator sees it."""
    return [(p.person.name, p.share_bp, p.has_accepted) for p in proposed_team_of(idea)]


def told(session: Session) -> list[str]:
    """The team's events so far."""
    names = session.scalars(sa.select(RecordedEvent.name).order_by(RecordedEvent.id))
    return [name for name in names if "Team" in name]


def test_a_member_counts_once_they_accept(session: Session) -> None:
    idea, ben = a_draft(), a_person("Ben")
    member = actions.invite(idea, ben, 2_500, by=idea.creator)
    assert shares(idea) == [("Ada", 7_500, True), ("Ben", 2_500, False)]
    assert idea.team_ids == {idea.creator_id}
    assert [part.share_bp for part in team_of(idea)] == [10_000]
    actions.answer_invitation(member, accept=True, by=ben)
    actions.answer_invitation(member, accept=True, by=ben)
    assert idea.team_ids == {idea.creator_id, ben.id}
    assert [part.share_bp for part in team_of(idea)] == [7_500, 2_500]
    assert told(session) == ["journey.TeamInvited", "journey.TeamAnswered"]


def test_a_no_gives_the_share_back_and_a_new_invitation_asks_again(clock: Clock) -> None:
    idea, ben = a_draft(), a_person("Ben")
    member = actions.invite(idea, ben, 2_500, by=idea.creator)
    actions.answer_invitation(member, accept=False, by=ben)
    actions.answer_invitation(member, accept=False, by=ben)
    assert shares(idea) == [("Ada", 10_000, True)]
    with pytest.raises(Refused):
        actions.answer_invitation(member, accept=True, by=ben)
    again = actions.invite(idea, ben, 1_000, by=idea.creator)
    actions.answer_invitation(again, accept=True, by=ben)
    assert shares(idea) == [("Ada", 9_000, True), ("Ben", 1_000, True)]


def test_a_member_may_leave_before_it_is_handed_in() -> None:
    idea, ben = a_draft(), a_person("Ben")
    member = actions.invite(idea, ben, 2_500, by=idea.creator)
    actions.answer_invitation(member, accept=True, by=ben)
    actions.answer_invitation(member, accept=False, by=ben)
    assert idea.team_ids == {idea.creator_id}


def test_nobody_is_asked_twice_and_nobody_asks_themself() -> None:
    idea, ben = a_draft(), a_person("Ben")
    actions.invite(idea, ben, 2_500, by=idea.creator)
    for person in (ben, idea.creator):
        with pytest.raises(Refused):
            actions.invite(idea, person, 100, by=idea.creator)


def test_there_is_no_more_than_the_whole_to_share() -> None:
    idea, ben, cleo = a_draft(), a_person("Ben"), a_person("Cleo")
    actions.invite(idea, ben, 6_000, by=idea.creator)
    with pytest.raises(Refused) as refused:
        actions.invite(idea, cleo, 4_001, by=idea.creator)
    assert refused.value.refusal.code == "team.too_much"
    actions.invite(idea, cleo, 4_000, by=idea.creator)
    with pytest.raises(Refused):
        actions.propose_shares(idea, {ben.id: 6_001}, by=idea.creator)
    assert shares(idea) == [("Ada", 0, True), ("Ben", 6_000, False), ("Cleo", 4_000, False)]


def test_only_a_changed_share_is_asked_for_again() -> None:
    idea, ben, cleo = a_draft(), a_person("Ben"), a_person("Cleo")
    for person in (ben, cleo):
        member = actions.invite(idea, person, 2_000, by=idea.creator)
        actions.answer_invitation(member, accept=True, by=person)
    actions.propose_shares(idea, {ben.id: 2_000, cleo.id: 3_000}, by=idea.creator)
    assert shares(idea) == [("Ada", 5_000, True), ("Ben", 2_000, True), ("Cleo", 3_000, False)]


def test_removing_twice_is_once() -> None:
    idea, ben = a_draft(), a_person("Ben")
    actions.invite(idea, ben, 2_500, by=idea.creator)
    actions.remove_member(idea, ben.id, by=idea.creator)
    actions.remove_member(idea, ben.id, by=idea.creator)
    assert members_of(idea.id) == []


def test_an_accepted_team_can_hand_in_and_is_then_fixed() -> None:
    idea, ben = a_finished_draft(), a_person("Ben")
    member = actions.invite(idea, ben, 3_333, by=idea.creator)
    actions.answer_invitation(member, accept=True, by=ben)
    submit(idea, by=idea.creator)
    for change in (
        lambda: actions.propose_shares(idea, {ben.id: 1}, by=idea.creator),
        lambda: actions.remove_member(idea, ben.id, by=idea.creator),
        lambda: actions.answer_invitation(member, accept=False, by=ben),
        lambda: actions.invite(idea, a_person("Cleo"), 1, by=idea.creator),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.refusal.code == "draft.fixed"


def test_people_are_found_by_handle_and_not_by_address(clock: Clock) -> None:
    ben = a_person("Ben", email="ben@example.org")
    cleo = a_person("Cleo", confirmed=False)
    dan = a_person("Dan", suspended_at=clock.moment - timedelta(days=1))
    for who in (ben.handle, f"@{ben.handle}", f" {ben.handle.upper()} "):
        assert person_called(who) is ben
    for who in ("", "@", "nobody", "ben@example.org", cleo.handle, dan.handle, "Ben"):
        assert person_called(who) is None


def test_no_team_without_a_draft() -> None:
    idea = an_idea(stage=Stage.LIVE)
    with pytest.raises(Refused):
        actions.invite(idea, a_person("Ben"), 1, by=idea.creator)
