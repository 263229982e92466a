"""How pictures look in numbers: photographs sharp and blurred, drawings, night, faint pencil."""

import functools
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFilter

from ideas.storage.measuring import measured
from ideas.submission.pictures.rules import Finding, Look, findings_in

SIZE = (1800, 1200)


@functools.cache
def a_photograph() -> Image.Image:
    """Many things of many sizes before a sky, through a lens, with the grain of a sensor."""
    chance = random.Random(5)
    image = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(900):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        across, high = (4 + int(chance.paretovariate(1.2) * 8) % 300 for _ in "xy")
        colour = tuple(chance.randrange(256) for _ in "rgb")
        shape = chance.choice((draw.ellipse, draw.rectangle))
        shape((x, y, x + across, y + high), fill=colour)
    grain = Image.effect_noise(SIZE, 18).convert("RGB")
    return Image.blend(image, grain, 0.08).filter(ImageFilter.GaussianBlur(0.7))


def a_portrait() -> Image.Image:
    """Something sharp in the middle, everything behind it soft."""
    sharp = a_photograph()
    middle = Image.new("L", SIZE)
    ImageDraw.Draw(middle).ellipse((600, 300, 1200, 900), fill=255)
    return Image.composite(sharp, sharp.filter(ImageFilter.GaussianBlur(9)), middle)


def a_flat_drawing() -> Image.Image:
    """Three areas of colour, and nothing else."""
    image = Image.new("RGB", SIZE, "#fbf1df")
    draw = ImageDraw.Draw(image)
    draw.ellipse((500, 200, 1300, 1000), fill="#c8553d")
    draw.rectangle((0, 900, 1800, 1200), fill="#2f4f47")
    return image


def a_pencil_drawing(grey: int) -> Image.Image:
    """Lines on white paper."""
    image = Image.new("L", SIZE, 245)
    draw = ImageDraw.Draw(image)
    for at in range(8):
        draw.ellipse((200 + at * 100, 200, 700 + at * 100, 900), outline=grey, width=3)
    return image.convert("RGB")


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


@pytest.mark.parametrize(
    ("draw", "found"),
    [
        (a_photograph, []),
        (lambda: blurred(a_photograph(), 2), []),
        (lambda: blurred(a_photograph(), 6), [Finding.BLURRED]),
        (lambda: blurred(a_photograph(), 15), [Finding.BLURRED]),
        (a_portrait, []),
        (a_flat_drawing, []),
        (lambda: blurred(a_flat_drawing(), 6), [Finding.BLURRED]),
        (lambda: Image.new("RGB", SIZE, "#c8553d"), []),
        (lambda: Image.linear_gradient("L").resize(SIZE), []),
        (lambda: a_photograph().point(lambda light: light // 5), [Finding.DARK]),
        (lambda: a_pencil_drawing(90), []),
        (lambda: a_pencil_drawing(205), [Finding.PALE]),
    ],
    ids=[
        "a photograph",
        "slightly soft",
        "blurred",
        "hardly to be made out",
        "a soft background",
        "a flat drawing",
        "a flat drawing photographed badly",
        "one colour",
        "a sky",
        "in the dark",
        "a pencil drawing",
        "a faint pencil drawing",
    ],
)
def test_what_is_found_in_a_picture(draw: Callable[[], Image.Image], found: list[Finding]) -> None:
    image = draw()
    look = Look(**measured(image, image.size))
    assert findings_in(look, is_cover=True) == found, look


def test_the_size_is_the_one_that_was_sent() -> None:
    measures = measured(Image.new("RGB", (300, 200)), (3000, 2000))
    assert (measures["width"], measures["height"]) == (3000, 2000)
