"""How a picture looks, in a few numbers taken from a small grey copy of it.

Sharpness follows the variance of the Laplacian (Pech-Pacheco, Cristóbal, Chamorro-Martínez,
Fernández-Valdivia: "Diatom autofocusing in brightfield microscopy: a comparative study", ICPR
2000), with two changes. It is set against the contrast of the same tile, so that a flat drawing
with few but clean edges is sharp, and a fog without edges is not judged at all; and the sharper
tiles speak for the picture, so that a soft background is no fault.
"""

import math
from collections.abc import Iterator, Sequence
from typing import TypedDict

from PIL import Image, ImageFilter, ImageStat

SIDE = 800
TILE = 32
LEAST_CONTRAST = 10.0
SHARPER_PART = 0.9
FAINTEST_PART, LIGHTER_PART = 0.005, 0.95
LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128)


class Measures(TypedDict):
    """The sent size in pixels; sharpness in hundredths, None where there are no edges to judge by.

    ``darkest`` and ``light`` run from 0, black, to 255: one pixel in 200 is darker than the first,
    and one in 20 lighter than the second.
    """

    width: int
    height: int
    sharpness: int | None
    darkest: int
    light: int


def measured(image: Image.Image, sent: tuple[int, int]) -> Measures:
    """Measure a picture as a page shows it; ``sent`` is its size when it came."""
    grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    counts = grey.histogram()
    return Measures(
        width=sent[0],
        height=sent[1],
        sharpness=_sharpness(grey),
        darkest=_value_at(counts, FAINTEST_PART),
        light=_value_at(counts, LIGHTER_PART),
    )


def _sharpness(grey: Image.Image) -> int | None:
    found = sorted(_sharpness_of_tiles(grey))
    return round(100 * found[int(len(found) * SHARPER_PART)]) if found else None


def _sharpness_of_tiles(grey: Image.Image) -> Iterator[float]:
    """Of each tile with enough contrast: how strong its edges are for that contrast."""
    edges = grey.filter(LAPLACIAN)
    for left in range(1, grey.width - TILE, TILE):
        for top in range(1, grey.height - TILE, TILE):
            box = (left, top, left + TILE, top + TILE)
            contrast = _deviation(grey.crop(box))
            if contrast >= LEAST_CONTRAST:
                yield 2 * _deviation(edges.crop(box)) / contrast


def _deviation(tile: Image.Image) -> float:
    return math.sqrt(max(ImageStat.Stat(tile).var[0], 0.0))


def _value_at(counts: Sequence[int], part: float) -> int:
    """The grey below which this part of the pixels lies."""
    left = part * sum(counts)
    for value, count in enumerate(counts):
        left -= count
        if left < 0:
            return value
    return len(counts) - 1
