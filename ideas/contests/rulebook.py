"""The rules of a campaign in words, in every language, as they are frozen when published."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask import render_template
from flask_babel import force_locale, get_locale

from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import steps_of
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.text import in_language
from ideas.web.languages import LANGUAGES


def local(moment: datetime, zone: str) -> str:
    """A moment as the clocks of the zone show it."""
    there, locale = moment.astimezone(ZoneInfo(zone)), get_locale()
    day = format_date(there.date(), "long", locale=locale)
    return f"{day}, {format_time(there.time(), 'short', locale=locale)}"


def in_every_language(sentence: object) -> dict[str, str]:
    """A sentence of the interface, to be kept as what was said."""
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = str(sentence)
    return said


def rules_in_words(calendar: Calendar) -> dict[str, str]:
    """The text of the rules, Markdown, by language."""
    usual = current_terms(standing_campaign().id)
    written = {}
    for language in LANGUAGES:
        with force_locale(language):
            text = render_template(
                "contests/rules.txt",
                calendar=calendar,
                own=calendar.own_terms,
                usual=usual,
                steps=steps_of(calendar.course, calendar.entries_open_at),
                local=lambda moment: local(moment, calendar.zone),
                said=lambda texts, to=language: in_language(texts, to).text,
            )
        written[language] = text.strip() + "\n"
    return written
