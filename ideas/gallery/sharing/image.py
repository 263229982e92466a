"""Drawing a share image: 1200 by 630, the picture on the left, words and ladder on the right.

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
from ideas.web.colours import LIGHT, darker_until, readable_on

WIDTH, HEIGHT = 1200, 630
PICTURE = 590
LEFT, RIGHT = PICTURE + 56, WIDTH - 64
ROOM = RIGHT - LEFT
FINER = 4
QUALITY = 88
PAPER, CARD, LINE, EDGE = "#fbf8f2", "#ffffff", "#e9e2d4", "#b9b09d"
INK, INK_2 = "#1d1b16", "#5b564b"
TITLES = tuple(
    (Face(DISPLAY, size, 720), lines) for size, lines in ((70, 2), (60, 3), (52, 4), (44, 4))
)
NAME, BY = Face(TEXT, 28, 600), Face(TEXT, 26, 450)
COUNT, VOTES, NEXT, TIER = (
    Face(DISPLAY, 68, 720),
    Face(TEXT, 28, 550),
    Face(TEXT, 26, 450),
    Face(TEXT, 20, 550),
)
BARS = ((2, 17, 9, 26), (10.5, 10, 17.5, 26), (19, 2, 26, 26))
TINTS = (0.5, 0.75, 1.0)


def drawn(card: ShareCard, picture: bytes | None) -> bytes:
    """The image as JPEG; without a picture the brand's mark stands in its place."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(_picture(card, picture), (0, 0))
    sheet = ImageDraw.Draw(image)
    accent = darker_until(card.accent, LIGHT.card, 3)
    _head(image, sheet, card, accent)
    _title(sheet, card)
    if card.marks:
        _count(sheet, card)
        _rail(image, sheet, card, accent)
    else:
        NEXT.write(sheet, (LEFT, 560), cut_short(card.standing, NEXT, ROOM), INK_2)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY, subsampling=0, progressive=True, optimize=True)
    return kept.getvalue()


def _picture(card: ShareCard, content: bytes | None) -> Image.Image:
    size = (PICTURE, HEIGHT)
    if content is None:
        return _stand_in(card, size)
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as picture:
        return ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS)


def _stand_in(card: ShareCard, size: tuple[int, int]) -> Image.Image:
    ground, ink = readable_on(card.accent)
    image = Image.new("RGB", size, ground)
    mark = _mark(300, ink)
    image.paste(mark, ((size[0] - 300) // 2, (size[1] - 300) // 2), mark)
    return image


def _mark(size: int, colour: str) -> Image.Image:
    """Three bars that rise, each stronger than the one before."""
    scale = size * FINER / 28
    mask = Image.new("L", (size * FINER, size * FINER), 0)
    sheet = ImageDraw.Draw(mask)
    for bar, tint in zip(BARS, TINTS, strict=True):
        x0, y0, x1, y1 = (edge * scale for edge in bar)
        sheet.rounded_rectangle((x0, y0, x1, y1), 2.5 * scale, fill=round(255 * tint))
    mark = Image.new("RGBA", (size, size), colour)
    mark.putalpha(mask.resize((size, size), Image.Resampling.LANCZOS))
    return mark


def _head(image: Image.Image, sheet: ImageDraw.ImageDraw, card: ShareCard, accent: str) -> None:
    mark = _mark(40, accent)
    image.paste(mark, (LEFT, 54), mark)
    name = writable(card.brand, TEXT)
    NAME.write(sheet, (LEFT + 54, 84), cut_short(name, NAME, ROOM - 54), INK)


def _title(sheet: ImageDraw.ImageDraw, card: ShareCard) -> None:
    """The title and who is behind it; letters the fonts lack are left to the page."""
    y = 132.0
    title = writable(card.title, DISPLAY)
    if title:
        face, lines = set_in_lines(title, TITLES, ROOM)
        for line in lines:
            y += face.size * 1.06
            face.write(sheet, (LEFT - face.size * 0.03, y), line, INK)
    creators = writable(card.creators, TEXT)
    BY.write(sheet, (LEFT, y + 52), cut_short(creators, BY, ROOM), INK_2)


def _count(sheet: ImageDraw.ImageDraw, card: ShareCard) -> None:
    """The votes, large, and what comes next."""
    COUNT.write(sheet, (LEFT, 470), card.count, INK)
    VOTES.write(sheet, (LEFT + COUNT.width(card.count) + 14, 470), card.votes, INK_2)
    NEXT.write(sheet, (LEFT, 512), cut_short(card.standing, NEXT, ROOM), INK_2)


def _rail(image: Image.Image, sheet: ImageDraw.ImageDraw, card: ShareCard, accent: str) -> None:
    """The ladder lying down, from the places the card knows."""
    top, height, end = 532, 40, 14
    length = ROOM - 2 * end
    rail = Image.new("RGB", (ROOM * FINER, height * FINER), PAPER)
    pen, middle = ImageDraw.Draw(rail), height / 2

    def dot(at: float, radius: float, fill: str) -> None:
        x = end + at * length
        box = (x - radius, middle - radius, x + radius, middle + radius)
        pen.ellipse(tuple(edge * FINER for edge in box), fill=fill)

    def track(until: float, colour: str) -> None:
        box = (end - 5, middle - 5, end + until * length + 5, middle + 5)
        pen.rounded_rectangle(tuple(edge * FINER for edge in box), 5 * FINER, fill=colour)

    track(1, LINE)
    if card.fill:
        track(card.fill, accent)
    for mark in card.marks:
        dot(mark.at, 13, accent if mark.is_reached else EDGE)
        dot(mark.at, 9, CARD)
        if mark.is_reached:
            dot(mark.at, 5, accent)
    image.paste(rail.resize((ROOM, height), Image.Resampling.LANCZOS), (LEFT, top))
    _tiers(sheet, card, LEFT + end, length)


def _tiers(sheet: ImageDraw.ImageDraw, card: ShareCard, left: float, length: float) -> None:
    """The votes of each tier below its place; where they would touch, only the goal's."""
    gap, free = 12, RIGHT + 12.0
    for mark in reversed(card.marks):
        width = TIER.width(mark.votes)
        x = min(left + mark.at * length - width / 2, RIGHT - width)
        if x + width + gap <= free and x >= LEFT:
            TIER.write(sheet, (x, 594), mark.votes, INK if mark.is_reached else INK_2)
            free = x
