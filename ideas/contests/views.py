"""The desk's pages for campaigns: all of them, one, its plan, its announcement."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.campaigns.calendar import actions as calendars
from ideas.campaigns.calendar import queries as planned
from ideas.campaigns.calendar.forms import CampaignForm, form_of, new_form
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import phase_at
from ideas.campaigns.queries import current_terms, standing_campaign
from ideas.contests import actions
from ideas.contests.blueprint import blueprint, campaign_on_the_desk, shown_campaign
from ideas.contests.changing import views as changing
from ideas.contests.forms import JurorForm
from ideas.contests.juries import views as juries
from ideas.contests.pauses.queries import moment_of
from ideas.contests.rulebook import rules_in_words
from ideas.policy import Permission
from ideas.text import html_of, in_language
from ideas.web.answer import answer, for_the_way_back, see
from ideas.web.guard import guarded
from ideas.web.languages import language

__all__ = ["blueprint", "changing", "juries"]


@blueprint.get("/desk/campaigns")
@guarded(Permission.DESK_SEE)
def campaigns() -> Response:
    """Every campaign with an end, planned or announced."""
    lines = [(each, phase_at(each.course, moment_of(each))) for each in planned.planned()]
    return answer("contests/campaigns.html", lines=lines)


@blueprint.route("/desk/campaigns/new", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_PLAN)
def new() -> Response:
    """Plan a campaign."""
    form = new_form(current_terms(standing_campaign().id))
    if form.was_sent():
        calendar = calendars.plan_campaign(form.plan(), by=current_user.person)
        flash(_("The plan is kept. Nobody outside sees it until you announce it."), "good")
        return see(url_for(".campaign", slug=calendar.campaign.slug))
    return _plan_form(form, None)


@blueprint.route("/desk/campaigns/<slug>/plan", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_PLAN)
def plan(slug: str) -> Response:
    """Change what is planned."""
    calendar = campaign_on_the_desk(slug)
    form = form_of(calendar)
    if calendar.announced_at and not form.was_sent():
        return see(url_for(".campaign", slug=slug))
    if form.was_sent():
        calendars.change_plan(calendar, form.plan(), by=current_user.person)
        flash(_("The plan is kept."), "good")
        return see(url_for(".campaign", slug=slug))
    return _plan_form(form, calendar)


def _plan_form(form: CampaignForm, calendar: Calendar | None) -> Response:
    page = answer("contests/plan.html", form=form, calendar=calendar, status=form.status)
    return for_the_way_back(page)


@blueprint.get("/desk/campaigns/<slug>")
@guarded(Permission.DESK_SEE)
def campaign(slug: str) -> Response:
    """A campaign: where it stands, its calendar, its jury, its rules."""
    return shown_campaign(campaign_on_the_desk(slug), JurorForm(formdata=None))


@blueprint.get("/desk/campaigns/<slug>/announcement")
@guarded(Permission.CAMPAIGN_PLAN)
def announcement(slug: str) -> Response:
    """Everything as it will stand, before it is announced; afterwards, where it stands."""
    calendar = campaign_on_the_desk(slug)
    if calendar.announced_at:
        return see(url_for(".campaign", slug=slug))
    words = in_language(rules_in_words(calendar), language()).text
    return answer("contests/announcement.html", calendar=calendar, html=html_of(words))


@blueprint.post("/desk/campaigns/<slug>/announcement")
@guarded(Permission.CAMPAIGN_PLAN)
def announce(slug: str) -> Response:
    """Announce it."""
    actions.open_campaign(campaign_on_the_desk(slug), rules_in_words, by=current_user.person)
    flash(_("The campaign is announced. Its rules stand as they are."), "good")
    return see(url_for(".campaign", slug=slug))
