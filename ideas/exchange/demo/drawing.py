"""Pictures of ideas, drawn by the program: a thing in a scene, its plan, its colours, close by."""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from PIL import Image

from ideas.exchange.demo.canvas import HEIGHT, WIDTH, Canvas, Place, box, ellipse
from ideas.exchange.demo.lighting import lay
from ideas.exchange.demo.palettes import PALETTES, Palette, mixed
from ideas.exchange.demo.scenes import SCENES
from ideas.exchange.demo.shapes import draw


@dataclass(frozen=True)
class Wish:
    """What to draw: the thing by its name, how it is shown, in which colours; the same is equal."""

    thing: str
    view: str
    palette: str


def picture_of(wish: Wish) -> Image.Image:
    """The picture, 1600 by 1200."""
    palette, chance = PALETTES[wish.palette], Random(repr(wish))  # noqa: S311 no secret
    if wish.view == "plan":
        return _plan(wish.thing, palette)
    canvas = Canvas(palette.sky)
    if wish.view == "colours":
        _colours(canvas, wish.thing, palette)
    elif wish.view == "close":
        _close(canvas, wish.thing, palette)
    else:
        _set_in(SCENES[wish.view](canvas, palette, chance), canvas, wish.thing, palette)
    return canvas.kept()


def png_of(wish: Wish) -> bytes:
    """The picture as the file a person would send."""
    kept = io.BytesIO()
    picture_of(wish).save(kept, "PNG", compress_level=1)
    return kept.getvalue()


def _set_in(scene: Iterator[Place], canvas: Canvas, thing: str, palette: Palette) -> None:
    _put(canvas, thing, palette, next(scene))
    with suppress(StopIteration):
        next(scene)


def _put(canvas: Canvas, thing: str, palette: Palette, place: Place) -> None:
    """Draw the thing by itself, so that light falls on it and its shadow on what is behind."""
    layer = canvas.layer()
    draw(layer, thing, palette, place)
    lay(layer, canvas, palette)


def _plan(thing: str, palette: Palette) -> Image.Image:
    """Lines on squared paper, with measures."""
    canvas = Canvas(palette.sky)
    for at in range(0, WIDTH, 20):
        canvas.line(palette.far, 0.6, [(at, 0), (at, HEIGHT)])
        canvas.line(palette.far, 0.6, [(0, at), (WIDTH, at)])
    _measures(canvas, palette.ink)
    canvas.outline = (mixed(palette.sky, palette.far, 0.4), palette.ink)
    draw(canvas, thing, palette, Place(186, 240, 1.75))
    return canvas.kept()


def _measures(canvas: Canvas, ink: str) -> None:
    for start, end in (((92, 262), (280, 262)), ((312, 68), (312, 240))):
        canvas.line(ink, 0.8, [start, end])
        for x, y in (start, end):
            across, along = (0, 5) if start[1] == end[1] else (5, 0)
            canvas.line(ink, 0.8, [(x - across, y - along), (x + across, y + along)])
    for at, width in ((96, 44), (104, 30), (180, 38), (188, 22)):
        canvas.polygon(mixed(ink, "#808080", 0.3), box(334, at, width, 2, radius=1))
    for x, y in ((324, 101), (324, 185)):
        canvas.polygon(ink, ellipse(x, y, 3, 3))


def _colours(canvas: Canvas, thing: str, palette: Palette) -> None:
    """Three of it, each on a ground of its own."""
    grounds = (palette.sky, mixed(palette.sky, palette.light, 0.45), palette.far)
    for at, ground in enumerate(grounds):
        left = at * WIDTH / 3
        canvas.polygon(ground, box(left, 0, WIDTH / 3 + 1, HEIGHT))
        middle = left + WIDTH / 6
        canvas.polygon(mixed(ground, palette.light, 0.4), ellipse(middle, 150, 62, 62))
        canvas.polygon(mixed(ground, palette.ink, 0.14), ellipse(middle, 205, 52, 6))
        _put(canvas, thing, palette.turned(at), Place(middle, 206, 1.1))


def _close(canvas: Canvas, thing: str, palette: Palette) -> None:
    """So near that it does not fit."""
    canvas.polygon(mixed(palette.sky, palette.light, 0.3), box(0, 0, WIDTH, HEIGHT))
    canvas.polygon(palette.sun, ellipse(250, 120, 150, 150))
    _put(canvas, thing, palette, Place(190, 372, 3.7))
