"""Files people might send as pictures."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

PLACE = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)}
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), **options: Any) -> bytes:
    """A picture with a red left half and a blue right half."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (size[0] // 2, 0, size[0], size[1]))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def a_photo_that_tells_its_place() -> bytes:
    """A JPEG with a camera, a position, and a turn by a quarter to the right."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION], exif[GPS] = "Lens & Co", 6, PLACE
    return a_picture(exif=exif.tobytes())


def a_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A small PNG whose header promises 3.6 thousand million pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def a_picture_and_an_archive() -> bytes:
    """A JPEG that a packer opens as a ZIP."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("page.html", "<script>alert(1)</script>")
    return a_picture() + file.getvalue()


def a_picture_and_a_page() -> bytes:
    """A JPEG whose comment is a page with a script."""
    return a_picture(comment=b"<html><script>alert(1)</script>")
