"""What every share image is made of: its size, its colours, the brand's sign, the ladder's dots."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ideas.gallery.sharing.lettering import TEXT, Face, cut_short, writable

WIDTH, HEIGHT = 1200, 630
FINER = 4
QUALITY = 88
PAPER, CARD, LINE, EDGE = "#fbf8f2", "#ffffff", "#e9e2d4", "#b9b09d"
INK, INK_2 = "#1d1b16", "#5b564b"
NAME = Face(TEXT, 30, 620)
SIGN = 44
GAP = 16
BARS = ((2, 17, 9, 26), (10.5, 10, 17.5, 26), (19, 2, 26, 26))
TINTS = (0.5, 0.75, 1.0)

Box = tuple[float, float, float, float]


def jpeg_of(image: Image.Image) -> bytes:
    """The finished image as a file."""
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=QUALITY, subsampling=0, progressive=True, optimize=True)
    return kept.getvalue()


@dataclass(frozen=True)
class Sign:
    """Whose image it is: the brand's name, and its logo's file or nothing for our three bars."""

    name: str
    logo: bytes | None
    accent: str

    def put(
        self, image: Image.Image, at: tuple[int, int], *, ink: str, room: float, plate: str = ""
    ) -> None:
        """Draw it with its upper left corner here; a logo on a plate where the ground is dark."""
        drawing = _logo(self.logo) if self.logo else mark(SIGN, self.accent)
        x, y = at
        end = x + drawing.width + GAP
        if self.logo and plate:
            x, end = x + 14, end + 28
            edges = (x - 14, y - 10, end - GAP, y + SIGN + 10)
            ImageDraw.Draw(image).rounded_rectangle(edges, 14, fill=plate)
        image.paste(drawing, (x, y), drawing)
        words = cut_short(writable(self.name, TEXT), NAME, at[0] + room - end)
        NAME.write(ImageDraw.Draw(image), (end, y + 33), words, ink)


def _logo(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=["WEBP"]) as logo:
        size = (max(1, round(logo.width * SIGN / logo.height)), SIGN)
        return logo.convert("RGBA").resize(size, Image.Resampling.LANCZOS)


def mark(size: int, colour: str) -> Image.Image:
    """Three bars that rise, each stronger than the one before."""
    scale = size * FINER / 28
    mask = Image.new("L", (size * FINER, size * FINER), 0)
    sheet = ImageDraw.Draw(mask)
    for bar, tint in zip(BARS, TINTS, strict=True):
        x0, y0, x1, y1 = (edge * scale for edge in bar)
        sheet.rounded_rectangle((x0, y0, x1, y1), 2.5 * scale, fill=round(255 * tint))
    drawn = Image.new("RGBA", (size, size), colour)
    drawn.putalpha(mask.resize((size, size), Image.Resampling.LANCZOS))
    return drawn


@dataclass(frozen=True)
class Tints:
    """What a rail is drawn in: its ground, what is ahead, what is reached, rungs ahead."""

    ground: str
    ahead: str
    reached: str
    rung: str
    inside: str


def rail(
    width: int, thick: int, fill: float, *, rungs: Sequence[tuple[float, bool]], tints: Tints
) -> Image.Image:
    """The ladder lying down: a track, how far it is filled, and its rungs, each reached or not."""
    height, end = thick * 4, thick * 1.4
    image = Image.new("RGB", (width * FINER, height * FINER), tints.ground)
    pen, middle, length = ImageDraw.Draw(image), height / 2, width - 2 * end

    def dot(at: float, radius: float, colour: str) -> None:
        x = end + at * length
        pen.ellipse(_finer((x - radius, middle - radius, x + radius, middle + radius)), fill=colour)

    def track(until: float, colour: str) -> None:
        half = thick / 2
        box = (end - half, middle - half, end + until * length + half, middle + half)
        pen.rounded_rectangle(_finer(box), half * FINER, fill=colour)

    track(1, tints.ahead)
    if fill:
        track(fill, tints.reached)
    for at, is_reached in rungs:
        dot(at, thick * 1.35, tints.reached if is_reached else tints.rung)
        dot(at, thick * 0.95, tints.inside)
        if is_reached:
            dot(at, thick * 0.52, tints.reached)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _finer(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return x0 * FINER, y0 * FINER, x1 * FINER, y1 * FINER
