"""When the database or the disk is away for a while."""

import errno
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.journey.stages import Stage
from tests.factories import a_person, an_idea, sign_in


@pytest.fixture
def served(app: Flask) -> Iterator[Flask]:
    """The application as a server runs it: what goes wrong is answered, not raised."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None


def follow_while(client: FlaskClient, trouble: Exception) -> tuple[int, str | None]:
    """Follow an idea while nothing can be committed; answers the status and when to come back."""
    vera, idea = a_person("Vera"), an_idea(stage=Stage.LIVE)
    sign_in(client, vera)

    def fail(_: Session) -> None:
        if has_request_context():
            raise trouble

    sa.event.listen(Session, "before_commit", fail)
    try:
        answer = client.post(f"/ideas/{idea.slug}/follow")
    finally:
        sa.event.remove(Session, "before_commit", fail)
    return answer.status_code, answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    "trouble",
    [
        sqlalchemy.exc.OperationalError("COMMIT", {}, Exception("database or disk is full")),
        sqlalchemy.exc.InterfaceError("COMMIT", {}, Exception(), connection_invalidated=True),
        sqlalchemy.exc.TimeoutError("no connection is free"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_cannot_be_kept_now_may_be_sent_again(
    served: Flask, client: FlaskClient, session: Session, trouble: Exception
) -> None:
    assert follow_while(client, trouble) == (503, "5")
    assert session.scalar(sa.text("SELECT count(*) FROM follows")) == 0


def test_what_we_did_wrong_is_no_passing_trouble(
    served: Flask, client: FlaskClient, session: Session
) -> None:
    assert follow_while(client, LookupError("a mistake")) == (500, None)
