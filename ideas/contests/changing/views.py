"""The desk's pages on which a campaign is put off, cancelled or, as a plan, deleted."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.accounts.queries import holders_of
from ideas.campaigns.calendar.models import Calendar
from ideas.contests.blueprint import blueprint, campaign_on_the_desk, course_values
from ideas.contests.cancelling import actions as cancelling
from ideas.contests.changing import actions
from ideas.contests.changing.forms import PutOffForm, ReasonForm
from ideas.contests.changing.queries import cancellation_of
from ideas.contests.queries import live_entries, waiting_entries
from ideas.contests.rulebook import rules_in_words
from ideas.policy import Permission, Role
from ideas.web.answer import answer, see
from ideas.web.guard import guarded

OF_SENTENCE = {"campaign.no_reason": "sentence_en", "campaign.long_reason": "sentence_en"}
CALENDAR, CANCELLATION = (
    "/desk/campaigns/<slug>/calendar",
    "/desk/campaigns/<slug>/cancellation",
)


@blueprint.route(CALENDAR, methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_PLAN)
def put_off(slug: str) -> Response:
    """Put moments off, with the reason everybody will read."""
    calendar = campaign_on_the_desk(slug)
    form = PutOffForm(calendar, clock.now())
    if form.was_sent():
        with form.refusals_beside(campaign=form.first_moved, **OF_SENTENCE):
            dates, sentence, by = form.dates, form.sentence, current_user.person
            actions.put_off(calendar, dates, sentence, write=rules_in_words, by=by)
            flash(_("The calendar is changed, and everybody can read why."), "good")
            return see(url_for(".campaign", slug=slug))
    values = course_values(campaign_on_the_desk(slug))
    return answer("contests/put_off.html", form=form, status=form.status, **values)


@blueprint.get(CANCELLATION)
@guarded(Permission.CAMPAIGN_PLAN)
def cancellation(slug: str) -> Response:
    """What cancelling would do, and the proposal to be confirmed."""
    return _cancellation(campaign_on_the_desk(slug), ReasonForm(formdata=None))


def _cancellation(calendar: Calendar, form: ReasonForm) -> Response:
    others = [each.name for each in holders_of(Role.ADMIN) if each.id != current_user.id]
    return answer(
        "contests/cancellation.html",
        status=form.status,
        form=form,
        proposed=cancellation_of(calendar.campaign_id),
        leaving=len(live_entries(calendar.campaign_id)),
        waiting=waiting_entries(calendar.campaign_id),
        others=others,
        **course_values(calendar),
    )


@blueprint.post(CANCELLATION)
@guarded(Permission.CAMPAIGN_PLAN)
def propose_cancelling(slug: str) -> Response:
    """Propose it to a second admin."""
    calendar, form = campaign_on_the_desk(slug), ReasonForm()
    if form.was_sent():
        with form.refusals_beside(campaign="sentence_en"):
            cancelling.propose_cancelling(calendar, form.sentence, by=current_user.person)
            flash(_("Proposed. It is cancelled once another admin confirms it."), "good")
            return see(url_for(".cancellation", slug=slug))
    return _cancellation(campaign_on_the_desk(slug), form)


@blueprint.delete(CANCELLATION)
@guarded(Permission.CAMPAIGN_PLAN)
def take_back_cancelling(slug: str) -> Response:
    """Take the proposal back."""
    cancelling.take_back_cancelling(campaign_on_the_desk(slug), by=current_user.person)
    flash(_("Taken back. The campaign goes on."), "good")
    return see(url_for(".campaign", slug=slug))


@blueprint.post(f"{CANCELLATION}/confirmation")
@guarded(Permission.CAMPAIGN_PLAN)
def cancel(slug: str) -> Response:
    """Confirm what another admin proposed."""
    cancelling.cancel(campaign_on_the_desk(slug), by=current_user.person)
    flash(_("The campaign is cancelled. Creators and voters are told why."), "good")
    return see(url_for(".campaign", slug=slug))


@blueprint.delete("/desk/campaigns/<slug>/plan")
@guarded(Permission.CAMPAIGN_PLAN)
def delete_plan(slug: str) -> Response:
    """Delete a plan nobody outside has seen."""
    cancelling.delete_plan(campaign_on_the_desk(slug), by=current_user.person)
    flash(_("The plan is deleted."), "good")
    return see(url_for(".campaigns"))
