"""When one may appeal, and who decides."""

from enum import StrEnum

from ideas.refusals import Refusal

LONGEST_WORDS = 1_000


class AppealOutcome(StrEnum):
    """What became of an appeal: the vote counts again, or the decision stays."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"


def refusal_to_appeal(words: str, *, is_aside: bool) -> Refusal | None:
    """Refuse when the vote counts, without words and with too many."""
    if not is_aside:
        return Refusal("appeal.counts")
    if not words.strip():
        return Refusal("appeal.no_words")
    if len(words) > LONGEST_WORDS:
        return Refusal("appeal.long_words", most=LONGEST_WORDS)
    return None


def refusal_to_answer(outcome: AppealOutcome, words: str) -> Refusal | None:
    """Refuse a no without words, and too many words."""
    if outcome is AppealOutcome.DISMISSED and not words.strip():
        return Refusal("appeal.no_answer")
    is_long = len(words) > LONGEST_WORDS
    return Refusal("appeal.long_words", most=LONGEST_WORDS) if is_long else None


def refusal_to_decide(
    *, is_decided: bool, took_part: bool, is_own: bool, is_theirs: bool
) -> Refusal | None:
    """Refuse whoever decided before, whoever's idea or appeal it is, and twice."""
    if is_own:
        return Refusal("integrity.own_idea")
    if is_theirs:
        return Refusal("appeal.own_appeal")
    if is_decided:
        return Refusal("appeal.decided")
    return Refusal("appeal.another_person") if took_part else None
