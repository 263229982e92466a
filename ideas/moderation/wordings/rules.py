"""What a reason's sentence may be."""

from collections.abc import Mapping

from ideas.moderation.rules import FITTING, LONGEST_SENTENCE, NEEDS_SENTENCE, Reason
from ideas.refusals import Refusal

SPOKEN: tuple[Reason, ...] = tuple(
    reason
    for verdict, reasons in FITTING.items()
    if verdict in NEEDS_SENTENCE
    for reason in reasons
)


def refusal_to_word(sentence: Mapping[str, str]) -> Refusal | None:
    """Refuse too many words; none in any language bring back what was shipped."""
    if any(len(text) > LONGEST_SENTENCE for text in sentence.values()):
        return Refusal("moderation.long_sentence", most=LONGEST_SENTENCE)
    return None
