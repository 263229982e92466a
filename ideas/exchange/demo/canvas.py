"""A sheet of 400 by 300 units to draw flat shapes on, four times as fine as it is kept."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 400, 300
KEPT_WIDTH, FINER = 1600, 2
UNIT = KEPT_WIDTH * FINER // WIDTH
BENDS = 14
EDGE = 1.5 * UNIT

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where a drawing of its own stands on the sheet: its origin, its size, mirrored or not."""

    x: float = 0
    y: float = 0
    scale: float = 1
    flip: bool = False

    def point(self, x: float, y: float) -> Point:
        """A point of the drawing, in pixels."""
        across = -x if self.flip else x
        return (self.x + across * self.scale) * UNIT, (self.y + y * self.scale) * UNIT

    def length(self, units: float) -> float:
        """A length of the drawing, in pixels."""
        return units * self.scale * UNIT


SHEET = Place()


class Canvas:
    """Filled shapes on a sheet; in ``outline`` they are papers with an inked edge."""

    def __init__(self, ground: str, outline: tuple[str, str] | None = None) -> None:
        self.image = Image.new("RGB", (WIDTH * UNIT, HEIGHT * UNIT), ground)
        self.pen = ImageDraw.Draw(self.image)
        self.outline = outline

    def layer(self) -> "Canvas":
        """An empty sheet to lay over this one."""
        layer = Canvas("#ffffff00", self.outline)
        layer.image = Image.new("RGBA", self.image.size)
        layer.pen = ImageDraw.Draw(layer.image)
        return layer

    def kept(self) -> Image.Image:
        """The finished picture, as wide as it is kept."""
        return self.image.reduce(FINER)

    def polygon(self, colour: str, points: Sequence[Point], place: Place = SHEET) -> None:
        """Fill the points."""
        corners = [place.point(x, y) for x, y in points]
        if self.outline is None:
            self.pen.polygon(corners, fill=colour)
            return
        paper, ink = self.outline
        self.pen.polygon(corners, fill=paper)
        self._stroke(ink, EDGE, [*corners, corners[0]])

    def line(
        self, colour: str, width: float, points: Sequence[Point], place: Place = SHEET
    ) -> None:
        """Draw a line with round ends."""
        corners = [place.point(x, y) for x, y in points]
        thick = place.length(width)
        if self.outline is not None:
            colour = self.outline[1]
            self._stroke(colour, thick + EDGE, corners)
            colour, thick = self.outline[0], max(thick - EDGE, 0)
        if thick >= 1:
            self._stroke(colour, thick, corners)

    def _stroke(self, colour: str, thick: float, corners: Sequence[Point]) -> None:
        half = thick / 2
        self.pen.line(corners, fill=colour, width=round(thick), joint="curve")
        for x, y in (corners[0], corners[-1]):
            self.pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def fade(self, top: str, bottom: str, until: float = HEIGHT) -> None:
        """Let one colour turn into another from the top down."""
        size = self.image.width, round(until * UNIT)
        mask = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
        self.image.paste(Image.composite(_plain(bottom, size), _plain(top, size), mask), (0, 0))


def _plain(colour: str, size: tuple[int, int]) -> Image.Image:
    return Image.new("RGB", size, colour)


def ellipse(x: float, y: float, rx: float, ry: float, *, turn: Point = (0, 360)) -> list[Point]:
    """Points around a middle, from one angle to another; 0 is right, 90 is down."""
    start, end = turn
    steps = max(8, round(abs(end - start) / 5))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


def box(x: float, y: float, width: float, height: float, *, radius: float = 0) -> list[Point]:
    """The corners of a box, rounded."""
    radius = min(radius, width / 2, height / 2)
    if radius <= 0:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    left, right, top, bottom = x + radius, x + width - radius, y + radius, y + height - radius
    return [
        *ellipse(right, top, radius, radius, turn=(270, 360)),
        *ellipse(right, bottom, radius, radius, turn=(0, 90)),
        *ellipse(left, bottom, radius, radius, turn=(90, 180)),
        *ellipse(left, top, radius, radius, turn=(180, 270)),
    ]


def smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """A soft curve through the points."""
    if closed:
        row = [points[-1], *points, points[0], points[1]]
    else:
        row = [points[0], *points, points[-1]]
    return [each for at in range(len(row) - 3) for each in _bend(row[at : at + 4])] + [row[-2]]


def _bend(four: Sequence[Point]) -> Iterator[Point]:
    for step in range(BENDS):
        t = step / BENDS
        yield _between([p[0] for p in four], t), _between([p[1] for p in four], t)


def _between(p: Sequence[float], t: float) -> float:
    return 0.5 * (
        2 * p[1]
        + (p[2] - p[0]) * t
        + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t**2
        + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
    )
