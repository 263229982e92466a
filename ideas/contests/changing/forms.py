"""The moments of a campaign put off, and the sentence that says why."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ideas.campaigns.calendar.forms import WAYS, MomentField
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import NAMES, Dates
from ideas.contests.changing.rules import LONGEST_SENTENCE
from ideas.web.forms import Form, InOneLanguage
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l

_SENTENCE = [
    InOneLanguage(),
    Optional(),
    Length(max=LONGEST_SENTENCE, message=_l("Keep the public sentence within 600 characters.")),
]
_NEEDED = [InputRequired(_l("Please fill this in."))]


class ReasonForm(Form):
    """Why, for everybody."""

    sentence_en = TextAreaField(_l("Public sentence in English"), _SENTENCE)
    sentence_fr = TextAreaField(_l("Public sentence in French"), _SENTENCE)

    @property
    def sentence(self) -> dict[str, str]:
        """What was typed, per language."""
        return {language: self.said(f"sentence_{language}") for language in LANGUAGES}


class PutOffForm(ReasonForm):
    """Those moments of a calendar that have not come, on the clocks of its zone."""

    entries_open_at = MomentField(_l("Entries open"), _NEEDED, format=WAYS)
    entries_close_at = MomentField(_l("Entries close"), _NEEDED, format=WAYS)
    shortlist_from_at = MomentField(_l("Every entry has been read"), _NEEDED, format=WAYS)
    vote_opens_at = MomentField(_l("The vote opens"), _NEEDED, format=WAYS)
    vote_closes_at = MomentField(_l("The vote closes"), _NEEDED, format=WAYS)
    results_at = MomentField(_l("Results by"), _NEEDED, format=WAYS)

    def __init__(self, calendar: Calendar, now: datetime, **more: Any) -> None:
        self.before, self.zone = calendar.dates, ZoneInfo(calendar.zone)
        shown = {name: self._local(name) for name in NAMES}
        super().__init__(**shown, **more)
        for name in NAMES:
            if getattr(self.before, name) <= now:
                del self[name]

    def _local(self, name: str) -> datetime:
        """A moment as it stands, to the minute, which is all one types."""
        there: datetime = getattr(self.before, name).astimezone(self.zone)
        return there.replace(second=0, microsecond=0, tzinfo=None)

    def validate(self, extra_validators: object = None) -> bool:
        """Also: every moment exists once on the clocks of the zone."""
        if not super().validate(extra_validators):
            return False
        for field in self.moments:
            if self._instant(field.data, 0) != self._instant(field.data, 1):
                self.say(field.name, _l("The clocks change then. Choose another time."))
        return not self.errors

    @property
    def moments(self) -> list[Any]:
        """The fields of what has not come yet."""
        return [self[name] for name in NAMES if name in self]

    @property
    def first_moved(self) -> str:
        """The moment a refusal of the calendar is said beside: the first moved, else the first."""
        every = [field.name for field in self.moments]
        moved = [name for name in every if self[name].data != self._local(name)]
        return next(iter([*moved, *every]), "sentence_en")

    @property
    def dates(self) -> Dates:
        """The calendar as it is to be; a minute nobody changed keeps its seconds."""
        moved = {
            field.name: self._instant(field.data, 0)
            for field in self.moments
            if field.data != self._local(field.name)
        }
        return replace(self.before, **moved)

    def _instant(self, local: datetime, fold: int) -> datetime:
        return local.replace(tzinfo=self.zone, fold=fold).astimezone(UTC)
