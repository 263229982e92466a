"""Why an idea moved, in the reader's language."""

from ideas.journey.models import Move
from ideas.text import in_language
from ideas.web.languages import language
from ideas.web.speak import label_of

REASONS = ("reason", "moderation_reason", "decision_reason")


def said_of(move: Move) -> str:
    """Why an idea moved: the reason of the closed list, then the public sentence."""
    sentence = in_language(move.public_text, language()).text
    return " ".join(part for part in (reason_of(move), sentence) if part)


def reason_of(move: Move) -> str:
    """The label of a move's reason; nothing for a reason that has none."""
    spoken = (label_of(kind, move.reason) for kind in REASONS) if move.reason else ()
    return next((_ended(label) for label in spoken if label != move.reason), "")


def _ended(label: str) -> str:
    return label if label.endswith((".", "!", "?")) else f"{label}."
