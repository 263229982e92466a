"""When one may appeal against a measure, and who decides with which words."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from ideas.refusals import Refusal

LONGEST_WORDS = 2_000
LONGEST_ANSWER = 1_000


class Outcome(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


def refusal_to_appeal(
    words: str, until: datetime | None, moment: datetime, *, is_made: bool, stands: bool
) -> Refusal | None:
    """Refuse what nobody can appeal against, too late, twice, once it is over, without words."""
    if until is None or not stands:
        return Refusal("objection.over")
    if is_made:
        return Refusal("objection.made_already")
    if moment > until:
        return Refusal("objection.too_late")
    if not words.strip():
        return Refusal("objection.no_words")
    if len(words) > LONGEST_WORDS:
        return Refusal("objection.long_words", most=LONGEST_WORDS)
    return None


def refusal_to_decide(
    *, is_decided: bool, took_part: bool, is_own: bool, is_theirs: bool
) -> Refusal | None:
    """Refuse whoever decided before, whose idea or appeal it is, and twice."""
    if is_own:
        return Refusal("moderation.own_idea")
    if is_theirs:
        return Refusal("objection.own")
    if is_decided:
        return Refusal("objection.decided")
    return Refusal("objection.another_person") if took_part else None


def refusal_to_answer(answer: Mapping[str, str]) -> Refusal | None:
    """Refuse a decision without words, or with too many."""
    if not any(text.strip() for text in answer.values()):
        return Refusal("objection.no_answer")
    if any(len(text) > LONGEST_ANSWER for text in answer.values()):
        return Refusal("objection.long_answer", most=LONGEST_ANSWER)
    return None
