"""Naming a jury, choosing the shortlist, publishing it."""

from collections.abc import Sequence

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import person_by_handle
from ideas.campaigns.calendar import actions as calendars
from ideas.campaigns.calendar.models import Calendar
from ideas.contests import actions, queries
from ideas.contests.blueprint import (
    blueprint,
    campaign_on_the_desk,
    course_values,
    shown_campaign,
)
from ideas.contests.forms import ChoiceForm, JurorForm
from ideas.contests.juries.actions import name_juror as name_juror_of
from ideas.contests.models import ShortlistReason
from ideas.contests.queries import Standing
from ideas.contests.rulebook import rules_in_words
from ideas.journey.models import Idea
from ideas.journey.queries import public_idea
from ideas.policy import Permission
from ideas.submission.queries import first_pictures
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import demand, found, guarded


@blueprint.post("/desk/campaigns/<slug>/jury")
@guarded(Permission.CAMPAIGN_PLAN)
def name_juror(slug: str) -> Response:
    """Put somebody on the jury."""
    calendar, form = campaign_on_the_desk(slug), JurorForm()
    if not form.was_sent():
        return shown_campaign(calendar, form)
    person = person_by_handle(form.said("handle").strip().lstrip("@").lower())
    if person is None:
        form.say("handle", _("Nobody here has this handle."))
        return shown_campaign(calendar, form)
    with form.refusals_beside(campaign="handle", role="handle"):
        name_juror_of(calendar, person, by=current_user.person)
    if form.errors:
        return shown_campaign(campaign_on_the_desk(slug), form)
    flash(_("%(name)s is on the jury.", name=person.name), "good")
    return see(url_for(".campaign", slug=slug))


@blueprint.delete("/desk/campaigns/<slug>/jury")
@guarded(Permission.CAMPAIGN_PLAN)
def release_juror(slug: str) -> Response:
    """Take somebody off it."""
    person = found(person_by_handle(typed("handle")))
    calendars.release_juror(campaign_on_the_desk(slug), person, by=current_user.person)
    flash(_("%(name)s is not on the jury any more.", name=person.name), "good")
    return see(url_for(".campaign", slug=slug))


@blueprint.get("/desk/campaigns/<slug>/shortlist")
@guarded(Permission.SHORTLIST_CHOOSE)
def shortlist(slug: str) -> Response:
    """Every entry, with what the jury says of it."""
    return _shortlist(_on_its_jury(slug))


def _shortlist(
    calendar: Calendar, *, entry: Idea | None = None, form: ChoiceForm | None = None
) -> Response:
    entries = queries.judged_entries(calendar.campaign_id)
    return answer(
        "contests/shortlist.html",
        status=form.status if form else 200,
        entries=entries,
        pictures=first_pictures(each.idea.id for each in entries),
        forms={each.idea.id: form if each.idea == entry else _form(each) for each in entries},
        undecided=_undecided(entries),
        waiting=queries.waiting_entries(calendar.campaign_id),
        **course_values(calendar),
    )


def _undecided(entries: Sequence[Standing]) -> int:
    return sum(each.choice is None for each in entries)


def _form(entry: Standing) -> ChoiceForm:
    """What was said of an entry so far."""
    choice = entry.choice
    said = {f"sentence_{key}": text for key, text in choice.sentence.items()} if choice else {}
    reason = choice.reason.value if choice else None
    return ChoiceForm(formdata=None, reason=reason, **said)


@blueprint.post("/desk/campaigns/<slug>/shortlist/<idea>")
@guarded(Permission.SHORTLIST_CHOOSE)
def choose(slug: str, idea: str) -> Response:
    """Say whether an entry stands in the vote."""
    calendar, entry, form = _on_its_jury(slug), found(public_idea(idea)), ChoiceForm()
    if form.was_sent():
        with form.refusals_beside(shortlist="reason"):
            actions.choose(
                calendar,
                entry,
                reason=ShortlistReason(form.reason.data),
                sentence=form.sentence(),
                by=current_user.person,
            )
    if form.errors:
        return _shortlist(_on_its_jury(slug), entry=found(public_idea(idea)), form=form)
    flash(_("What the jury says of “%(title)s” is kept.", title=entry.title), "good")
    return see(url_for(".shortlist", slug=slug, _anchor=f"entry-{entry.short_id}"))


@blueprint.post("/desk/campaigns/<slug>/shortlist/publication")
@guarded(Permission.SHORTLIST_CHOOSE)
def publish(slug: str) -> Response:
    """Publish the shortlist."""
    actions.publish_shortlist(_on_its_jury(slug), rules_in_words, by=current_user.person)
    flash(_("The shortlist is public. Everybody who is left out has been told why."), "good")
    return see(url_for(".campaign", slug=slug))


def _on_its_jury(slug: str) -> Calendar:
    calendar = campaign_on_the_desk(slug)
    demand(Permission.SHORTLIST_CHOOSE, calendar)
    return calendar
