"""When the database or the disk is away for a while."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from botocore.exceptions import ClientError, EndpointConnectionError
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.journey.stages import Stage
from ideas.web.again import form_to_send_again
from tests.factories import a_person, an_idea, sign_in


@pytest.fixture
def served(app: Flask) -> Iterator[Flask]:
    """The application as a server runs it: what goes wrong is answered, not raised."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None


@contextmanager
def nothing_kept(trouble: Exception) -> Iterator[None]:
    """Meanwhile no request can commit anything."""

    def fail(_: Session) -> None:
        if has_request_context():
            raise trouble

    sa.event.listen(Session, "before_commit", fail)
    try:
        yield
    finally:
        sa.event.remove(Session, "before_commit", fail)


def follow_while(client: FlaskClient, trouble: Exception) -> tuple[int, str | None]:
    """Follow an idea while nothing can be committed; answers the status and when to come back."""
    vera, idea = a_person("Vera"), an_idea(stage=Stage.LIVE)
    sign_in(client, vera)
    with nothing_kept(trouble):
        answer = client.post(f"/ideas/{idea.slug}/follow")
    return answer.status_code, answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    "trouble",
    [
        sqlalchemy.exc.OperationalError("COMMIT", {}, Exception("database or disk is full")),
        sqlalchemy.exc.InterfaceError("COMMIT", {}, Exception(), connection_invalidated=True),
        sqlalchemy.exc.TimeoutError("no connection is free"),
        OSError(errno.ENOSPC, "No space left on device"),
        EndpointConnectionError(endpoint_url="http://127.0.0.1:1/brand"),
        ClientError({"ResponseMetadata": {"HTTPStatusCode": 503}}, "PutObject"),
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
    refused: Any = {"ResponseMetadata": {"HTTPStatusCode": 403}}
    assert follow_while(client, ClientError(refused, "PutObject")) == (500, None)


FULL = sqlalchemy.exc.OperationalError("COMMIT", {}, Exception("disk is full"))
SAID = 'How loud is it?\r\n\r\n"><img src=x onerror=alert(1)> and how heavy?'
FORM = re.compile(r'<form method="post" action="(/ideas/[^"]+)" class="form">(.*?)</form>', re.S)
KEPT = re.compile(
    r'<(?:input type="hidden"|textarea .*?) name="(\w+)"(?: value="([^"]*)">|[^>]*>\n([^<]*))'
)


def test_what_was_written_comes_back_to_be_sent_again(
    served: Flask, client: FlaskClient, session: Session
) -> None:
    idea = an_idea(stage=Stage.LIVE)
    address, sent = f"/ideas/{idea.slug}/comments", {"body": SAID, "next": "/ideas"}
    sign_in(client, a_person("Vera"))
    with nothing_kept(FULL):
        answer = client.post(address, data=sent)
    assert answer.status_code == 503
    assert "<img src=x" not in answer.text
    found = FORM.search(answer.text)
    assert found is not None
    again = {name: unescape(one or other) for name, one, other in KEPT.findall(found[2])}
    assert again.pop("csrf_token")
    assert (found[1], again) == (address, sent)
    assert client.post(found[1], data=again).status_code == 303
    assert session.scalar(sa.text("SELECT count(*) FROM comments")) == 1


def test_beside_a_form_of_htmx_only_the_words_are_said(
    served: Flask, client: FlaskClient, session: Session
) -> None:
    idea = an_idea(stage=Stage.LIVE)
    sign_in(client, a_person("Vera"))
    with nothing_kept(FULL):
        answer = client.post(
            f"/ideas/{idea.slug}/comments", data={"body": SAID}, headers={"HX-Request": "true"}
        )
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (503, "#flashes")
    assert "<form" not in answer.text


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "vera@example.org", "password": "correct horse"},
        {"email": "vera@example.org", "picture": (BytesIO(b"GIF"), "a.gif")},
        {"email": "v" * 300_000},
    ],
)
def test_no_form_comes_back_with_secrets_or_files_or_without_end(
    served: Flask, client: FlaskClient, session: Session, sent: dict[str, Any]
) -> None:
    with served.test_request_context("/sign-in", method="POST", data=sent):
        assert form_to_send_again() is None
