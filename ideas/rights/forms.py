"""What came of a rights check, as it is typed."""

from typing import Any

from flask_babel import force_locale
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.moderation.rules import LONGEST_SENTENCE, Reason, Verdict, refusal_to_say
from ideas.rights.rules import LONGEST_NOTE, RightsOutcome
from ideas.web.forms import Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of, sentence_of

OUTCOMES = [
    choice(RightsOutcome.CLEAR.value, _l("Clear: nothing of others is touched")),
    choice(RightsOutcome.LICENSED.value, _l("There is a licence, or there will be one")),
    choice(RightsOutcome.CONFLICT.value, _l("A conflict: the idea is archived")),
]
_SENTENCE = [
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]


class OutcomeForm(Form):
    """The outcome, what everybody reads of a conflict, what the staff read."""

    outcome = RadioField(
        _l("What came of it"),
        choices=OUTCOMES,
        validators=[InputRequired(_l("Choose what came of it."))],
    )
    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)
    note = TextAreaField(
        _l("Statement for staff and reviewers"), [Optional(), Length(max=LONGEST_NOTE)]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: nobody's idea is archived without words."""
        if not super().validate(extra_validators):
            return False
        if self.outcome.data != RightsOutcome.CONFLICT:
            return True
        refusal = refusal_to_say(Verdict.ARCHIVE, Reason.RIGHTS_OF_OTHERS, self.sentences())
        if refusal is not None:
            self.say("sentence_en", sentence_of(refusal))
        return refusal is None

    def sentences(self) -> dict[str, str]:
        """The public sentence in every language."""
        return {language: self.said(f"sentence_{language}") for language in LANGUAGES}


def empty_form() -> OutcomeForm:
    """The form with the sentence a conflict begins with."""
    said = {f"sentence_{language}": _first(language) for language in LANGUAGES}
    return OutcomeForm(formdata=None, **said)


def _first(language: str) -> str:
    with force_locale(language):
        return label_of("sentence", Reason.RIGHTS_OF_OTHERS)
