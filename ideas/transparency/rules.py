"""How a yearly report is made of figures."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from enum import StrEnum
from statistics import median

HOUR = timedelta(hours=1)


class Section(StrEnum):
    """What a figure is about."""

    REPORTS = "reports"
    IDEAS = "ideas"
    MEASURES = "measures"
    APPEALS = "appeals"
    COMPLAINTS = "complaints"
    VOTES = "votes"
    VOTE_APPEALS = "vote_appeals"


@dataclass(frozen=True)
class Figure:
    """One number: ``item`` says what is counted, ``detail`` which part of it; "" for all."""

    section: Section
    item: str
    detail: str
    number: int


def figures_from(rows: Sequence[Sequence[object]]) -> list[Figure]:
    """Figures as they were kept."""
    return [
        Figure(Section(str(section)), str(item), str(detail), int(str(number)))
        for section, item, detail, number in rows
    ]


def rows_of(figures: Sequence[Figure]) -> list[list[object]]:
    """Figures as they are kept."""
    return [list(astuple(each)) for each in figures]


def median_hours(spans: Sequence[timedelta]) -> int | None:
    """The middle of these spans in whole hours, halves up; None for none."""
    if not spans:
        return None
    return int(median(span / HOUR for span in spans) + 0.5)


def counted(section: Section, item: str, counts: dict[str, int]) -> list[Figure]:
    """A figure for each part, in the order of their names."""
    return [Figure(section, item, part, counts[part]) for part in sorted(counts)]
