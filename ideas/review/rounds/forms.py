"""What is typed of a round that stands: how many ideas it can take, and when it is late."""

from datetime import date

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ideas.review.rounds.rules import LONGEST_NOTE, MOST_CAPACITY
from ideas.web.forms import Day, Form, InOneLanguage
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l

_SENTENCE = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_NOTE, message=_l("Keep the public sentence within 600 characters.")),
]


class CapacityForm(Form):
    """How many ideas an open round can take."""

    capacity = IntegerField(
        _l("Ideas it can take"),
        [
            InputRequired(_l("Please fill this in.")),
            NumberRange(1, MOST_CAPACITY, _l("Write a number from 1 to 1,000.")),
        ],
    )


class DelayForm(Form):
    """Why the answers come later, and until when."""

    delay_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    delay_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)
    expected_on = Day(_l("Answers are expected by"), [InputRequired(_l("Please fill this in."))])

    def sentence(self) -> dict[str, str]:
        """What was typed, per language."""
        return {language: self.said(f"delay_{language}") for language in LANGUAGES}

    def day(self) -> date:
        """The day typed."""
        typed: date = self.expected_on.data  # type: ignore[assignment]
        return typed
