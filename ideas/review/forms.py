"""What reviewers type: a round's dates, an answer with its sentence."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from flask import request
from wtforms import (
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from ideas.review.decisions.actions import Answer
from ideas.review.models import DecisionReason, Outcome
from ideas.review.rounds.rules import MOST_CAPACITY
from ideas.review.rules import LONGEST_SENTENCE
from ideas.review.wordings.wording import first_sentence
from ideas.web.forms import Day, Form, InOneLanguage, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

LONGEST_NAME, LONGEST_NOTE = 80, 4_000
_REQUIRED = InputRequired(_l("Please fill this in."))
_SENTENCE = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]


class RoundForm(Form):
    """A new round. The cut-off is a wall-clock time in a named zone."""

    name = StringField(_l("Name"), [_REQUIRED, Length(max=LONGEST_NAME)])
    cutoff_on = Day(_l("Cut-off, day"), [_REQUIRED])
    cutoff_time = TimeField(_l("Cut-off, time"), [_REQUIRED], default=time(12))
    zone = StringField(
        _l("Time zone"),
        [_REQUIRED, AnyOf(available_timezones(), _l("Write a zone like Europe/Paris."))],
        default="UTC",
    )
    decision_due_on = Day(_l("Answers promised by"), [_REQUIRED])
    capacity = IntegerField(
        _l("Ideas it can take"),
        [_REQUIRED, NumberRange(1, MOST_CAPACITY, _l("Write a number from 1 to 1,000."))],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Also: the wall clock shows this time exactly once on this day."""
        if not super().validate(extra_validators):
            return False
        if self._cutoff(fold=0) != self._cutoff(fold=1):
            self.say("cutoff_time", _l("The clocks change then. Choose another time."))
            return False
        return True

    def cutoff_at(self) -> datetime:
        """The cut-off as a moment."""
        return self._cutoff(fold=0)

    def _cutoff(self, fold: int) -> datetime:
        day, clock = self.cutoff_on.data, self.cutoff_time.data
        local = datetime.combine(day, clock, ZoneInfo(self.said("zone")))  # type: ignore[arg-type]
        return local.replace(fold=fold).astimezone(UTC)

    def due_on(self) -> date:
        """The promised day."""
        day: date = self.decision_due_on.data  # type: ignore[assignment]
        return day


class AnswerForm(Form):
    """What is proposed for a case."""

    outcome = SelectField(_l("Answer"), [_REQUIRED])
    reason = SelectField(_l("Reason"), [_REQUIRED])
    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)
    look_again_on = Day(_l("When parked: look again on"), [Optional()])
    feedback = TextAreaField(
        _l("Private words to the creators"), [Optional(), Length(max=LONGEST_NOTE)]
    )

    def __init__(self) -> None:
        super().__init__()
        self.outcome.choices = [choice(each.value, label_of("outcome", each)) for each in Outcome]
        self.reason.choices = [
            choice(each.value, label_of("decision_reason", each)) for each in DecisionReason
        ]
        begun = request.args.get("reason", "")
        if request.method == "GET" and begun in set(DecisionReason):
            self._begin_with(DecisionReason(begun))

    def _begin_with(self, reason: DecisionReason) -> None:
        """Start from the brand's words for a reason."""
        is_chosen = reason is DecisionReason.CHOSEN
        self.reason.data = reason.value
        self.outcome.data = (Outcome.SELECTED if is_chosen else Outcome.NOT_SELECTED).value
        for language, text in first_sentence(reason).items():
            self[f"sentence_{language}"].data = text

    def answer(self) -> Answer:
        """What was typed."""
        return Answer(
            outcome=Outcome(self.said("outcome")),
            reason=DecisionReason(self.said("reason")),
            sentence={language: self.said(f"sentence_{language}") for language in LANGUAGES},
            feedback=self.said("feedback"),
            look_again_on=self.look_again_on.data,
        )
