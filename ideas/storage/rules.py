"""Which files are taken for pictures, before anybody decodes them."""

from ideas.refusals import Refusal

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDTHS = (480, 720, 960, 1600)  # a card on a phone of two and three pixels a point; a page
LOGO = (480, 144)
LEAST_SIDE = 640
LONGEST_RATIO, LONGEST_LOGO = 5, 16
KINDS = ("JPEG", "PNG", "WEBP")

_HEAD = 1024
_FOREIGN_STARTS = (b"%pdf-", b"<html", b"<!doctype", b"<script", b"<svg", b"<?php")
_ZIP_END, _ZIP_END_LENGTH, _LONGEST_ZIP_COMMENT = b"PK\x05\x06", 22, 65_535


def refusal_to_take(content: bytes) -> Refusal | None:
    """Refuse what is too large, no picture by its first bytes, or a picture and something else."""
    if len(content) > MOST_BYTES:
        return Refusal("picture.too_big", limit=MOST_BYTES // 1024**2)
    if not _looks_like_a_picture(content):
        return Refusal("picture.wrong_type")
    if _is_something_else_too(content):
        return Refusal("picture.two_things")
    return None


def refusal_to_decode(width: int, height: int, *, is_logo: bool = False) -> Refusal | None:
    """Refuse by its header a picture with more pixels than anybody needs, far too few, or a line.

    Below 640 on the longer side it would be stretched even on a telephone's card, which has 358
    points of two or three pixels each. From there on it is taken, and advised on.
    """
    if width * height > MOST_PIXELS:
        return Refusal("picture.too_many_pixels", limit=MOST_PIXELS // 1_000_000)
    if max(width, height) < LEAST_SIDE:
        return Refusal("picture.too_small", width=width, height=height, least=LEAST_SIDE)
    most = LONGEST_LOGO if is_logo else LONGEST_RATIO
    if max(width, height) > most * min(width, height):
        return Refusal("picture.too_narrow", width=width, height=height, most=most)
    return None


def _looks_like_a_picture(content: bytes) -> bool:
    return (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or content[:4] + content[8:12] == b"RIFFWEBP"
    )


def _is_something_else_too(content: bytes) -> bool:
    """True for a document or script at the start, or an archive's index at the end."""
    head = content[:_HEAD].lower()
    return any(start in head for start in _FOREIGN_STARTS) or _ends_as_archive(content)


def _ends_as_archive(content: bytes) -> bool:
    tail = content[-(_ZIP_END_LENGTH + _LONGEST_ZIP_COMMENT) :]
    at = tail.rfind(_ZIP_END)
    if at < 0 or at + _ZIP_END_LENGTH > len(tail):
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at + _ZIP_END_LENGTH + comment <= len(tail)
