"""A process of its own that decodes one picture from stdin and writes its copies to stdout.

``python -m ideas.storage.decode`` answers one line of JSON (``sizes``, ``colour``, ``cells`` and
``measures``, or ``refused``), then the copies as WebP, one after the other. With ``logo`` as its
argument there is one small copy, and one can still see through where one could.
"""

import io
import json
import resource
import sys
from typing import Any

from PIL import Image, ImageCms, ImageOps

from ideas.refusals import Refusal
from ideas.storage.grounds import cells_of
from ideas.storage.measuring import measured
from ideas.storage.rules import KINDS, LOGO, WIDTHS, refusal_to_decode

MEMORY = 900 * 1024 * 1024
CPU_SECONDS = 20
QUALITY = 82


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def main() -> None:
    """Read, decode, answer. Whatever else goes wrong ends the process, and means no picture."""
    _limit_this_process()
    is_logo = sys.argv[1:] == ["logo"]
    try:
        image, sent = _decoded(sys.stdin.buffer.read(), is_logo=is_logo)
    except _Refused as refused:
        _say({"refused": refused.refusal.code, "values": refused.refusal.values})
        return
    if is_logo:
        image.thumbnail(LOGO, Image.Resampling.LANCZOS)
    copies = [_copy(image, width) for width in _widths(image)]
    sizes = [
        {"width": copy.width, "height": copy.height, "bytes": len(webp)} for copy, webp in copies
    ]
    seen = image.convert("RGB")
    colours = {"colour": _main_colour(seen), "cells": cells_of(seen)}
    _say({"sizes": sizes, **colours, "measures": measured(seen, sent)})
    for _, webp in copies:
        sys.stdout.buffer.write(webp)


def _limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None


def _decoded(content: bytes, *, is_logo: bool) -> tuple[Image.Image, tuple[int, int]]:
    """The picture upright in plain colours, no larger than the largest copy needs; its sent size.

    Both stand upright.
    """
    most = max(WIDTHS) * 2
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=KINDS)
        sent = image.size
        refusal = refusal_to_decode(*sent, is_logo=is_logo)
        if refusal is not None:
            raise _Refused(refusal)
        image.draft("RGB", (most, most))
        image.load()
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise _Refused(Refusal("picture.unreadable")) from error
    profile = image.info.get("icc_profile")
    small = _clear(image) if is_logo else _flat(image)
    small.thumbnail((most, most), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(small)
    is_turned = (upright.width > upright.height) is not (small.width > small.height)
    return _in_common_colours(upright, profile), sent[::-1] if is_turned else sent


def _flat(image: Image.Image) -> Image.Image:
    """Three colours, on white where one could see through; the orientation stays known."""
    if image.mode == "RGB":
        return image
    if not image.has_transparency_data:
        flat = image.convert("RGB")
    else:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(clear, mask=clear)
    flat.info["exif"] = image.getexif().tobytes()
    return flat


def _clear(image: Image.Image) -> Image.Image:
    """Colours that one may see through; the orientation stays known."""
    clear = image.convert("RGBA")
    clear.info["exif"] = image.getexif().tobytes()
    return clear


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, when its own colours are another camera's or screen's."""
    if not profile:
        return image
    own = io.BytesIO(profile)
    try:
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _widths(image: Image.Image) -> list[int]:
    return sorted({min(width, image.width) for width in WIDTHS})


def _copy(image: Image.Image, width: int) -> tuple[Image.Image, bytes]:
    height = max(1, round(image.height * width / image.width))
    copy = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    kept = io.BytesIO()
    copy.save(kept, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return copy, kept.getvalue()


def _main_colour(image: Image.Image) -> str:
    few = image.resize((48, 48), Image.Resampling.BOX).quantize(5)
    counts: list[tuple[int, Any]] = few.getcolors() or [(1, 0)]
    most = max(counts)[1]
    red, green, blue = (few.getpalette() or [0] * 15)[most * 3 : most * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
