"""The pictures step over HTTP: files of every kind, order, words, and somebody else."""

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from ideas.journey.models import Idea
from ideas.storage.grounds import Ground, cells_of, ground_of
from ideas.storage.rules import MOST_BYTES
from ideas.storage.turns import turn_of
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


def send(client: FlaskClient, idea: Idea, *contents: bytes, **options: Any) -> TestResponse:
    """Send files as the form does."""
    address = options.pop("address", f"/drafts/{idea.slug}/pictures")
    files = [
        FileStorage(io.BytesIO(content), f"photo-{number}.jpg", content_type="image/jpeg")
        for number, content in enumerate(contents, 1)
    ]
    boundary, body = encode_multipart(MultiDict(("file", file) for file in files))
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, data=body, content_type=kind, **options)


def ground_in(content: bytes) -> Ground:
    """What a file's picture waits in."""
    return ground_of(cells_of(Image.open(io.BytesIO(content))), "")


def test_a_picture_is_added_with_and_without_htmx(client: FlaskClient, draft: Idea) -> None:
    plain = send(client, draft, a_picture())
    assert plain.status_code == 303
    part = send(client, draft, a_picture("PNG"), headers=PART)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div id="pictures"')
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
    for files, address in ((9, "pictures"), (1, "idea")):
        large = [bytes(MOST_BYTES + 2**21)] * files
        response = send(client, draft, *large, address=f"/drafts/{draft.slug}/{address}")
        assert response.status_code == 413
        assert "8 MB" in response.text


def test_several_large_files_come_in_one_form(client: FlaskClient, draft: Idea) -> None:
    large = a_picture() + bytes(MOST_BYTES - 2**20)
    assert send(client, draft, large, large).status_code == 303
    assert len(pictures_of(draft.id)) == 2


@pytest.mark.parametrize("headers", [{}, PART], ids=["plain", "htmx"])
def test_a_bad_file_stands_beside_the_good_ones(
    client: FlaskClient, draft: Idea, headers: dict[str, str]
) -> None:
    response = send(
        client, draft, a_picture(), b"<svg>", a_picture(size=(500, 400)), headers=headers
    )
    assert response.status_code == 200
    assert "2 files were not taken" in response.text
    assert "photo-2.jpg" in response.text
    assert "only 500 by 400 pixels" in response.text
    assert len(pictures_of(draft.id)) == 1


def test_what_could_be_better_stands_beside_the_picture(client: FlaskClient, draft: Idea) -> None:
    send(client, draft, a_picture(size=(700, 1100)))
    page = client.get(f"/drafts/{draft.slug}/pictures").text
    assert "It is small" in page
    assert "It is high and narrow" in page
    assert "It looks blurred" not in page


def test_a_picture_is_replaced(client: FlaskClient, draft: Idea) -> None:
    picture = a_shown_picture(draft, alt="A lamp")
    address = f"/drafts/{draft.slug}/pictures/{picture.id}/file"
    assert send(client, draft, a_picture(), address=address).status_code == 303
    (shown,) = pictures_of(draft.id)
    assert (shown.id, shown.width, shown.alt) == (picture.id, 1200, "A lamp")
    assert shown.ground == ground_in(a_picture())
    bad = send(client, draft, b"no", address=address)
    assert bad.status_code == 415
    assert "not a picture we can use" in bad.text
    assert send(client, draft, address=address).status_code == 422
    sign_in(client, a_person("Eve"))
    assert send(client, draft, a_picture(), address=address).status_code == 404


def test_a_picture_waits_in_its_colours(client: FlaskClient, draft: Idea) -> None:
    a_shown_picture(draft)
    send(client, draft, a_picture("PNG"))
    old, new = pictures_of(draft.id)
    page = client.get(f"/drafts/{draft.slug}/pictures").text
    for view, ground in (
        (old, ground_of("", "#c81e1e")),
        (new, ground_in(a_picture("PNG"))),
    ):
        drawn = "".join(f'<path fill="{colour}" d="{d}"/>' for d, colour in ground)
        below = page.index(drawn)
        assert below < page.index(f'src="{view.url}"')
    assert old.ground != new.ground


def test_a_form_without_a_file_says_so(client: FlaskClient, draft: Idea) -> None:
    response = client.post(f"/drafts/{draft.slug}/pictures")
    assert response.status_code == 422
    assert "Choose a file first." in response.text


def test_a_ninth_picture_is_refused(client: FlaskClient, draft: Idea) -> None:
    for _ in range(8):
        a_shown_picture(draft)
    assert "Add them" not in client.get(f"/drafts/{draft.slug}/pictures").text
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
    "sent",
    [{"alt": "x" * 301}, {"alt": "kept as typed", "steps": "99"}, {"alt": "y", "steps": "z"}],
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


def test_a_second_picture_of_one_person_is_told_to_come_later(
    client: FlaskClient, draft: Idea
) -> None:
    with turn_of(draft.creator_id):
        busy = send(client, draft, a_picture(), headers=PART)
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert "try again in a minute" in busy.text
    assert "Choose pictures" in busy.text
    assert send(client, draft, a_picture()).status_code == 303
