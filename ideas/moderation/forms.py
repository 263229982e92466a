"""What a moderator types: a reason, the public sentence in each language, a note."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional

from ideas.moderation.actions import Words
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.rules import (
    LONGEST_SENTENCE,
    NEEDS_SENTENCE,
    Reason,
    Verdict,
    refusal_to_say,
)
from ideas.moderation.wordings.forms import first_sentence
from ideas.web.forms import Form
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import sentence_of

MOST_NOTE = 2_000
_SENTENCE = [
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]


class DecisionForm(Form):
    """A verdict with its reason and words."""

    verdict = HiddenField(validators=[AnyOf(list(Verdict))])
    reason = HiddenField(validators=[AnyOf(list(Reason))])
    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)
    note = TextAreaField(_l("Note for staff"), [Optional(), Length(max=MOST_NOTE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.verdict.data in NEEDS_SENTENCE:
            for language in LANGUAGES:
                self[f"sentence_{language}"].flags.in_one_language = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: the reason fits the verdict, and a no has words."""
        if not super().validate(extra_validators):
            return False
        refusal = refusal_to_say(self.chosen_verdict, self.chosen_reason, self._sentences())
        if refusal is not None:
            self.say("sentence_en", sentence_of(refusal))
        return refusal is None

    @property
    def chosen_verdict(self) -> Verdict:
        """The verdict, once the form is valid."""
        return Verdict(self.said("verdict"))

    @property
    def chosen_reason(self) -> Reason:
        """The reason, once the form is valid."""
        return Reason(self.said("reason"))

    def words(self) -> Words:
        """What was typed."""
        return Words(self.chosen_reason, self._sentences(), self.said("note"))

    def _sentences(self) -> dict[str, str]:
        return {language: self.said(f"sentence_{language}") for language in LANGUAGES}


def form_for(verdict: Verdict, reason: Reason, undone: Judgement | None = None) -> DecisionForm:
    """The form of a verdict: the sentence its reason begins with in every language, or as typed."""
    told = first_sentence(reason) if undone is None else undone.sentence
    said = {f"sentence_{language}": told.get(language, "") for language in LANGUAGES}
    said["note"] = undone.note if undone else ""
    return DecisionForm(formdata=None, verdict=verdict.value, reason=reason.value, **said)
