"""A statement as a tagged PDF (PDF/UA-1), the same bytes whenever it is drawn.

Drawn by typst, which is an extra: a site without it offers the page and the CSV. The template reads
nothing but what is handed to it, and no file outside its own folder.
"""

import json
import re
from dataclasses import asdict
from importlib.util import find_spec

from ideas.royalties.statements.wording import VERSIONS, Told

LACKING = "\N{WHITE SQUARE}"
_NO_LETTER = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_CONTROLS = dict.fromkeys((*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029))
_JOINERS = dict.fromkeys((0x200D, 0xFE0E, 0xFE0F))  # they join what is a box now
TRIES = 4


class NoPdf(Exception):
    """Nothing here can draw a PDF: the extra ``pdf`` is not installed."""


def can_draw() -> bool:
    """Is typst installed?"""
    return find_spec("typst") is not None


def pdf_of(told: Told, version: int) -> bytes:
    """The statement as a PDF; characters that no font has become a box, and the PDF says so.

    What cannot be drawn to the standard even so is drawn without it, rather than not at all.
    NoPdf when typst is not installed.
    """
    if not can_draw():
        raise NoPdf
    import typst  # noqa: PLC0415 - an optional library of 30 MB

    whole = json.dumps(asdict(told), ensure_ascii=False).encode("utf-8", "replace").decode()
    text, gaps = whole.translate(_CONTROLS), False
    for _ in range(TRIES):
        try:
            return _drawn(text, version, gaps=gaps)
        except typst.TypstError as error:
            lacking = _lacking(str(error.diagnostic))
            if not lacking:
                break
            gaps = True
            text = text.translate(_JOINERS | dict.fromkeys(map(ord, lacking), LACKING))
    return _drawn(text, version, gaps=True, tagged=False)


def _drawn(text: str, version: int, *, gaps: bool, tagged: bool = True) -> bytes:
    import typst  # noqa: PLC0415 - as above

    folder = VERSIONS / str(version)
    inputs = {"told": json.dumps({**json.loads(text), "gaps": gaps})}
    drawn: bytes = typst.compile(
        folder / "statement.typ",
        root=folder,
        font_paths=[],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="ua-1" if tagged else None,
    )
    return drawn


def _lacking(error: str) -> set[str]:
    """The characters for which an error of typst says there is no letter."""
    shown = (found[1:-1] for found in _NO_LETTER.findall(error))
    plain = (_ESCAPED.sub(lambda found: chr(int(found[1], 16)), each) for each in shown)
    return {character for text in plain for character in text}
