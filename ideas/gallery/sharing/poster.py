"""Drawing the share image of a page of the brand's own: its words on its colour, and tiles."""

from PIL import Image, ImageDraw

from ideas.gallery.sharing.calling import BrandCard
from ideas.gallery.sharing.lettering import (
    DISPLAY,
    TEXT,
    Face,
    cut_short,
    set_in_lines,
    writable,
)
from ideas.gallery.sharing.sheet import CARD, HEIGHT, WIDTH, Sign, Tints, jpeg_of, rail
from ideas.gallery.sharing.tiles import tiles
from ideas.web.colours import mixed, readable_on

TILES = 420
LEFT, ROOM = 68, WIDTH - TILES - 68 - 40
THICK = 13
RUNGS = ((0.28, True), (0.56, True), (0.78, False), (1.0, False))
FILL = 0.66
TITLES = tuple(
    (Face(DISPLAY, size, 800), lines) for size, lines in ((92, 3), (78, 3), (64, 4), (52, 4))
)
WORDS = Face(TEXT, 32, 480)


def poster(card: BrandCard, logo: bytes | None) -> bytes:
    """The image as JPEG."""
    ground, ink = readable_on(card.accent)
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    image.paste(tiles((TILES, HEIGHT), 210, card.accent, card.title), (WIDTH - TILES, 0))
    Sign(card.brand, logo, ink).put(image, (LEFT, 62), ink=ink, room=ROOM, plate=CARD)
    _words(ImageDraw.Draw(image), card, ink, mixed(ground, ink, 0.86))
    ahead = mixed(ground, ink, 0.28)
    tints = Tints(ground, ahead, ink, ahead, ground)
    drawing = rail(ROOM, THICK, FILL, rungs=RUNGS, tints=tints)
    image.paste(drawing, (LEFT - THICK // 2, HEIGHT - 104))
    return jpeg_of(image)


def _words(sheet: ImageDraw.ImageDraw, card: BrandCard, ink: str, softer: str) -> None:
    """The title in as many lines as it takes, what is said below; low, near the ladder.

    What is said stands in the place of a title the fonts have no letters for.
    """
    title, below = writable(card.title, DISPLAY), writable(card.text, TEXT)
    if not title:
        title, below = writable(card.text, DISPLAY), ""
    face, lines = set_in_lines(title, TITLES, ROOM)
    y = 488.0 - (64 if below else 0) - (len(lines) - 1) * face.size
    for line in lines:
        face.write(sheet, (LEFT - face.size * 0.04, y), line, ink)
        y += face.size
    WORDS.write(sheet, (LEFT, 488), cut_short(below, WORDS, ROOM), softer)
