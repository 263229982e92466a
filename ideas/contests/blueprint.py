"""The blueprint of the desk's pages for campaigns, and how its views find and show one."""

from typing import Any

from flask import Blueprint, Response

from ideas.campaigns.calendar import queries as planned
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import is_late, phase_at, steps_of
from ideas.contests import queries
from ideas.contests.changing.queries import cancellation_of
from ideas.contests.forms import JurorForm
from ideas.contests.pauses.queries import is_held_up, moment_of
from ideas.contests.rulebook import local
from ideas.web.answer import answer
from ideas.web.guard import found

blueprint = Blueprint("contests", __name__)


def campaign_on_the_desk(slug: str) -> Calendar:
    """The campaign at an address, announced or not."""
    return found(planned.calendar_at(slug))


def course_values(calendar: Calendar) -> dict[str, Any]:
    """Where a campaign stands, for its pages."""
    now = moment_of(calendar)
    return {
        "calendar": calendar,
        "campaign": calendar.campaign,
        "phase": phase_at(calendar.course, now),
        "is_late": is_late(calendar.course, now),
        "steps": steps_of(calendar.course, now),
        "is_held_up": is_held_up(calendar),
        "local": lambda moment: local(moment, calendar.zone),
    }


def shown_campaign(calendar: Calendar, form: JurorForm) -> Response:
    """A campaign's page on the desk; ``form`` names somebody for its jury."""
    campaign_id = calendar.campaign_id
    return answer(
        "contests/campaign.html",
        status=form.status,
        form=form,
        jury=planned.jury_of(campaign_id),
        rules=planned.rule_versions(campaign_id),
        numbers=queries.numbers_of(campaign_id),
        round=queries.campaign_round(campaign_id),
        proposed=cancellation_of(campaign_id),
        **course_values(calendar),
    )
