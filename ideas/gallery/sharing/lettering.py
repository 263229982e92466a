"""Setting words in the site's own fonts: the letters they have, how wide words run and break."""

import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import ImageDraw, ImageFont

from ideas.web.assets import path_of

DISPLAY, TEXT = "bricolage-grotesque", "inter"
SUBSETS = ("latin", "latin-ext")
NO_LETTER = "\uffff"
ORNAMENT = frozenset({"So", "Sk", "Sm"})
UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc", "Co", "Cn", "Cs"})
MORE = "…"

Point = tuple[float, float]
Setting = tuple["Face", list[str]]


@dataclass(frozen=True)
class Face:
    """A family in a size and a weight."""

    family: str
    size: int
    weight: int

    def width(self, words: str) -> float:
        """How wide the words run."""
        return sum(font.getlength(run) for font, run in self._runs(words))

    def write(
        self, sheet: ImageDraw.ImageDraw, at: tuple[float, float], words: str, fill: str
    ) -> None:
        """Put the words on a sheet, their baseline beginning here."""
        x, y = at
        for font, run in self._runs(words):
            sheet.text((x, y), run, fill=fill, font=font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, words: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """The words cut where another file of the family has the letters."""
        for subset, letters in groupby(words, self._subset_of):
            yield _font(self.family, subset or SUBSETS[0], self.size, self.weight), "".join(letters)

    def _subset_of(self, letter: str) -> str | None:
        return _subset_with(self.family, letter)


@functools.lru_cache(maxsize=64)
def _font(family: str, subset: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    path = path_of(f"vendor/fonts/{family}-{subset}.woff2")
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


@functools.lru_cache(maxsize=4096)
def _subset_with(family: str, letter: str) -> str | None:
    """The file that has a letter: in others it looks like a letter that is in none."""
    if letter == " ":
        return SUBSETS[0]
    for subset in SUBSETS:
        font = _font(family, subset, 32, 500)
        if bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER)):
            return subset
    return None


def writable(words: str, family: str) -> str:
    """The words without ornaments the family lacks, such as emoji; nothing when letters lack."""
    plain = unicodedata.normalize("NFC", " ".join(words.split()))
    kept = []
    for letter in plain:
        if unicodedata.category(letter) in UNSEEN:
            continue
        if _subset_with(family, letter) is not None:
            kept.append(letter)
        elif unicodedata.category(letter) not in ORNAMENT:
            return ""
    return " ".join("".join(kept).split())


def set_in_lines(words: str, faces: Sequence[tuple[Face, int]], width: float) -> Setting:
    """The words in the first face that holds them in its number of lines; else cut short."""
    for face, most in faces:
        lines = _lines(words, face, width)
        if len(lines) <= most and " ".join(lines) == words:
            return face, lines
    face, most = faces[-1]
    lines = _lines(words, face, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut_short(" ".join(lines[most - 1 :]), face, width)]
    return face, lines


def _lines(words: str, face: Face, width: float) -> list[str]:
    """Broken between words; a word longer than a line is broken where the line ends."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if face.width(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, face, width)
        lines.extend(full)
    return [*lines, line]


def _pieces(word: str, face: Face, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and face.width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def cut_short(words: str, face: Face, width: float) -> str:
    """The words, or as many letters as fit before an ellipsis."""
    if face.width(words) <= width:
        return words
    while words and face.width(words + MORE) > width:
        words = words[:-1]
    return words.rstrip() + MORE
