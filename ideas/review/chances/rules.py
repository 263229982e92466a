"""Which ideas are given a second chance."""

from collections.abc import Mapping

from ideas.journey.stages import Stage
from ideas.refusals import Refusal

LONGEST_WORDS = 600


def refusal_to_offer(stage: Stage, *, is_hidden: bool, is_taken_up: bool) -> Refusal | None:
    """Refuse an idea that was not answered with no, is hidden, or is taken up again already."""
    if stage is not Stage.NOT_SELECTED or is_hidden:
        return Refusal("chance.not_for_this")
    return Refusal("chance.taken_up") if is_taken_up else None


def refusal_to_say(words: Mapping[str, str], *, ideas: int) -> Refusal | None:
    """Refuse no idea, no words, and too many words."""
    if not ideas:
        return Refusal("chance.no_idea")
    if not any(text.strip() for text in words.values()):
        return Refusal("chance.no_words")
    is_long = any(len(text) > LONGEST_WORDS for text in words.values())
    return Refusal("decision.long_sentence", most=LONGEST_WORDS) if is_long else None
