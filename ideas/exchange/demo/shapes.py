"""Reading drawings: one shape a line, ``name colour numbers``, in a box of 100, its foot at y 100.

``rect c x y w h r`` · ``disc c x y rx ry`` · ``dome c x y w h`` · ``bowl c x y w h`` ·
``poly c x,y …`` · ``blob c x,y …`` · ``line c width x,y …`` · ``curve c width x,y …`` ·
``ring c width x y r from to`` · ``wedge c x y r from to`` · ``dots c r x,y …`` ·
``beam c x,y …`` lets through what is behind.
``4*12,0 rect …`` draws four, each 12 to the right.
"""

import functools
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ideas.exchange.demo.canvas import Canvas, Place, Point, box, ellipse, smooth
from ideas.exchange.demo.palettes import Palette

FILE = Path(__file__).with_name("texts") / "shapes.toml"
BEAM = "8c"
Words = Sequence[str]


@functools.cache
def drawings() -> dict[str, str]:
    """Every drawing by its name."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def draw(canvas: Canvas, name: str, palette: Palette, place: Place) -> None:
    """Put a drawing on the sheet; its box's middle foot comes to the place's origin."""
    for line in filter(None, drawings()[name].splitlines()):
        first, *rest = line.split()
        count, step = 1, (0.0, 0.0)
        if "*" in first:
            times, _, by = first.partition("*")
            count, step = int(times), _point(by)
            first, *rest = rest
        for turn in range(count):
            moved = _moved(place, -50 + step[0] * turn, -100 + step[1] * turn)
            SHAPES[first](canvas, palette[rest[0]], rest[1:], moved)


def _moved(place: Place, x: float, y: float) -> Place:
    across = -x if place.flip else x
    return replace(place, x=place.x + across * place.scale, y=place.y + y * place.scale)


def _point(word: str) -> Point:
    x, _, y = word.partition(",")
    return float(x), float(y)


def _numbers(words: Words) -> list[float]:
    return [float(word) for word in words]


def _points(words: Words) -> list[Point]:
    return [_point(word) for word in words]


def _rect(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    x, y, width, height, *radius = _numbers(words)
    canvas.polygon(colour, box(x, y, width, height, radius=sum(radius)), place)


def _disc(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    x, y, *radii = _numbers(words)
    canvas.polygon(colour, ellipse(x, y, radii[0], radii[-1]), place)


def _dome(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    x, y, width, height = _numbers(words)
    half = ellipse(x + width / 2, y + height, width / 2, height, turn=(180, 360))
    canvas.polygon(colour, half, place)


def _bowl(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    x, y, width, height = _numbers(words)
    canvas.polygon(colour, ellipse(x + width / 2, y, width / 2, height, turn=(0, 180)), place)


def _poly(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    canvas.polygon(colour, _points(words), place)


def _beam(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    canvas.polygon(colour + BEAM, _points(words), place)


def _blob(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    canvas.polygon(colour, smooth(_points(words), closed=True), place)


def _line(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    canvas.line(colour, float(words[0]), _points(words[1:]), place)


def _curve(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    canvas.line(colour, float(words[0]), smooth(_points(words[1:]), closed=False), place)


def _ring(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    width, x, y, radius, *turn = _numbers(words)
    start, end = turn or [0, 360]
    canvas.line(colour, width, ellipse(x, y, radius, radius, turn=(start, end)), place)


def _wedge(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    x, y, radius, start, end = _numbers(words)
    canvas.polygon(colour, [(x, y), *ellipse(x, y, radius, radius, turn=(start, end))], place)


def _dots(canvas: Canvas, colour: str, words: Words, place: Place) -> None:
    radius = float(words[0])
    for x, y in _points(words[1:]):
        canvas.polygon(colour, ellipse(x, y, radius, radius), place)


SHAPES: dict[str, Callable[[Canvas, str, Words, Place], None]] = {
    "rect": _rect,
    "disc": _disc,
    "dome": _dome,
    "bowl": _bowl,
    "poly": _poly,
    "beam": _beam,
    "blob": _blob,
    "line": _line,
    "curve": _curve,
    "ring": _ring,
    "wedge": _wedge,
    "dots": _dots,
}
