"""The sentence an answer begins with: as the brand wrote it, else as it was shipped."""

from collections.abc import Mapping

from flask_babel import force_locale

from ideas.review.models import DecisionReason
from ideas.review.wordings.queries import wording_of
from ideas.web.languages import LANGUAGES
from ideas.web.speak import label_of


def shipped_sentence(reason: DecisionReason) -> dict[str, str]:
    """A reason's sentence per language, as it was shipped."""
    return {language: _shipped_in(reason, language) for language in LANGUAGES}


def _shipped_in(reason: DecisionReason, language: str) -> str:
    with force_locale(language):
        return label_of("decision_sentence", reason)


def first_sentence(reason: DecisionReason) -> Mapping[str, str]:
    """What an answer for a reason begins with, per language."""
    return wording_of(reason) or shipped_sentence(reason)
