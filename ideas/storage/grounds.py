"""What waits below a picture until it is there: its colours in a few cells, blurred.

They stand in the page as twelve squares of an SVG, which asks nothing of the site and weighs
little. As an image of its own in the page (``data:``) each cost the first picture a few
milliseconds of its way: Lighthouse's LCP of the front page was 140 ms later.
"""

import functools

from PIL import Image, ImageOps

COLUMNS, ROWS = 8, 6
SHADES = 3
LENGTH = COLUMNS * ROWS * SHADES * 2
ACROSS, DOWN = COLUMNS // 2, ROWS // 2
Ground = tuple[tuple[str, str], ...]


def cells_of(image: Image.Image) -> str:
    """The colours of a picture's middle, cut as a card cuts it, row by row as ``d9481c…``."""
    few = ImageOps.fit(image.convert("RGB"), (COLUMNS, ROWS), Image.Resampling.BOX)
    return few.tobytes().hex()


@functools.lru_cache(maxsize=4_096)
def ground_of(cells: str, colour: str) -> Ground:
    """What to draw below a picture: paths on a field of 4 by 3, and their colours."""
    if not cells:
        return ((f"M0 0h{ACROSS}v{DOWN}H0z", colour),)
    shades = bytes.fromhex(cells)
    return tuple(
        (f"M{x} {y}h1v1h-1z", _mean(shades, x, y)) for y in range(DOWN) for x in range(ACROSS)
    )


def _mean(shades: bytes, x: int, y: int) -> str:
    """The mean of the four cells at a place, in three digits: nobody sees more of it, blurred."""
    firsts = [
        ((2 * y + down) * COLUMNS + 2 * x + right) * SHADES for down in (0, 1) for right in (0, 1)
    ]
    means = [sum(shades[first + shade] for first in firsts) // 4 for shade in range(SHADES)]
    return "#" + "".join(f"{round(mean / 17):x}" for mean in means)
