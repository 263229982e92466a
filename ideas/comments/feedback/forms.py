"""The three scales, and words for those who have some."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from ideas.comments.feedback.rules import LEAST, LONGEST, MOST, Marks
from ideas.web.forms import Form, choice
from ideas.web.languages import lazy_gettext as _l

NUMBERS = [choice(number, str(number)) for number in range(LEAST, MOST + 1)]


def _scale(question: Any) -> RadioField:
    return RadioField(question, choices=NUMBERS, coerce=int)


class FeedbackForm(Form):
    """How clear, how original, would one buy it."""

    clear = _scale(_l("Is it clear what it is?"))
    original = _scale(_l("Is it original?"))
    would_buy = _scale(_l("Would you buy it?"))
    words = TextAreaField(
        _l("Anything else for the team"),
        [Optional(), Length(max=LONGEST, message=_l("At most 1,000 characters, please."))],
    )

    def marks(self) -> Marks:
        """The marks, once the form is valid."""
        return Marks(self.clear.data, self.original.data, self.would_buy.data)
