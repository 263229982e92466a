"""A brand's own words for a reason: kept with their history, used by the next decision."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.moderation.judgements.actions import carry_out_due
from ideas.moderation.rules import Reason
from ideas.moderation.wordings.actions import word
from ideas.moderation.wordings.forms import shipped_sentence
from ideas.moderation.wordings.models import Wording
from ideas.moderation.wordings.queries import history_of, wording_of
from ideas.policy import Role
from ideas.refusals import Refused
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

OWN = {"sentence_en": "Please show it <b>larger</b>.", "sentence_fr": "Montrez-la en grand."}
PLACE = "/desk/reasons/pictures"


@pytest.fixture
def moderator(client: FlaskClient, session: Session, clock: Clock) -> FlaskClient:
    """The browser of a moderator."""
    sign_in(client, a_person("Max", Role.MODERATOR))
    return client


def test_only_moderators_and_admins(client: FlaskClient, session: Session) -> None:
    for role, status in ((Role.REVIEWER, 403), (Role.ADMIN, 200)):
        sign_in(client, a_person("Eve", role))
        assert client.get("/desk/reasons").status_code == status
        assert client.get(PLACE).status_code == status
    assert client.post("/desk/reasons/fits_guidelines", data=OWN).status_code == 404
    assert client.post("/desk/reasons/nonsense", data=OWN).status_code == 404


def test_a_decision_begins_with_the_brands_words(moderator: FlaskClient, clock: Clock) -> None:
    assert "do not show the idea well enough" in moderator.get(PLACE).text
    assert moderator.post(PLACE, data=OWN).status_code == 303
    listed = moderator.get("/desk/reasons").text
    assert "Please show it &lt;b&gt;larger" in listed
    assert listed.count("your own words") == 1
    idea = an_idea(stage=Stage.SUBMITTED)
    place = f"/desk/moderation/{idea.slug}"
    page = moderator.get(f"{place}?verdict=return&reason=pictures").text
    assert "Please show it &lt;b&gt;larger" in page
    assert "Montrez-la en grand." in page
    sent = {"verdict": "return", "reason": "pictures", **OWN}
    moderator.post(f"{place}/decision", data=sent)
    clock.go(seconds=30)
    carry_out_due()
    (move,) = moves_of(idea.id)
    assert move.public_text["fr"] == "Montrez-la en grand."


def test_its_history_stays_and_what_was_shipped_comes_back(moderator: FlaskClient) -> None:
    with moderator.application.test_request_context():
        shipped = shipped_sentence(Reason.PICTURES)
    for _ in range(2):
        moderator.post(PLACE, data=OWN)
    assert len(history_of(Reason.PICTURES)) == 1
    moderator.post(PLACE, data={f"sentence_{each}": text for each, text in shipped.items()})
    assert wording_of(Reason.PICTURES) == {}
    moderator.post(PLACE, data=OWN)
    moderator.post(PLACE, data={"shipped": "yes"})
    assert wording_of(Reason.PICTURES) == {}
    page = moderator.get(PLACE).text
    assert "do not show the idea well enough" in page
    assert "Please show it" in page.partition("What it was")[2]


def test_too_many_words(moderator: FlaskClient) -> None:
    long = moderator.post(PLACE, data={**OWN, "sentence_en": "x" * 601})
    assert (long.status_code, "within 600" in long.text) == (422, True)
    with pytest.raises(Refused, match=r"^moderation\.long_sentence$"):
        word(Reason.PICTURES, {"en": "x" * 601}, by=a_person("Max", Role.MODERATOR))
    db.session.rollback()
    assert db.session.query(Wording).count() == 0
