"""The sentence of a reason: as the brand wrote it, else as it was shipped."""

from collections.abc import Mapping

from flask_babel import force_locale
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from ideas.moderation.rules import LONGEST_SENTENCE, Reason
from ideas.moderation.wordings.queries import wording_of
from ideas.web.forms import Form
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

_LENGTH = Length(
    max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")
)


class WordingForm(Form):
    """A sentence per language."""

    sentence_en = TextAreaField(_l("Public sentence in English"), [Optional(), _LENGTH])
    sentence_fr = TextAreaField(_l("Public sentence in French"), [Optional(), _LENGTH])

    def sentence(self) -> dict[str, str]:
        """What was typed."""
        return {language: self.said(f"sentence_{language}") for language in LANGUAGES}


def shipped_sentence(reason: Reason) -> dict[str, str]:
    """A reason's sentence per language, as it was shipped."""
    return {language: _shipped_in(reason, language) for language in LANGUAGES}


def _shipped_in(reason: Reason, language: str) -> str:
    with force_locale(language):
        return label_of("sentence", reason)


def first_sentence(reason: Reason) -> Mapping[str, str]:
    """What a decision for a reason begins with, per language."""
    return wording_of(reason) or shipped_sentence(reason)


def form_of(reason: Reason) -> WordingForm:
    """The sentence as it stands, to be written over."""
    said = first_sentence(reason)
    values = {f"sentence_{language}": said.get(language, "") for language in LANGUAGES}
    return WordingForm(formdata=None, **values)
