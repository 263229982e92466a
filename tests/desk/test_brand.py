"""Trying and turning how the brand looks."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.settings.models import DialTurn
from ideas.settings.queries import dials
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.desk.test_dials import BRAND
from tests.factories import a_person, sign_in, the_campaign

LOOK = "/desk/dials/web/look"
LOGO = "/desk/dials/web/logo"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _admin(client: FlaskClient, session: Session, clock: Clock) -> None:
    sign_in(client, a_person("Adam", Role.ADMIN))


def a_logo() -> io.BytesIO:
    """A wide PNG, red on nothing."""
    image = Image.new("RGBA", (1200, 300), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (0, 0, 600, 300))
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def test_a_look_is_tried_before_anybody_sees_it(client: FlaskClient, session: Session) -> None:
    typed = BRAND | {"web-name": "Whale & Co", "web-accent": "#FFD400", "web-radius": "0"}
    part = client.post(LOOK, data=typed, headers=HTMX).text
    assert part.lstrip().startswith('<div id="look"')
    assert "/look/ffd400-0-inter.css" in part
    assert "Whale &amp; Co" in part
    assert "The accent was made readable" in part
    assert re.search(r"Words in the accent, light theme: #[0-9a-f]{6} instead of #ffd400", part)
    page = client.post(LOOK, data=typed).text
    assert 'value="#FFD400"' in page
    assert "/look/ffd400-0-inter.css" in page
    assert not session.query(DialTurn).count()
    assert dials(Brand) == Brand()


def test_half_typed_values_leave_the_look_as_it_is(client: FlaskClient) -> None:
    typed = BRAND | {"web-accent": "#FFD", "web-fonts": "comic"}
    assert "/look/d9481c-4-bricolage.css" in client.post(LOOK, data=typed, headers=HTMX).text


def test_a_logo_is_shown_and_can_be_taken_back(client: FlaskClient, session: Session) -> None:
    the_campaign()
    data = {"file": (a_logo(), "logo.png")}
    assert client.post(LOGO, data=data).status_code == 303
    picture = dials(Brand).picture
    assert picture is not None
    assert (picture.width, picture.height) == (144, 36)
    assert f'src="{picture.url}"' in client.get("/").text
    kept = Image.open(io.BytesIO(client.get(picture.url).data))
    assert (kept.format, kept.mode, kept.size) == ("WEBP", "RGBA", (480, 120))
    turned = session.query(DialTurn).one()
    assert client.post(LOGO, data={"_method": "DELETE"}).status_code == 303
    session.expire_all()
    assert dials(Brand).picture is None
    client.post(f"/desk/dials/web/turns/{turned.id + 1}/reversal")
    assert f'src="{picture.url}"' in client.get("/").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Send a JPEG, PNG or WebP file."),
        (b"\x89PNG\r\n\x1a\n", "This picture is damaged"),
        (b"", "Choose a file first."),
    ],
)
def test_a_file_that_is_no_logo_is_refused(
    client: FlaskClient, session: Session, content: bytes, sentence: str
) -> None:
    name = "logo.svg" if content else ""
    answer = client.post(LOGO, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not session.query(DialTurn).count()


@pytest.mark.parametrize(
    ("call", "french", "read"),
    [
        ("What now?", "", "What now?"),
        ("What now?", "Et ensuite ?", "Et ensuite ?"),
        ("", "Et ensuite ?", "Et ensuite ?"),
    ],
)
def test_the_call_is_french_on_french_pages(
    app: Flask, session: Session, call: str, french: str, read: str
) -> None:
    the_campaign()
    if call:
        turn(Brand, "tagline", call, by=None)
    turn(Brand, "tagline_fr", french, by=None)
    reader = app.test_client()
    assert f"<h1>{read}</h1>" in reader.get("/", headers={"Accept-Language": "fr"}).text
    assert f"<h1>{call or 'What should we make next?'}</h1>" in reader.get("/").text
