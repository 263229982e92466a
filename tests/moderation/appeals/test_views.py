"""Reading the reasons, appealing and deciding, through HTTP."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.moderation.actions import decline
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.measures.models import Measure
from ideas.moderation.rules import Reason
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

NO = {"en": "It is an <b>advertisement</b>.", "fr": "C’est une publicité."}
DISMISSED = {"outcome": "dismissed", "answer_en": "We looked again.", "answer_fr": ""}


@pytest.fixture
def max_(session: Session, clock: Clock) -> Person:
    """A moderator."""
    return a_person("Max", Role.MODERATOR)


@pytest.fixture
def idea(max_: Person) -> Idea:
    """An idea that was declined."""
    idea = an_idea(stage=Stage.SUBMITTED, by=a_person("Ada"))
    decline(idea, by=max_, reason=Reason.ADVERTISING, sentence=NO)
    db.session.commit()
    return idea


def address() -> str:
    """The page of the last decision."""
    return f"/decisions/{db.session.scalar(sa.select(sa.func.max(Measure.id)))}"


def test_whoever_it_concerns_reads_why_and_appeals(client: FlaskClient, idea: Idea) -> None:
    sign_in(client, idea.creator)
    assert address() in client.get("/decisions").text
    assert client.get(f"/ideas/{idea.slug}/decision").headers["Location"].endswith(address())
    page = client.get(address()).text
    for words in ("It is an &lt;b&gt;advertisement", "Our guidelines", "a person, without"):
        assert words in page
    empty = client.post(f"{address()}/appeal", data={"words": " "})
    assert (empty.status_code, "Write why the decision is wrong." in empty.text) == (409, True)
    sent = client.post(f"{address()}/appeal", data={"words": "It is for <i>everybody</i>."})
    assert sent.status_code == 303
    assert "It is for &lt;i&gt;everybody" in client.get(address()).text
    assert client.post(f"{address()}/appeal", data={"words": "Again"}).status_code == 409


def test_nobody_else_reads_it(client: FlaskClient, idea: Idea) -> None:
    assert client.get("/decisions").status_code == 303
    sign_in(client, a_person("Eve"))
    assert client.get(address()).status_code == 404
    assert client.post(f"{address()}/appeal", data={"words": "Me too"}).status_code == 404
    assert client.get(f"/ideas/{idea.slug}/decision").status_code == 404
    assert client.get("/desk/appeals").status_code == 403


def test_another_moderator_or_an_admin_decides(
    client: FlaskClient, idea: Idea, max_: Person
) -> None:
    sign_in(client, idea.creator)
    client.post(f"{address()}/appeal", data={"words": "It is for everybody."})
    place = f"/desk/appeals/{db.session.scalars(sa.select(MeasureAppeal.id)).one()}"
    sign_in(client, max_)
    assert "for somebody else" in client.get("/desk/appeals").text
    assert "You took part in the first decision" in client.get(place).text
    assert client.post(f"{place}/decision", data=DISMISSED).status_code == 409
    sign_in(client, a_person("Adam", Role.ADMIN))
    assert "It is for everybody." in client.get(place).text
    silent = client.post(f"{place}/decision", data={**DISMISSED, "answer_en": " "})
    assert (silent.status_code, "will read" in silent.text) == (422, True)
    assert client.post(f"{place}/decision", data={"answer_en": "Hm"}).status_code == 422
    done = client.post(f"{place}/decision", data=DISMISSED)
    assert done.headers["Location"].endswith("/desk/appeals")
    assert client.post(f"{place}/decision", data=DISMISSED).status_code == 409
    sign_in(client, idea.creator)
    page = client.get(address()).text
    assert "We looked again." in page
    assert "The decision stays" in page
    assert "Adam" not in page
