"""The desk of a site on which nothing has happened yet."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.policy import Role
from tests.factories import a_person, sign_in


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/desk", "Nothing waits for you"),
        ("/desk/audit", "No entries"),
        ("/desk/audit/chain", "Nobody has checked the chain yet."),
        ("/desk/jobs", "The worker has not run yet."),
        ("/desk/status", "The worker is not running."),
        ("/desk/outbox", "No mail yet"),
        ("/desk/dials/moderation", "Working days until a decision"),
    ],
)
def test_an_empty_page_says_so(
    client: FlaskClient, session: Session, address: str, words: str
) -> None:
    sign_in(client, a_person("Adam", Role.ADMIN))
    assert words in client.get(address).text


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.REVIEWER, Role.FINANCE])
def test_the_admins_pages_are_theirs_alone(
    client: FlaskClient, session: Session, role: Role | None
) -> None:
    sign_in(client, a_person("Eve", *([role] if role else [])))
    for address in ("audit", "audit/chain", "jobs", "status", "outbox", "dials"):
        assert client.get(f"/desk/{address}").status_code == 403
    for address in ("jobs/1/attempt", "outbox/1/opening", "dials/moderation"):
        assert client.post(f"/desk/{address}").status_code == 403
    assert client.post("/desk/dials/moderation/turns/1/reversal").status_code == 403
