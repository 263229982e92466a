"""The pictures step over HTTP: files of every kind, order, words, and somebody else."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from ideas.journey.models import Idea
from ideas.storage.rules import MOST_BYTES
from ideas.submission.queries import pictures_of
from tests.factories import a_person, sign_in, the_campaign
from tests.storage.files import (
    a_bomb,
    a_photo_that_tells_its_place,
    a_picture,
    a_picture_and_a_page,
    a_picture_and_an_archive,
)
from tests.submission.making import a_draft, a_shown_picture

pytestmark = pytest.mark.usefixtures("session", "clock")
PART = {"HX-Request": "true"}


@pytest.fixture
def draft(client: FlaskClient, session: Session) -> Idea:
    """A draft whose creator is signed in."""
    the_campaign()
    ada = a_person("Ada")
    sign_in(client, ada)
    return a_draft(ada)


def send(client: FlaskClient, idea: Idea, content: bytes, **options: Any) -> TestResponse:
    """Send a file as the form does."""
    file = FileStorage(io.BytesIO(content), "photo.jpg", content_type="image/jpeg")
    boundary, body = encode_multipart({"file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    address = f"/drafts/{idea.slug}/pictures"
    return client.post(address, data=body, content_type=kind, **options)


def test_a_picture_is_added_with_and_without_htmx(client: FlaskClient, draft: Idea) -> None:
    plain = send(client, draft, a_picture())
    assert plain.status_code == 303
    part = send(client, draft, a_picture("PNG"), headers=PART)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<section id="pictures"')
    shown = pictures_of(draft.id)
    assert len(shown) == 2
    for picture in shown:
        assert picture.url in part.text
        assert client.get(picture.url).status_code == 200


def test_a_photo_loses_its_place(client: FlaskClient, draft: Idea) -> None:
    send(client, draft, a_photo_that_tells_its_place())
    (picture,) = pictures_of(draft.id)
    assert (picture.width, picture.height) == (800, 1200)
    kept = client.get(picture.largest_url).data
    assert b"Exif" not in kept
    assert b"Lens" not in kept


@pytest.mark.parametrize("headers", [{}, PART], ids=["plain", "htmx"])
@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"\xff\xd8\xff".ljust(MOST_BYTES + 1, b"\0"), 413, "larger than 8 MB"),
        (a_bomb(), 413, "more than 40 megapixels"),
        (b"<svg onload=alert(1)>", 415, "Send a JPEG, PNG or WebP file."),
        (a_picture("GIF"), 415, "Send a JPEG, PNG or WebP file."),
        (a_picture_and_an_archive(), 415, "Send a plain JPEG, PNG or WebP file."),
        (a_picture_and_a_page(), 415, "Send a plain JPEG, PNG or WebP file."),
        (a_picture()[:3000], 415, "damaged"),
    ],
)
def test_other_files_are_refused_with_the_limit(
    client: FlaskClient,
    draft: Idea,
    headers: dict[str, str],
    content: bytes,
    status: int,
    said: str,
) -> None:
    response = send(client, draft, content, headers=headers)
    assert response.status_code == status
    assert said in response.text
    assert ("<html" in response.text) is not bool(headers)
    assert list(pictures_of(draft.id)) == []


def test_a_form_far_too_large_is_refused_unread(client: FlaskClient, draft: Idea) -> None:
    response = send(client, draft, bytes(11 * 1024 * 1024))
    assert response.status_code == 413
    assert "8 MB" in response.text


def test_a_form_without_a_file_says_so(client: FlaskClient, draft: Idea) -> None:
    response = client.post(f"/drafts/{draft.slug}/pictures")
    assert response.status_code == 422
    assert "Choose a file first." in response.text


def test_a_ninth_picture_is_refused(client: FlaskClient, draft: Idea) -> None:
    for _ in range(8):
        a_shown_picture(draft)
    assert 'type="file"' not in client.get(f"/drafts/{draft.slug}/pictures").text
    response = send(client, draft, a_picture())
    assert response.status_code == 409
    assert "up to 8 pictures" in response.text


def test_pictures_are_described_moved_and_removed(client: FlaskClient, draft: Idea) -> None:
    first, second = (a_shown_picture(draft, alt=alt).id for alt in ("One", "Two"))
    one, two = (f"/drafts/{draft.slug}/pictures/{each}" for each in (first, second))
    assert client.put(one, data={"alt": "A lamp"}, headers=PART).status_code == 200
    assert client.post(two, data={"alt": "A motor", "steps": "-1"}).status_code == 303
    assert [picture.alt for picture in pictures_of(draft.id)] == ["A motor", "A lamp"]
    assert client.post(two, data={"alt": "", "_method": "DELETE"}).status_code == 303
    assert [picture.alt for picture in pictures_of(draft.id)] == ["A lamp"]
    assert client.delete(two, headers=PART).status_code == 404


@pytest.mark.parametrize(
    "sent", [{"alt": "x" * 301}, {"alt": "kept as typed", "steps": "9"}, {"alt": "y", "steps": "z"}]
)
def test_a_bad_description_is_given_back(
    client: FlaskClient, draft: Idea, sent: dict[str, str]
) -> None:
    picture = a_shown_picture(draft, alt="One")
    response = client.post(f"/drafts/{draft.slug}/pictures/{picture.id}", data=sent)
    assert response.status_code == 422
    assert sent["alt"] in response.text
    assert pictures_of(draft.id)[0].alt == "One"


def test_eve_touches_no_picture(client: FlaskClient, draft: Idea) -> None:
    picture = a_shown_picture(draft)
    own = a_draft(a_person("Eve"))
    sign_in(client, own.creator)
    assert send(client, draft, a_picture()).status_code == 404
    for slug in (draft.slug, own.slug):
        address = f"/drafts/{slug}/pictures/{picture.id}"
        assert client.post(address, data={"alt": "x"}).status_code == 404
        assert client.delete(address).status_code == 404
    assert len(pictures_of(draft.id)) == 1


def test_a_visitor_sends_nothing(client: FlaskClient) -> None:
    idea = a_draft()
    response = send(client, idea, a_picture())
    assert response.status_code == 303
    assert "/sign-in" in response.location


def test_uploads_are_limited(client: FlaskClient, draft: Idea) -> None:
    for _ in range(60):
        assert send(client, draft, b"no").status_code == 415
    response = send(client, draft, b"no")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
