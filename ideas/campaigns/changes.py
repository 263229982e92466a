"""What differs between two versions of terms."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ideas.campaigns.models import Terms

FIGURES = (
    *("certification_hours", "decision_days", "park_months", "live_ideas_per_creator"),
    *("resubmit_hours", "vote_again_hours", "rights_check_tier", "royalty_bp", "copies"),
    *("currency", "prices"),
)
TEXTS = ("guidelines", "licence")


class Mark(StrEnum):
    """How a line of text fared."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One term that differs: its name, and its value before and after.

    For a text, ``language`` is set and ``lines`` shows what was added and removed.
    """

    name: str
    before: Any
    after: Any
    language: str | None = None
    lines: tuple[tuple[Mark, str], ...] = ()


def values_of(terms: Terms) -> dict[str, Any]:
    """A version as plain values: its ladder as pairs, its figures, its texts."""
    return {
        "ladder": [tuple(pair) for pair in terms.ladder],
        **{name: getattr(terms, name) for name in (*FIGURES, *TEXTS)},
    }


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Everything that differs, in the order in which terms are shown."""
    plain = ("ladder", *FIGURES)
    found = [
        Change(name, before[name], after[name]) for name in plain if before[name] != after[name]
    ]
    return [*found, *(change for name in TEXTS for change in _texts(name, before, after))]


def _texts(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for language in sorted({*before[name], *after[name]}):
        old, new = before[name].get(language, ""), after[name].get(language, "")
        if old != new:
            lines = tuple(lines_between(old, new))
            yield Change(name, old, new, language, lines)


def lines_between(old: str, new: str) -> Iterator[tuple[Mark, str]]:
    """Both texts line by line, what stayed the same between what went and what came."""
    marks = {"  ": Mark.SAME, "+ ": Mark.ADDED, "- ": Mark.REMOVED}
    for line in difflib.ndiff(old.splitlines(), new.splitlines()):
        if line[:2] in marks:
            yield marks[line[:2]], line[2:]
