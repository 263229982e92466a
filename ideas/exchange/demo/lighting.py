"""Light on what is drawn: it comes from the upper left, rounds a thing, and leaves its shadow."""

from PIL import Image, ImageChops, ImageFilter

from ideas.exchange.demo.canvas import UNIT, Canvas
from ideas.exchange.demo.palettes import Palette

RIM = round(0.75 * UNIT)
SHADOW, SOFTNESS, FALL = 0.3, 7, (7, 10)
BRIGHT, DIM, EDGE_BRIGHT, EDGE_DIM = 0.2, 0.2, 0.42, 0.2
SOLID = 200

Box = tuple[int, int, int, int]


def lay(layer: Canvas, canvas: Canvas, palette: Palette) -> None:
    """Put a layer on a sheet with its light and its shadow."""
    place = layer.image.getbbox()
    if place is None:
        return
    room = _room(place, layer.image.size)
    drawn = layer.image.crop(room)
    shape = drawn.getchannel("A")
    slope = _slope(shape)
    bright = ImageChops.lighter(_part(shape, slope, BRIGHT), _rim(shape, RIM, EDGE_BRIGHT))
    away = ImageChops.invert(slope)
    dim = ImageChops.lighter(_part(shape, away, DIM), _rim(shape, -RIM, EDGE_DIM))
    canvas.image.paste(palette.ink, room, _shadow(shape))
    canvas.image.paste(drawn.convert("RGB"), room[:2], shape)
    canvas.image.paste(palette.light, room, bright)
    canvas.image.paste(palette.ink, room, dim)


def _room(place: Box, size: tuple[int, int]) -> Box:
    """The place with the room its shadow takes, on the sheet."""
    reach = (max(FALL) + 3 * SOFTNESS) * UNIT
    left, top, right, bottom = place
    return (
        max(0, left - reach),
        max(0, top - reach),
        min(size[0], right + reach),
        min(size[1], bottom + reach),
    )


def _shadow(shape: Image.Image) -> Image.Image:
    """A soft shape below and to the right; made small, because it is soft."""
    solid = shape.point([255 if each > SOLID else 0 for each in range(256)])
    small = solid.reduce(UNIT)
    fallen = Image.new("L", small.size)
    fallen.paste(small, FALL)
    soft = fallen.filter(ImageFilter.GaussianBlur(SOFTNESS))
    return _weaker(soft, SHADOW).resize(shape.size, Image.Resampling.BILINEAR)


def _slope(shape: Image.Image) -> Image.Image:
    """White in the thing's upper left, black in its lower right."""
    slope = Image.new("L", shape.size, 128)
    place = shape.getbbox()
    if place:
        corners = Image.new("L", (2, 2))
        corners.putdata([255, 128, 128, 0])
        left, top, right, bottom = place
        size = (right - left, bottom - top)
        slope.paste(corners.resize(size, Image.Resampling.BILINEAR), (left, top))
    return slope


def _part(shape: Image.Image, slope: Image.Image, strength: float) -> Image.Image:
    """Where the slope is above its middle, inside the shape."""
    above = slope.point([max(0, each - 128) * 2 for each in range(256)])
    return _weaker(ImageChops.multiply(shape, above), strength)


def _rim(shape: Image.Image, width: int, strength: float) -> Image.Image:
    """The edge of the shape towards the light, or away from it where the width is negative."""
    moved = Image.new("L", shape.size)
    moved.paste(shape, (width, width))
    return _weaker(ImageChops.subtract(shape, moved), strength)


def _weaker(mask: Image.Image, strength: float) -> Image.Image:
    return mask.point([round(each * strength) for each in range(256)])
