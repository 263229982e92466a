"""What a person is given of their ideas, and what is left when they go."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts import personal
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.storage.pictures import file_of
from ideas.submission.team.actions import answer_invitation, invite
from ideas.submission.team.queries import members_of
from tests.factories import a_person, an_idea
from tests.submission.making import a_draft, a_finished_draft, a_shown_picture, is_kept

pytestmark = pytest.mark.usefixtures("session", "clock")


def test_a_person_is_given_everything_of_theirs_and_nothing_of_others() -> None:
    idea = a_finished_draft(specs="Height: 42 cm")
    a_draft(a_person("Ben"), title="Of somebody else")
    (told,) = personal.export(idea.creator_id)["ideas"]
    assert told["title"] == "Lighthouse that turns"
    assert told["body"].startswith("It has a **lamp**")
    assert told["specs"] == "Height: 42 cm"
    assert (told["stage"], told["rights"], told["tags"]) == ("draft", "own", ["sea", "light"])
    assert told["pictures"][0]["alt"] == "A lighthouse at night"
    assert told["published_at"] is None


def test_a_member_is_given_their_place_in_the_team() -> None:
    idea, ben = a_draft(), a_person("Ben")
    invite(idea, ben, 2_500, by=idea.creator)
    (place,) = personal.export(ben.id)["team_members"]
    assert (place["idea_id"], place["share_bp"]) == (idea.id, 2_500)


def test_who_leaves_takes_along_what_nobody_has_seen(app: Flask, session: Session) -> None:
    ada = a_person("Ada")
    draft = a_draft(ada)
    file = file_of(a_shown_picture(draft).name, 480)
    waiting = an_idea(by=ada, stage=Stage.NEEDS_WORK)
    shown = an_idea(by=ada, stage=Stage.LIVE)
    personal.erase(ada)
    session.commit()
    assert session.scalars(sa.select(Idea.id).order_by(Idea.id)).all() == [waiting.id, shown.id]
    assert (waiting.stage, shown.stage) == (Stage.WITHDRAWN, Stage.LIVE)
    assert shown.creator.name != "Ada"
    drain(app)
    assert not is_kept(file)


def test_who_leaves_is_on_no_team_that_can_change() -> None:
    ben = a_person("Ben")
    asked, joined = a_draft(), a_draft()
    invite(asked, ben, 100, by=asked.creator)
    member = invite(joined, ben, 100, by=joined.creator)
    answer_invitation(member, accept=True, by=ben)
    agreed = an_idea(stage=Stage.SELECTED, team=(ben,))
    personal.erase(ben)
    assert list(members_of(asked.id)) == list(members_of(joined.id)) == []
    assert agreed.team_ids == {agreed.creator_id, ben.id}
