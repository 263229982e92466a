"""What somebody who decides about an appeal types: the outcome, and words in each language."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from ideas.moderation.appeals.rules import LONGEST_ANSWER, Outcome, refusal_to_answer
from ideas.web.forms import Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of, sentence_of

_ANSWER = [
    Optional(),
    Length(max=LONGEST_ANSWER, message=_l("Keep the answer within 1,000 characters.")),
]


class OutcomeForm(Form):
    """Was the appeal right, and why."""

    outcome = RadioField(_l("What comes of it?"))
    answer_en = TextAreaField(_l("Your answer in English"), _ANSWER)
    answer_fr = TextAreaField(_l("Your answer in French"), _ANSWER)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.outcome.choices = [
            choice(each.value, label_of("objection_outcome", each)) for each in Outcome
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: no decision without words."""
        if not super().validate(extra_validators):
            return False
        refusal = refusal_to_answer(self.answer)
        if refusal is not None:
            self.say("answer_en", sentence_of(refusal))
        return refusal is None

    @property
    def answer(self) -> dict[str, str]:
        """What was typed, per language."""
        return {language: self.said(f"answer_{language}") for language in LANGUAGES}
