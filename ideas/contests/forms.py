"""What a jury types about an entry, and whom an admin names."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from ideas.contests.models import ShortlistReason
from ideas.contests.rules import LONGEST_SENTENCE
from ideas.web.forms import Form, InOneLanguage, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

_SENTENCE = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]


class ChoiceForm(Form):
    """Whether an entry stands in the vote; the reasons offered are those for leaving it out."""

    reason = SelectField(
        _l("Reason"),
        [AnyOf(list(ShortlistReason), _l("Choose one of the list."))],
        validate_choice=False,
    )
    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [
            choice(each.value, label_of("shortlist_reason", each))
            for each in ShortlistReason
            if each is not ShortlistReason.CHOSEN
        ]

    def sentence(self) -> dict[str, str]:
        """What was typed, per language."""
        said = {language: self.said(f"sentence_{language}").strip() for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}


class JurorForm(Form):
    """Somebody for the jury, by their handle."""

    handle = StringField(_l("Handle"), [InputRequired(_l("Please fill this in.")), Length(max=80)])
