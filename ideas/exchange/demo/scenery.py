"""What scenes are made of: crests, clouds, trees, houses, a window, a plant."""

import math
from random import Random

from ideas.exchange.demo.canvas import (
    HEIGHT,
    WIDTH,
    Canvas,
    Place,
    Point,
    box,
    ellipse,
    smooth,
)
from ideas.exchange.demo.palettes import Palette, mixed


def standing(canvas: Canvas, ground: str, ink: str, place: Place) -> Place:
    """The place, with a shadow under its foot."""
    shadow = ellipse(place.x + 6, place.y - 1, 52 * place.scale, 5.5 * place.scale)
    canvas.polygon(mixed(ground, ink, 0.2), shadow)
    return place


def ridge(canvas: Canvas, colour: str, heights: tuple[float, ...], chance: Random) -> None:
    """A soft crest through these heights, filled to the foot of the sheet."""
    step = WIDTH / (len(heights) - 1)
    points: list[Point] = [
        (at * step, height + chance.uniform(-9, 9)) for at, height in enumerate(heights)
    ]
    crest = smooth([(-40, points[0][1]), *points, (WIDTH + 40, points[-1][1])], closed=False)
    canvas.polygon(colour, [*crest, (WIDTH + 40, HEIGHT), (-40, HEIGHT)])


def cloud(canvas: Canvas, colour: str, middle: Point, size: float) -> None:
    """A cloud of three puffs."""
    x, y = middle
    for dx, dy, radius in ((-18, 0, 11), (0, -8, 16), (18, 0, 12)):
        canvas.polygon(colour, ellipse(x + dx * size, y + dy * size, radius * size, radius * size))
    canvas.polygon(
        colour, box(x - 29 * size, y - 2 * size, 59 * size, 13 * size, radius=6.5 * size)
    )


def tree(canvas: Canvas, palette: Palette, x: float, chance: Random) -> None:
    """A round or a pointed tree near x."""
    foot, high = 226 + chance.randint(-4, 6), chance.randint(34, 58)
    x += chance.randint(-10, 10)
    crown = mixed(palette.far, palette.ink, chance.choice((0.25, 0.38, 0.5)))
    canvas.line(mixed(palette.near, palette.ink, 0.5), 3, [(x, foot + 8), (x, foot - high / 2)])
    if chance.random() < 0.5:
        canvas.polygon(crown, ellipse(x, foot - high * 0.7, high * 0.3, high * 0.42))
    else:
        canvas.polygon(crown, [(x, foot - high * 1.2), (x + 13, foot - 8), (x - 13, foot - 8)])


def tufts(canvas: Canvas, colour: str, chance: Random) -> None:
    """Grass in front."""
    for _ in range(8):
        x = chance.choice((chance.randint(8, 96), chance.randint(304, 392)))
        y = chance.randint(252, 284)
        for lean in (-3.5, 0, 3.5):
            canvas.line(colour, 1.4, [(x, y), (x + lean, y - 7)])


def sail(canvas: Canvas, palette: Palette, x: float, chance: Random) -> None:
    """A small boat far out."""
    y = 166 + chance.randint(0, 12)
    canvas.polygon(palette.light, [(x, y - 34), (x + 18, y - 4), (x, y - 4)])
    canvas.polygon(palette.b, [(x - 3, y - 28), (x - 3, y - 4), (x - 15, y - 4)])
    canvas.polygon(palette.ink, ellipse(x, y - 2, 20, 7, turn=(0, 180)))


