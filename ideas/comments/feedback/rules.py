"""When one may tell the team something in private, and from when on it is shown."""

from dataclasses import dataclass

from ideas.comments.rules import Place, refusal_to_speak
from ideas.refusals import Refusal

SCALES = ("clear", "original", "would_buy")
LEAST, MOST = 1, 5
SHOWN_FROM = 5  # fewer answers would tell who gave which
LONGEST = 1000


@dataclass(frozen=True)
class Marks:
    """An answer: how clear, how original, how likely one would buy it; each from 1 to 5."""

    clear: int
    original: int
    would_buy: int


def refusal_to_tell_team(place: Place, *, is_team: bool) -> Refusal | None:
    """Refuse the team itself, and where an idea takes no more words."""
    return Refusal("feedback.own") if is_team else refusal_to_speak(place)


def refusal_to_mark(marks: Marks, words: str) -> Refusal | None:
    """Refuse marks off the scale, and too many words."""
    if not all(LEAST <= getattr(marks, scale) <= MOST for scale in SCALES):
        return Refusal("feedback.off_scale", least=LEAST, most=MOST)
    return Refusal("comment.too_long", longest=LONGEST) if len(words) > LONGEST else None


def are_shown(answers: int) -> bool:
    """Are there enough answers for means that give nobody away?"""
    return answers >= SHOWN_FROM
