"""A pattern of quarter rounds in a brand's colour, like the site's stand-ins for pictures."""

from PIL import Image, ImageDraw

from ideas.gallery.sharing.sheet import FINER
from ideas.web.colours import mixed, readable_on

CHOICE = 2_654_435_761
SHAPES = 6


def tiles(size: tuple[int, int], side: int, accent: str, seed: str) -> Image.Image:
    """The pattern; the same seed gives the same. Its ground is the accent."""
    ground, ink = readable_on(accent)
    colours = (mixed(ground, ink, 0.2), mixed(ground, "#000000", 0.22), mixed(ground, ink, 0.85))
    width, height = size
    image = Image.new("RGB", (width * FINER, height * FINER), ground)
    pen, letters, edge = ImageDraw.Draw(image), (seed or "?").encode(), side * FINER
    columns, rows = -(-width // side), -(-height // side)
    for at in range(columns * rows):
        chosen = (letters[at % len(letters)] * 131 + sum(letters) + at * 7_919) * CHOICE
        chosen = chosen % 2**32 >> 12
        corner = (at % columns * edge, at // columns * edge)
        _tile(pen, chosen // 8 % SHAPES, colours[chosen // 64 % len(colours)], (corner, edge))
    return image.resize(size, Image.Resampling.LANCZOS)


def _tile(
    pen: ImageDraw.ImageDraw, kind: int, colour: str, place: tuple[tuple[int, int], int]
) -> None:
    """A round, or a quarter of one from a corner; one kind stays empty."""
    (x, y), side = place
    quarters = {
        0: (x, y, x + 2 * side, y + 2 * side, 180),
        1: (x - side, y, x + side, y + 2 * side, 270),
        2: (x - side, y - side, x + side, y + side, 0),
        3: (x, y - side, x + 2 * side, y + side, 90),
    }
    if kind in quarters:
        *box, turn = quarters[kind]
        pen.pieslice(tuple(box), turn, turn + 90, fill=colour)
    elif kind == 4:
        pen.ellipse((x, y, x + side - 1, y + side - 1), fill=colour)
