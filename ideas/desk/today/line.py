"""A line of the desk's first page."""

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup


class Tone(StrEnum):
    """How pressing a line is."""

    CALM = ""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Line:
    """A queue: how much waits in it, a note on its age, and where to begin."""

    label: str
    value: int
    note: str
    tone: Tone
    url: str


def plain(words: Markup) -> str:
    """The words without their markup."""
    return words.striptags()
