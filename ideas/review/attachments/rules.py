"""Which files may lie beside a case. They are told by what is in them, not by their names."""

import io
import re
import zipfile
from enum import StrEnum

from ideas.refusals import Refusal

MOST_BYTES = 8 * 1024 * 1024
MOST_FILES = 20
LONGEST_NAME = 120
MOST_PARTS = 2_000
SHEET_INDEX, SHEET_BOOK = "[Content_Types].xml", "xl/workbook."
NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u202a-\u202e\u2066-\u2069]+')


class FileKind(StrEnum):
    """What is taken; also how the file's name ends."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    SHEET = "xlsx"


def kind_of(content: bytes) -> FileKind | None:
    """What a file is, by its content; None for what is not taken."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content[:4] + content[8:12] == b"RIFFWEBP":
        return FileKind.WEBP
    return FileKind.SHEET if _is_sheet(content) else None


def _is_sheet(content: bytes) -> bool:
    """True for a workbook without macros; nothing in it is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, RuntimeError):
        return False
    has_macros = any(part.lower().endswith(("vbaproject.bin", ".exe", ".js")) for part in parts)
    has_book = any(part.startswith(SHEET_BOOK) for part in parts)
    is_sheet = has_book and SHEET_INDEX in parts
    return is_sheet and len(parts) <= MOST_PARTS and not has_macros


def refusal_to_take(content: bytes) -> Refusal | None:
    """Refuse what is too large, empty, or of another kind."""
    if len(content) > MOST_BYTES:
        return Refusal("attachment.too_big", limit=MOST_BYTES // 1024**2)
    return None if kind_of(content) else Refusal("attachment.wrong_type")


def refusal_to_attach(number: int) -> Refusal | None:
    """Refuse one more than anybody reads."""
    return Refusal("attachment.too_many", most=MOST_FILES) if number >= MOST_FILES else None


def name_of(sent: str, kind: FileKind) -> str:
    """A file's name, safe to give out: no folders, nothing that hides its ending."""
    last = sent.replace("\\", "/").rpartition("/")[2]
    plain = " ".join(NOT_IN_A_NAME.sub(" ", last).split()).strip(". ")
    stem = plain.rpartition(".")[0] if "." in plain else plain
    return f"{stem[: LONGEST_NAME - 5].strip() or 'file'}.{kind}"
