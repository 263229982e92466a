"""A campaign as it is planned: what it asks for, when, for which prizes, on which terms."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from wtforms import BooleanField, DateTimeLocalField, IntegerField, RadioField, StringField
from wtforms import TextAreaField as Text
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from ideas.campaigns.calendar.actions import Plan
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import NAMES, Dates, Kind
from ideas.campaigns.calendar.rules import MOST_PLACES
from ideas.campaigns.models import Terms
from ideas.web.exact import PercentField
from ideas.web.forms import FIRST_YEAR, LAST_YEAR, Form, choice
from ideas.web.languages import LANGUAGES
from ideas.web.languages import lazy_gettext as _l
from ideas.web.speak import label_of

WAYS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
LONGEST_NAME, LONGEST_PRIZE, LONGEST_BRIEF, LONGEST_RULES = 80, 300, 5_000, 20_000
TEXTS = ("name", "brief", "jury_prize", "community_prize", "rules")
OWN_TERMS = ("live_ideas_per_creator", "certification_hours", "royalty_bp", "copies")
_REQUIRED = InputRequired(_l("Please fill this in."))


class MomentField(DateTimeLocalField):
    """A wall-clock time, in the zone of its form."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day and a time of these two centuries."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write a day and a time like 2030-12-31 18:00.")) from None
        if self.data is not None and not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            first, last = FIRST_YEAR, LAST_YEAR
            raise ValueError(_l("Write a day from %(first)s to %(last)s.", first=first, last=last))


def _text(label: Any, most: int, needs: Any = None) -> Text:
    rules = [needs or Optional(), Length(max=most, message=_l("At most %(max)d characters."))]
    return Text(label, rules, filters=[_plain])


def _name(label: Any, *needs: Any) -> StringField:
    return StringField(label, [*needs, Length(max=LONGEST_NAME)], filters=[_plain])


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _number(label: Any, least: int, most: int) -> IntegerField:
    words = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, [_REQUIRED, NumberRange(least, most, message=words)])


class CampaignForm(Form):
    """A plan; the moments are wall-clock times in the zone."""

    kind = RadioField(_l("What is asked for"), [_REQUIRED], default=Kind.CONTEST.value)
    name_en = _name(_l("Name in English"), _REQUIRED)
    name_fr = _name(_l("Name in French"), Optional())
    brief_en = _text(_l("Brief in English"), LONGEST_BRIEF, _REQUIRED)
    brief_fr = _text(_l("Brief in French"), LONGEST_BRIEF)
    zone = StringField(
        _l("Time zone"),
        [_REQUIRED, AnyOf(available_timezones(), _l("Write a zone like Europe/Paris."))],
        default="UTC",
    )
    entries_open_at = MomentField(_l("Entries open"), [_REQUIRED], format=WAYS)
    entries_close_at = MomentField(_l("Entries close"), [_REQUIRED], format=WAYS)
    shortlist_from_at = MomentField(_l("Every entry has been read"), [_REQUIRED], format=WAYS)
    vote_opens_at = MomentField(_l("The vote opens"), [_REQUIRED], format=WAYS)
    vote_closes_at = MomentField(_l("The vote closes"), [_REQUIRED], format=WAYS)
    results_at = MomentField(_l("Results by"), [_REQUIRED], format=WAYS)
    has_jury = BooleanField(_l("A jury chooses which entries stand in the vote"), default=True)
    places = _number(_l("Places in the final"), 1, MOST_PLACES)
    jury_prize_en = _text(_l("The jury’s prize in English"), LONGEST_PRIZE)
    jury_prize_fr = _text(_l("The jury’s prize in French"), LONGEST_PRIZE)
    community_prize_en = _text(_l("The voters’ prize in English"), LONGEST_PRIZE)
    community_prize_fr = _text(_l("The voters’ prize in French"), LONGEST_PRIZE)
    live_ideas_per_creator = _number(_l("Entries per person"), 1, 100)
    certification_hours = _number(_l("Hours to check the votes"), 0, 720)
    royalty_bp = PercentField(_l("Royalty in percent of net sales"), [InputRequired()])
    copies = _number(_l("Copies for the creators"), 0, 10_000)
    rules_en = _text(_l("More rules in English"), LONGEST_RULES)
    rules_fr = _text(_l("More rules in French"), LONGEST_RULES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [choice(each.value, label_of("campaign_kind", each)) for each in Kind]

    def validate(self, extra_validators: object = None) -> bool:
        """Also: every moment exists once on the clocks of the zone, and is later than the last."""
        if not super().validate(extra_validators):
            return False
        for name in NAMES:
            if self._moment(name, fold=0) != self._moment(name, fold=1):
                self.say(name, _l("The clocks change then. Choose another time."))
        for early, late in pairwise(NAMES):
            if self._moment(late) <= self._moment(early):
                before = self[early].label.text
                self.say(late, _l("This must be later than “%(before)s”.", before=before))
        if self.kind.data == Kind.NAMING and not self.has_jury.data:
            self.say("has_jury", _l("Names need a jury, so that nobody can push a joke through."))
        return not self.errors

    def _moment(self, name: str, fold: int = 0) -> datetime:
        local = self[name].data.replace(tzinfo=ZoneInfo(self.said("zone")), fold=fold)
        moment: datetime = local.astimezone(UTC)
        return moment

    def plan(self) -> Plan:
        """What was typed."""
        return Plan(
            kind=Kind(self.kind.data),
            dates=Dates(*(self._moment(name) for name in NAMES)),
            zone=self.said("zone"),
            has_jury=bool(self.has_jury.data),
            places=self.places.data or 1,
            own_terms={name: self[name].data for name in OWN_TERMS},
            **{name: self._texts(name) for name in TEXTS},
        )

    def _texts(self, name: str) -> Mapping[str, str]:
        said = {language: self.said(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in said.items() if text}


def new_form(usual: Terms) -> CampaignForm:
    """An empty plan with the standing campaign's terms, or what was typed."""
    return CampaignForm(places=3, **{name: getattr(usual, name) for name in OWN_TERMS})


def form_of(calendar: Calendar) -> CampaignForm:
    """The form with what is planned, or with what was typed."""
    zone = ZoneInfo(calendar.zone)
    moments = {name: getattr(calendar, name).astimezone(zone) for name in NAMES}
    texts = {
        f"{name}_{language}": getattr(calendar, name).get(language, "")
        for name in TEXTS[2:]
        for language in LANGUAGES
    }
    own = {
        f"{name}_{language}": getattr(calendar.campaign, name).get(language, "")
        for name in TEXTS[:2]
        for language in LANGUAGES
    }
    plain = {name: getattr(calendar, name) for name in ("zone", "has_jury", "places")}
    return CampaignForm(
        kind=calendar.kind.value, **calendar.own_terms, **moments, **texts, **own, **plain
    )
