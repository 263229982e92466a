"""Decoding apart: what comes out, and what is refused."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from PIL import Image

from ideas.storage.pictures import BadPicture, drop, keep, prepared, url_of
from tests.factories import a_person, sign_in
from tests.storage.files import a_bomb, a_photo_that_tells_its_place, a_picture

pytestmark = pytest.mark.once


def opened(webp: bytes) -> Image.Image:
    """A copy, read back."""
    return Image.open(io.BytesIO(webp))


def test_a_picture_becomes_copies_in_four_widths() -> None:
    picture = prepared(a_picture(size=(2400, 1600)))
    assert [(copy.width, copy.height) for copy in picture.copies] == [
        (480, 320),
        (720, 480),
        (960, 640),
        (1600, 1067),
    ]
    for copy in picture.copies:
        image = opened(copy.webp)
        assert (image.format, image.size) == ("WEBP", (copy.width, copy.height))


def test_a_small_picture_is_not_enlarged() -> None:
    assert [copy.width for copy in prepared(a_picture(size=(700, 500))).copies] == [480, 700]


def test_a_photo_stands_upright_and_forgets_its_place() -> None:
    photo = a_photo_that_tells_its_place()
    assert opened(photo).getexif()
    picture = prepared(photo)
    for copy in picture.copies:
        image = opened(copy.webp)
        assert not image.getexif()
        assert "exif" not in image.info
        assert b"Lens" not in copy.webp
    largest = opened(picture.copies[-1].webp).convert("RGB")
    assert largest.size == (800, 1200)
    top, bottom = largest.getpixel((400, 100)), largest.getpixel((400, 1100))
    assert top == pytest.approx((200, 30, 30), abs=12)
    assert bottom == pytest.approx((30, 30, 200), abs=12)


def test_what_one_could_see_through_lies_on_white() -> None:
    file = io.BytesIO()
    Image.new("RGBA", (900, 600), (0, 0, 0, 0)).save(file, "PNG")
    picture = prepared(file.getvalue())
    assert picture.colour == "#ffffff"
    assert opened(picture.copies[0].webp).convert("RGB").getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_of_keeping_colours_is_read(mode: str) -> None:
    file = io.BytesIO()
    image = Image.new("L", (640, 480), 120)
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image.convert(mode).save(file, kind)
    assert prepared(file.getvalue()).copies[-1].width == 640


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_bomb(), "picture.too_many_pixels"),
        (a_bomb(width=6_000, height=6_000), "picture.unreadable"),
        (a_picture()[:-2000], "picture.unreadable"),
        (a_picture(size=(639, 200)), "picture.too_small"),
        (b"\xff\xd8\xff" + bytes(4000), "picture.unreadable"),
        (a_picture("GIF"), "picture.wrong_type"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(BadPicture) as bad:
        prepared(content)
    assert bad.value.refusal.code == code


def test_two_same_pictures_have_two_names(app: Flask) -> None:
    picture = prepared(a_picture())
    with app.app_context():
        assert keep(picture).name != keep(picture).name


def test_a_kept_picture_is_served_for_ever_until_dropped(app: Flask) -> None:
    with app.app_context():
        kept = keep(prepared(a_picture()))
        address = url_of(kept.name, kept.widths[0])
    client = app.test_client()
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    with app.app_context():
        drop(kept.name, kept.widths)
        drop(kept.name, kept.widths)
    assert client.get(address).status_code == 404


def test_a_picture_asks_nothing_of_the_database(
    app: Flask, sent_statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with app.app_context():
        kept = keep(prepared(a_picture()))
        address = url_of(kept.name, kept.widths[0])
        vera = a_person("Vera")
    client = app.test_client()
    sign_in(client, vera)
    with sent_statements() as sent:
        response = client.get(address)
    assert response.status_code == 200
    assert "Cookie" not in response.headers.get("Vary", "")
    assert sent == []


@pytest.mark.parametrize(
    "name", ["..%2Fsecret", "%2e%2e", "secret", "a.webp", "0" * 32 + "-480.webp", "%00.webp"]
)
def test_nothing_else_is_served(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/media/{name}").status_code == 404


def test_a_turned_photo_is_measured_upright() -> None:
    measures = prepared(a_photo_that_tells_its_place()).measures
    assert measures is not None
    assert (measures["width"], measures["height"]) == (800, 1200)
