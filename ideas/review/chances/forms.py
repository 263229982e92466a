"""What is typed to invite creators."""

from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from ideas.review.chances.rules import LONGEST_WORDS
from ideas.web.forms import Form, InOneLanguage
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l

_WORDS = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_WORDS, message=_l("At most %(max)d characters.")),
]


class ChanceForm(Form):
    """Why it is worth another try, per language."""

    words_en = TextAreaField(_l("Words to the creators in English"), _WORDS)
    words_fr = TextAreaField(_l("Words to the creators in French"), _WORDS)

    def words(self) -> dict[str, str]:
        """What was typed."""
        return {language: self.said(f"words_{language}") for language in LANGUAGES}
