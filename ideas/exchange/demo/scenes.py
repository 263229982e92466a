"""Where a thing stands: a scene draws what lies behind it, yields its place, then what is before.

The upper and lower tenth of a sheet may be cut off on a page: nothing that matters stands there.
"""

import math
from collections.abc import Callable, Iterator
from random import Random

from ideas.exchange.demo.canvas import WIDTH, Canvas, Place, box, ellipse
from ideas.exchange.demo.palettes import Palette, mixed
from ideas.exchange.demo.scenery import (
    cloud,
    fir,
    flower,
    houses,
    leaf,
    plant,
    ridge,
    sail,
    standing,
    tree,
    tufts,
    window,
)

Scene = Callable[[Canvas, Palette, Random], Iterator[Place]]


def hills(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """A sun over rolling hills with a few trees."""
    side = chance.choice((0.2, 0.78))
    canvas.fade(mixed(palette.sky, palette.sun, 0.12), palette.sky, 210)
    canvas.polygon(palette.sun, ellipse(WIDTH * side, chance.randint(66, 92), 34, 34))
    cloud(canvas, mixed(palette.sky, palette.light, 0.55), (WIDTH * (1 - side), 62), 0.9)
    far = mixed(palette.far, palette.sky, 0.35)
    ridge(canvas, far, (196, 150, 178, 146, 190), chance)
    ridge(canvas, palette.far, (186, 206, 176, 198, 172), chance)
    for _ in range(5):
        tree(canvas, palette, chance.choice((24, 58, 92, 318, 352, 384)), chance)
    ridge(canvas, palette.near, (232, 222, 224, 218, 230), chance)
    yield standing(canvas, palette.near, palette.ink, Place(200, 250, 1.72))
    tufts(canvas, mixed(palette.near, palette.ink, 0.2), chance)


def shore(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """The sea with a low sun, and sand before it."""
    middle = chance.choice((110, 290))
    canvas.fade(mixed(palette.sky, palette.light, 0.3), palette.sky, 170)
    canvas.polygon(palette.sun, ellipse(middle, 150, 52, 52, turn=(180, 360)))
    canvas.polygon(palette.far, box(0, 150, WIDTH, 100))
    glint = mixed(palette.far, palette.sun, 0.6)
    for row in range(6):
        width = 78 - row * 10 + chance.randint(0, 12)
        shift = chance.randint(-10, 10)
        canvas.polygon(
            glint, box(middle - width / 2 + shift, 158 + row * 9, width, 3.2, radius=1.6)
        )
    sail(canvas, palette, 400 - middle, chance)
    ridge(canvas, palette.near, (232, 214, 226, 218, 236), chance)
    yield standing(canvas, palette.near, palette.ink, Place(200, 250, 1.72))
    for _ in range(9):
        at = chance.randint(10, 390), chance.randint(258, 286)
        canvas.polygon(mixed(palette.near, palette.ink, 0.16), ellipse(*at, 2.4, 1.5))


def night(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Stars and a moon over sleeping hills, and a ring of light around the thing."""
    canvas.fade(mixed(palette.sky, palette.ink, 0.45), palette.sky, 220)
    for _ in range(46):
        at, size = (chance.randint(4, 396), chance.randint(6, 170)), chance.choice((0.7, 1, 1.6))
        canvas.polygon(palette.sun, ellipse(*at, size, size))
    middle = chance.choice((74, 326))
    canvas.polygon(palette.sun, ellipse(middle, 74, 27, 27))
    canvas.polygon(mixed(palette.sky, palette.ink, 0.3), ellipse(middle + 12, 67, 23, 23))
    ridge(canvas, palette.far, (196, 160, 184, 156, 192), chance)
    for radius, part in ((128, 0.08), (98, 0.12), (70, 0.16)):
        colour = mixed(palette.far, palette.sun, part)
        canvas.polygon(colour, ellipse(200, 168, radius, radius))
    ridge(canvas, palette.near, (234, 222, 226, 220, 232), chance)
    yield standing(canvas, palette.near, palette.ink, Place(200, 250, 1.66))


def room(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """A table by a window with a view."""
    wall = mixed(palette.sky, palette.light, 0.38)
    canvas.image.paste(wall, (0, 0, *canvas.image.size))
    left = chance.choice((34, 262))
    window(canvas, palette, left, chance)
    other = 300 - left
    canvas.line(palette.ink, 1.4, [(other + 4, 0), (other + 4, 44)])
    canvas.polygon(palette.b, ellipse(other + 4, 66, 32, 24, turn=(180, 360)))
    canvas.polygon(palette.sun, ellipse(other + 4, 66, 9, 7, turn=(0, 180)))
    canvas.polygon(mixed(wall, palette.ink, 0.14), box(0, 214, WIDTH, 86))
    canvas.polygon(palette.near, box(-10, 240, WIDTH + 20, 20, radius=4))
    canvas.polygon(mixed(palette.near, palette.ink, 0.25), box(-10, 256, WIDTH + 20, 60))
    plant(canvas, palette, 356 if left < 100 else 46)
    yield Place(200, 243, 1.7)


def stage(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Rays behind a round platform."""
    ray = mixed(palette.sky, palette.light, 0.22)
    shift = chance.randint(0, 14)
    for turn in range(0, 360, 30):
        start, end = math.radians(turn + shift), math.radians(turn + shift + 15)
        far = [(200 + 420 * math.cos(t), 160 + 420 * math.sin(t)) for t in (start, end)]
        canvas.polygon(ray, [(200, 160), *far])
    canvas.polygon(palette.sun, ellipse(200, 150, 104, 104))
    canvas.polygon(mixed(palette.near, palette.ink, 0.25), box(84, 250, 232, 70))
    canvas.polygon(mixed(palette.near, palette.ink, 0.25), ellipse(200, 250, 116, 20))
    canvas.polygon(palette.near, ellipse(200, 244, 116, 20))
    yield standing(canvas, palette.near, palette.ink, Place(200, 248, 1.68))


def town(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Roofs and lit windows."""
    canvas.fade(mixed(palette.sky, palette.sun, 0.3), palette.sky, 220)
    canvas.polygon(palette.sun, ellipse(chance.choice((96, 304)), 92, 40, 40))
    houses(canvas, (mixed(palette.far, palette.sky, 0.4), palette.sun), 178, chance)
    houses(canvas, (palette.far, mixed(palette.far, palette.sun, 0.75)), 204, chance)
    canvas.polygon(palette.near, box(0, 234, WIDTH, 70))
    canvas.polygon(mixed(palette.near, palette.light, 0.25), box(0, 234, WIDTH, 7))
    yield standing(canvas, palette.near, palette.ink, Place(200, 258, 1.7))


def garden(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Big leaves at both sides."""
    canvas.fade(mixed(palette.sky, palette.light, 0.35), palette.sky, 230)
    canvas.polygon(palette.sun, ellipse(200, 128, 92, 92))
    ridge(canvas, palette.far, (214, 196, 204, 194, 212), chance)
    ridge(canvas, palette.near, (240, 230, 234, 228, 242), chance)
    yield standing(canvas, palette.near, palette.ink, Place(200, 256, 1.66))
    green = mixed(palette.far, palette.ink, 0.28)
    for base, turns in ((-6, (-80, -58, -34)), (406, (-100, -122, -146))):
        for turn in turns:
            shade = mixed(green, palette.light, chance.choice((0, 0.1, 0.2)))
            leaf(canvas, shade, (base, 306), (chance.randint(104, 150), turn))
    for x in (30, 62, 338, 372):
        flower(canvas, palette, (x, chance.randint(240, 270)), chance)


def snow(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Firs in falling snow."""
    canvas.fade(palette.far, palette.sky, 220)
    canvas.polygon(palette.sun, ellipse(chance.choice((80, 320)), 84, 30, 30))
    for x in (30, 66, 104, 300, 340, 376):
        fir(canvas, mixed(palette.c, palette.sky, 0.35), (x, 226), chance.uniform(0.7, 1.1))
    ridge(canvas, mixed(palette.near, palette.far, 0.4), (216, 206, 212, 204, 218), chance)
    for x in (10, 352, 396):
        fir(canvas, palette.c, (x, 250), chance.uniform(1.0, 1.4))
    ridge(canvas, palette.near, (240, 230, 236, 228, 238), chance)
    yield standing(canvas, mixed(palette.near, palette.far, 0.6), palette.ink, Place(200, 258, 1.7))
    for _ in range(54):
        radius = chance.choice((1.2, 1.8, 2.6))
        canvas.polygon(
            palette.light, ellipse(chance.randint(0, 400), chance.randint(0, 240), radius, radius)
        )


def air(canvas: Canvas, palette: Palette, chance: Random) -> Iterator[Place]:
    """Nothing but sky: for what hangs, flies or swims."""
    canvas.fade(palette.sky, mixed(palette.sky, palette.light, 0.35))
    canvas.polygon(palette.sun, ellipse(200, 150, 118, 118))
    canvas.polygon(mixed(palette.sun, palette.sky, 0.3), ellipse(200, 150, 88, 88))
    yield Place(200, 236, 1.62)
    white = mixed(palette.sky, palette.light, 0.7)
    for x, y, size in ((56, 84, 1.0), (346, 118, 1.2), (70, 222, 1.3), (320, 246, 0.9)):
        cloud(canvas, white, (x + chance.randint(-14, 14), y), size)


SCENES: dict[str, Scene] = {
    each.__name__: each for each in (hills, shore, night, room, stage, town, garden, snow, air)
}
