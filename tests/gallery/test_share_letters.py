"""A share image whose title the fonts have no letters for."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from ideas.gallery.sharing.calling import BrandCard
from ideas.gallery.sharing.card import Mark, ShareCard
from ideas.gallery.sharing.image import drawn
from ideas.gallery.sharing.poster import ROOM, poster

pytestmark = pytest.mark.long

LADDER = (Mark("100", 0.5, is_reached=True), Mark("5,000", 1.0, is_reached=False))
CARD = ShareCard(
    title="Lamp",
    creators="by Ada",
    brand="Oddlark",
    accent="#0f7b62",
    logo="",
    picture="",
    colour="",
    count="1,200+",
    votes="votes",
    standing="In review",
    fill=0.6,
    marks=LADDER,
    language="en",
)
UNWRITTEN = ["灯台の回るランプ", "منارة تدور", "Lamp 灯台"]


@pytest.fixture
def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (960, 640), "#c81e1e").save(file, "WEBP")
    return file.getvalue()


@pytest.mark.parametrize("title", UNWRITTEN)
def test_its_count_is_larger_and_apart_from_what_comes_next(title: str, picture: bytes) -> None:
    card = replace(CARD, title=title)
    counted = seen(drawn(card, picture, None))
    bare = seen(drawn(replace(card, count="", votes=""), picture, None))
    named = seen(drawn(CARD, picture, None))
    assert rows_between(counted, bare)[0] < 370
    assert rows_between(counted, bare)[1] < 484
    assert counted.tobytes() != named.tobytes()
    assert title in card.words


@pytest.mark.parametrize("title", UNWRITTEN)
def test_without_a_ladder_its_stage_stands_in_its_place(title: str, picture: bytes) -> None:
    card = replace(CARD, title=title, count="", votes="", marks=())
    assert drawn(card, picture, None) == drawn(
        replace(card, title="In review", standing=""), picture, None
    )


def test_a_page_says_large_what_it_says() -> None:
    card = BrandCard("第五回", "Answers by 3 May", "Oddlark", "#0f7b62", "", "en")
    said = replace(card, title="Answers by 3 May", text="")
    left = (0, 0, ROOM // 8 * 8, 630)
    one, other = (seen(poster(each, None)).crop(left) for each in (card, said))
    assert one.tobytes() == other.tobytes()
    assert card.title in card.words


def seen(jpeg: bytes) -> Image.Image:
    """The image, in grey."""
    return Image.open(io.BytesIO(jpeg)).convert("L")


def rows_between(one: Image.Image, other: Image.Image) -> tuple[int, int]:
    """The first and the last row in which two images clearly differ."""
    width = one.width
    pairs = list(zip(one.tobytes(), other.tobytes(), strict=True))
    rows = [at // width for at, (a, b) in enumerate(pairs) if abs(a - b) > 60]
    return rows[0], rows[-1]
