"""What waits below a picture until it is there: its colours in a few cells.

They stand in the page as a bitmap of their own, which asks nothing of the site and weighs little. A
browser that enlarges so few pixels nearly blurs them by itself; ``picture.css`` does the rest.
"""

import base64
import struct

from PIL import Image, ImageOps

COLUMNS, ROWS = 8, 6
SHADES = 3
LENGTH = COLUMNS * ROWS * SHADES * 2


def cells_of(image: Image.Image) -> str:
    """The colours of a picture's middle, cut as a card cuts it, row by row as ``d9481c…``."""
    few = ImageOps.fit(image.convert("RGB"), (COLUMNS, ROWS), Image.Resampling.BOX)
    return few.tobytes().hex()


def ground_of(cells: str, colour: str) -> str:
    """The cells as an address that is the image itself; without cells, of one colour."""
    size = (COLUMNS, ROWS) if cells else (1, 1)
    bitmap = _bitmap(bytes.fromhex(cells or colour.removeprefix("#")), size)
    return f"data:image/bmp;base64,{base64.b64encode(bitmap).decode()}"


def _bitmap(shades: bytes, size: tuple[int, int]) -> bytes:
    """A BMP file: the lowest row first, blue before green before red, rows in steps of four."""
    columns, rows = size
    row = columns * SHADES
    lines = [shades[at : at + row] for at in range(0, rows * row, row)]
    body = b"".join(_turned(line) + bytes(-row % 4) for line in reversed(lines))
    head = struct.pack("<2sIII", b"BM", 54 + len(body), 0, 54)
    kind = struct.pack("<IiiHHIIiiII", 40, columns, rows, 1, 24, 0, len(body), 0, 0, 0, 0)
    return head + kind + body


def _turned(line: bytes) -> bytes:
    return b"".join(line[at : at + SHADES][::-1] for at in range(0, len(line), SHADES))
