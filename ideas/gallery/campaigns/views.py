"""Campaigns with an end, one of them, its rules by version, its results."""

from typing import Any

from flask import Response, make_response
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import is_late, phase_at, steps_of
from ideas.campaigns.calendar.queries import announced, announced_at, newest_version, rulebook_of
from ideas.contests.changing.queries import cancellation_of, change_numbered, changes_of
from ideas.contests.pauses.queries import is_held_up, moment_of
from ideas.contests.queries import campaign_round
from ideas.contests.rulebook import local
from ideas.gallery.blueprint import blueprint
from ideas.gallery.campaigns.showing import entrants_for, none_for, outcome_for
from ideas.gallery.sharing.calling import shared_page
from ideas.gallery.story import spoken
from ideas.text import Spoken, html_of, plain_of
from ideas.voting.queries import pause
from ideas.web.answer import answer
from ideas.web.guard import found, guarded
from ideas.web.languages import language

GIST = 160


@blueprint.get("/campaigns")
@guarded(None)
def campaigns() -> Response:
    """Every campaign that was announced."""
    shown = [_values(each) for each in announced()]
    return answer("gallery/campaigns.html", shown=shown, shared=shared_page("campaigns"))


def running() -> list[dict[str, Any]]:
    """The campaigns the home page points at: announced, without results yet."""
    return [_values(each) for each in announced(most=2) if each.finished_at is None]


@blueprint.get("/campaigns/<slug>")
@guarded(None)
def campaign(slug: str) -> Response:
    """A campaign: what it asks for, where it stands, its entries."""
    calendar = found(announced_at(slug))
    return answer(
        "gallery/campaign.html",
        entrants=entrants_for(current_user, calendar),
        nobody=none_for(current_user, calendar),
        takes_votes=pause() is None,
        brief_html=_html(spoken(calendar.campaign.brief).text),
        version=newest_version(calendar.campaign_id),
        changes=[(each, spoken(each.sentence)) for each in changes_of(calendar.campaign_id)],
        cancelled=_why_cancelled(calendar),
        shared=shared_page("campaigns"),
        **_values(calendar),
    )


def _why_cancelled(calendar: Calendar) -> Spoken | None:
    ended = cancellation_of(calendar.campaign_id) if calendar.cancelled_at else None
    return spoken(ended.sentence) if ended else None


@blueprint.get("/campaigns/<slug>/results")
@guarded(None)
def campaign_results(slug: str) -> Response:
    """How the vote ended, with its numbers and reasons."""
    calendar = found(announced_at(slug))
    found(calendar.closed_at)
    return answer(
        "gallery/campaign_results.html",
        outcome=outcome_for(current_user, calendar),
        round=campaign_round(calendar.campaign_id),
        shared=shared_page("campaigns"),
        **_values(calendar),
    )


@blueprint.get("/campaigns/<slug>/rules/<int:version>")
@guarded(None)
def campaign_rules(slug: str, version: int) -> Response:
    """A version of the rules, word for word as it was published."""
    calendar = found(announced_at(slug))
    written = rulebook_of(calendar.campaign_id, version)
    shown = found(written.get(language()) or next(iter(written.values()), None))
    change = change_numbered(calendar.campaign_id, version)
    return answer(
        "gallery/campaign_rules.html",
        shown=shown,
        html=_html(_without_title(shown.text)),
        why=spoken(change.sentence) if change else None,
        newest=newest_version(calendar.campaign_id),
        **_values(calendar),
    )


@blueprint.get("/campaigns/<slug>/rules/<int:version>/<language>.txt")
@guarded(None)
def campaign_rules_text(slug: str, version: int, language: str) -> Response:
    """The very bytes the checksum is of."""
    calendar = found(announced_at(slug))
    shown = found(rulebook_of(calendar.campaign_id, version).get(language))
    text = make_response(shown.text)
    text.headers["Content-Type"] = "text/plain; charset=utf-8"
    return text


def _html(text: str) -> Markup:
    return Markup(html_of(text))  # noqa: S704


def _without_title(text: str) -> str:
    """The rules without their first line, which the page says in its heading."""
    return text.partition("\n")[2] if text.startswith("# ") else text


def _values(calendar: Calendar) -> dict[str, Any]:
    now = moment_of(calendar)
    phase, brief = phase_at(calendar.course, now), spoken(calendar.campaign.brief)
    return {
        "calendar": calendar,
        "campaign": calendar.campaign,
        "name": spoken(calendar.campaign.name).text or _("Untitled"),
        "prizes": {
            "jury": spoken(calendar.jury_prize),
            "community": spoken(calendar.community_prize),
        },
        "brief": brief,
        "gist": plain_of(brief.text, GIST),
        "phase": phase,
        "is_late": is_late(calendar.course, now),
        "steps": steps_of(calendar.course, now),
        "is_held_up": is_held_up(calendar),
        "local": lambda moment: local(moment, calendar.zone),
    }
