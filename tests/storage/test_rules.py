"""Which files are taken before anybody decodes them."""

import pytest

from ideas.storage.rules import MOST_BYTES, refusal_to_decode, refusal_to_take
from tests.storage.files import (
    a_photo_that_tells_its_place,
    a_picture,
    a_picture_and_a_page,
    a_picture_and_an_archive,
)

JPEG_START = b"\xff\xd8\xff"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_are_taken(kind: str) -> None:
    assert refusal_to_take(a_picture(kind)) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture.wrong_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.wrong_type"),
        (a_picture("GIF"), "picture.wrong_type"),
        (a_picture("TIFF"), "picture.wrong_type"),
        (b"RIFF\0\0\0\0WAVEfmt ", "picture.wrong_type"),
        (JPEG_START.ljust(MOST_BYTES + 1, b"\0"), "picture.too_big"),
        (a_picture_and_an_archive(), "picture.two_things"),
        (a_picture_and_a_page(), "picture.two_things"),
        (JPEG_START + b"%PDF-1.7", "picture.two_things"),
    ],
)
def test_other_files_are_refused(content: bytes, code: str) -> None:
    refusal = refusal_to_take(content)
    assert refusal is not None
    assert refusal.code == code


def test_the_last_byte_still_fits() -> None:
    assert refusal_to_take(JPEG_START.ljust(MOST_BYTES, b"\0")) is None


def test_a_photo_may_carry_what_cameras_write() -> None:
    assert refusal_to_take(a_photo_that_tells_its_place() + b"camera's own words") is None


@pytest.mark.parametrize(
    ("size", "refused"), [((8_000, 5_000), False), ((8_000, 5_001), True), ((8_000, 1_600), False)]
)
def test_pixels_are_counted(size: tuple[int, int], refused: bool) -> None:
    assert (refusal_to_decode(*size) is not None) is refused


@pytest.mark.parametrize(
    ("size", "refused"),
    [
        ((700, 1), True),
        ((1, 700), True),
        ((701, 140), True),
        ((700, 140), False),
        ((140, 700), False),
    ],
)
def test_a_line_is_no_picture(size: tuple[int, int], refused: bool) -> None:
    refusal = refusal_to_decode(*size)
    assert (refusal is not None) is refused
    assert refusal is None or refusal.code == "picture.too_narrow"
    assert (refusal_to_decode(*size, is_logo=True) is not None) is (1 in size)
