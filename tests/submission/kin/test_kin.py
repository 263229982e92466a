"""Which ideas are on one subject, and who is shown them."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.db import db, take_write_lock
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.search.actions import index_idea
from ideas.submission.kin.queries import kin_of
from ideas.submission.kin.rules import nearest
from ideas.submission.models import Tag
from tests.factories import a_person, an_idea, sign_in
from tests.submission.making import a_finished_draft


def tagged(title: str, *tags: str, stage: Stage = Stage.LIVE) -> Idea:
    idea = an_idea(title, stage=stage)
    tag(idea, *tags)
    index_idea(idea)
    db.session.commit()
    return idea


def tag(idea: Idea, *tags: str) -> None:
    take_write_lock()
    db.session.execute(sa.delete(Tag).where(Tag.idea_id == idea.id))
    db.session.add_all(
        Tag(idea_id=idea.id, name=name, position=place) for place, name in enumerate(tags)
    )
    db.session.commit()


@pytest.mark.parametrize(
    ("alike", "tags", "ids"),
    [
        ([3, 4], {}, [3, 4]),
        ([3, 4], {4: 1}, [4, 3]),
        ([], {5: 1, 6: 2, 7: 3}, [7, 6]),
        ([], {5: 2, 6: 2}, [6, 5]),
        ([1, 3], {1: 5}, [3]),
        ([3], {6: 2}, [3, 6]),
    ],
)
def test_who_is_near(alike: list[int], tags: dict[int, int], ids: list[int]) -> None:
    assert nearest(alike, tags, 1) == ids


def test_kin_are_public_and_open(session: Session) -> None:
    idea = tagged("Lamp of the sea", "sea", "light", "oak")
    like = tagged("Lamps of the sea", "tin")
    tags = tagged("Buoy", "light", "sea")
    tagged("Boat", "sea")
    tagged("Hidden", "sea", "light", stage=Stage.SUBMITTED)
    tagged("Closed", "sea", "light", stage=Stage.WITHDRAWN)
    assert kin_of(idea, 9) == [like, tags]
    assert kin_of(idea, 1) == [like]


def test_fans_creators_and_staff_are_shown_them(client: FlaskClient, session: Session) -> None:
    idea, buoy = tagged("Lamp of the sea", "sea", "light"), tagged("Buoy", "light", "sea")
    address = f"/ideas/{idea.slug}/subject"
    assert address in client.get(f"/ideas/{idea.slug}").text
    assert "Buoy" in client.get(address).text
    assert "It stands alone" in client.get(f"/ideas/{tagged('Tin').slug}/subject").text
    hidden = tagged("Lamp", stage=Stage.SUBMITTED)
    assert client.get(f"/ideas/{hidden.slug}/subject").status_code == 404
    ada = a_person("Ada")
    draft = a_finished_draft(by=ada)
    tag(draft, "sea", "light")
    sign_in(client, ada)
    team = client.get(f"/drafts/{draft.slug}/team").text
    assert "On this subject there are already" in team
    assert buoy.slug in team
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert buoy.title in client.get(f"/desk/moderation/{idea.slug}").text
