"""Drawing an idea's share image: 1200 by 630, the picture left, words and ladder right.

Takes a tenth of a second; never called while a lock or a connection is held.
"""

import io

from PIL import Image, ImageDraw, ImageOps

from ideas.gallery.sharing.card import ShareCard
from ideas.gallery.sharing.lettering import (
    DISPLAY,
    TEXT,
    Face,
    cut_short,
    set_in_lines,
    writable,
)
from ideas.gallery.sharing.sheet import (
    CARD,
    EDGE,
    HEIGHT,
    INK,
    INK_2,
    LINE,
    PAPER,
    WIDTH,
    Sign,
    Tints,
    jpeg_of,
    rail,
)
from ideas.gallery.sharing.tiles import tiles
from ideas.web.colours import LIGHT, darker_until

PICTURE = 590
LEFT, RIGHT = PICTURE + 54, WIDTH - 58
ROOM = RIGHT - LEFT
THICK = 11
TITLES = tuple(
    (Face(DISPLAY, size, 760), lines) for size, lines in ((72, 2), (62, 3), (54, 4), (44, 4))
)
BY, COUNT, VOTES, NEXT, TIER = (
    Face(TEXT, 28, 450),
    Face(DISPLAY, 72, 760),
    Face(TEXT, 32, 550),
    Face(TEXT, 28, 450),
    Face(TEXT, 23, 560),
)
ALONE = Face(DISPLAY, 132, 760)


def drawn(card: ShareCard, picture: bytes | None, logo: bytes | None) -> bytes:
    """The image as JPEG; without a picture, tiles in the brand's colour stand in its place."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(_picture(card, picture), (0, 0))
    sheet = ImageDraw.Draw(image)
    accent = darker_until(card.accent, LIGHT.card, 3)
    Sign(card.brand, logo, accent).put(image, (LEFT, 52), ink=INK, room=ROOM)
    title = writable(card.title, DISPLAY)
    _title(sheet, title or ("" if card.marks else card.standing), card.creators)
    if card.marks:
        _count(sheet, card, has_title=bool(title))
        _rail(image, sheet, card, accent)
    elif title:
        NEXT.write(sheet, (LEFT, 560), cut_short(card.standing, NEXT, ROOM), INK_2)
    return jpeg_of(image)


def _picture(card: ShareCard, content: bytes | None) -> Image.Image:
    size = (PICTURE, HEIGHT)
    if content is None:
        return tiles(size, 210, card.accent, card.title)
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as picture:
        return ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS)


def _title(sheet: ImageDraw.ImageDraw, title: str, creators: str) -> None:
    """The title and who is behind it; letters the fonts lack are left to the page."""
    y = 128.0
    if title:
        face, lines = set_in_lines(title, TITLES, ROOM)
        for line in lines:
            y += face.size * 1.04
            face.write(sheet, (LEFT - face.size * 0.03, y), line, INK)
    BY.write(sheet, (LEFT, y + 50), cut_short(writable(creators, TEXT), BY, ROOM), INK_2)


def _count(sheet: ImageDraw.ImageDraw, card: ShareCard, *, has_title: bool) -> None:
    """The votes, large, and what comes next; without a title the number speaks for all."""
    face, y = (COUNT, 464) if has_title else (ALONE, 446)
    face.write(sheet, (LEFT - face.size * 0.04, y), card.count, INK)
    VOTES.write(sheet, (LEFT + face.width(card.count) + 14, y), card.votes, INK_2)
    NEXT.write(sheet, (LEFT, 510), cut_short(card.standing, NEXT, ROOM), INK_2)


def _rail(image: Image.Image, sheet: ImageDraw.ImageDraw, card: ShareCard, accent: str) -> None:
    """The ladder lying down, from the places the card knows."""
    rungs = [(mark.at, mark.is_reached) for mark in card.marks]
    tints = Tints(PAPER, LINE, accent, EDGE, CARD)
    drawing = rail(ROOM, THICK, card.fill, rungs=rungs, tints=tints)
    image.paste(drawing, (LEFT, 526))
    end = THICK * 1.4
    _tiers(sheet, card, LEFT + end, ROOM - 2 * end)


def _tiers(sheet: ImageDraw.ImageDraw, card: ShareCard, left: float, length: float) -> None:
    """The votes of each tier below its place; where they would touch, only the goal's."""
    gap, free = 14, RIGHT + 14.0
    for mark in reversed(card.marks):
        width = TIER.width(mark.votes)
        x = min(left + mark.at * length - width / 2, RIGHT - width)
        if x + width + gap <= free and x >= LEFT:
            TIER.write(sheet, (x, 594), mark.votes, INK if mark.is_reached else INK_2)
            free = x
