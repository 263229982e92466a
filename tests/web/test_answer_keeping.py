"""Which answers a browser may show again on the way back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, sign_in, the_campaign


def test_a_visitors_form_that_came_back_may_be_shown_again(
    client: FlaskClient, session: Session
) -> None:
    answer = client.post("/sign-up", data={"name": "Vera"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" not in answer.vary


@pytest.mark.usefixtures("session", "clock")
def test_what_is_somebodys_own_may_not(client: FlaskClient) -> None:
    sign_in(client, a_person("Vera"))
    answer = client.post("/drafts/new", data={"rights": "stolen"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.vary


def test_terms_may_be_shown_again(client: FlaskClient, session: Session, clock: Clock) -> None:
    the_campaign()
    sign_in(client, a_person("Adam", Role.ADMIN))
    answer = client.post("/desk/terms/next", data={"copies": "many"})
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "private, no-cache"