def window(canvas: Canvas, palette: Palette, left: float, chance: Random) -> None:
    """An arched window with hills behind."""
    frame, pane = (left, 52, 104, 150), (left + 7, 60, 90, 135)
    canvas.polygon(palette.light, box(frame[0], frame[1] + 50, frame[2], frame[3] - 50, radius=2))
    canvas.polygon(palette.light, ellipse(left + 52, 104, 52, 52, turn=(180, 360)))
    canvas.polygon(palette.sky, box(pane[0], pane[1] + 44, pane[2], pane[3] - 44))
    canvas.polygon(palette.sky, ellipse(left + 52, 105, 45, 45, turn=(180, 360)))
    canvas.polygon(palette.sun, ellipse(left + chance.randint(34, 70), 112, 17, 17))
    crest = smooth(
        [(left + 7, 158), (left + 36, 146), (left + 70, 160), (left + 97, 150)], closed=False
    )
    canvas.polygon(palette.far, [*crest, (left + 97, 195), (left + 7, 195)])
    canvas.line(palette.light, 4, [(left + 52, 60), (left + 52, 196)])
    canvas.line(palette.light, 4, [(left + 8, 132), (left + 96, 132)])
    canvas.polygon(palette.light, box(left - 6, 196, 116, 9, radius=2))


def plant(canvas: Canvas, palette: Palette, x: float) -> None:
    """A plant in its pot."""
    green = mixed(palette.far, palette.ink, 0.3)
    for turn in (-150, -122, -90, -58, -30):
        leaf(canvas, green if turn % 4 else palette.far, (x, 214), (48, turn))
    canvas.polygon(palette.c, [(x - 17, 210), (x + 17, 210), (x + 12, 242), (x - 12, 242)])
    canvas.polygon(mixed(palette.c, palette.ink, 0.2), box(x - 20, 206, 40, 8, radius=2))


def leaf(canvas: Canvas, colour: str, foot: Point, reach: tuple[float, float]) -> None:
    """A leaf from its foot, so long and turned so far."""
    length, turn = reach[0], math.radians(reach[1])
    across = turn + math.pi / 2
    points: list[Point] = []
    for part, half in ((0, 0), (0.3, 0.14), (0.6, 0.17), (1, 0), (0.6, -0.17), (0.3, -0.14)):
        x = foot[0] + length * (part * math.cos(turn) + half * math.cos(across))
        points.append((x, foot[1] + length * (part * math.sin(turn) + half * math.sin(across))))
    canvas.polygon(colour, smooth(points, closed=True))


def flower(canvas: Canvas, palette: Palette, head: Point, chance: Random) -> None:
    """A flower on a stem."""
    x, y = head
    canvas.line(mixed(palette.far, palette.ink, 0.4), 2, [(x, 304), (x, y)])
    petal = chance.choice((palette.b, palette.c, palette.light))
    for turn in range(0, 360, 72):
        at = math.radians(turn)
        canvas.polygon(petal, ellipse(x + 7 * math.cos(at), y + 7 * math.sin(at), 5.4, 5.4))
    canvas.polygon(palette.sun, ellipse(x, y, 4, 4))


def fir(canvas: Canvas, colour: str, foot: Point, size: float) -> None:
    """A fir of three skirts."""
    x, y = foot
    for row, half in ((0, 24), (20, 19), (38, 13)):
        peak = y - (row + 34) * size
        base = y - row * size
        canvas.polygon(colour, [(x, peak), (x + half * size, base), (x - half * size, base)])


def houses(canvas: Canvas, colours: tuple[str, str], floor: float, chance: Random) -> None:
    """A row of houses, some with light in their windows."""
    x = -chance.randint(0, 20)
    while x < WIDTH:
        width, top = chance.randint(30, 52), floor - chance.randint(20, 76)
        canvas.polygon(colours[0], box(x, top, width, HEIGHT - top))
        if chance.random() < 0.55:
            peak = (x + width / 2, top - width * 0.42)
            canvas.polygon(colours[0], [(x - 2, top + 1), peak, (x + width + 2, top + 1)])
        for row in range(round(top) + 9, round(floor) + 14, 15):
            for column in range(round(x) + 7, round(x + width) - 8, 12):
                if chance.random() < 0.55:
                    canvas.polygon(colours[1], box(column, row, 5.5, 7.5, radius=1))
        x += width + chance.choice((0, 0, 3))
