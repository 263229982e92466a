"""What is said when ideas are merged or separated: a sentence in each language, a note."""

from typing import Any

from flask_babel import force_locale
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from ideas.merging.rules import LONGEST_NOTE, LONGEST_SENTENCE, refusal_to_say
from ideas.web.forms import Form, InOneLanguage
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of, sentence_of

_SENTENCE = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]


class MergerForm(Form):
    """Why."""

    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)
    note = TextAreaField(_l("Note for staff"), [Optional(), Length(max=LONGEST_NOTE)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: somebody's idea is not moved without words."""
        if not super().validate(extra_validators):
            return False
        refusal = refusal_to_say(self.sentences())
        if refusal is not None:
            self.say("sentence_en", sentence_of(refusal))
        return refusal is None

    def sentences(self) -> dict[str, str]:
        """The public sentence in every language."""
        return {language: self.said(f"sentence_{language}") for language in LANGUAGES}


def form_for(reason: str) -> MergerForm:
    """The form with the sentence a reason begins with."""
    said = {f"sentence_{language}": _first(reason, language) for language in LANGUAGES}
    return MergerForm(formdata=None, **said)


def _first(reason: str, language: str) -> str:
    with force_locale(language):
        return label_of("sentence", reason)
