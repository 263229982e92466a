"""Reporting something, with an account or without one, and what came of one's own reports."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.accounts.queries import person_by_handle
from ideas.comments.feedback.queries import feedback_marked
from ideas.comments.queries import comment_on, update_on
from ideas.journey.queries import idea_visible_to
from ideas.limits.actions import is_within
from ideas.moderation.complaints.queries import complaints_about
from ideas.moderation.complaints.rules import COMPLAIN_WITHIN
from ideas.moderation.reports import actions
from ideas.moderation.reports.accuracy import slowed_until
from ideas.moderation.reports.addressed import read_token, token_of
from ideas.moderation.reports.blueprint import A_PAGE, blueprint, standing_at
from ideas.moderation.reports.deciding import views as deciding
from ideas.moderation.reports.forms import (
    ReportForm,
    VisitorForm,
)
from ideas.moderation.reports.makers import report_by, reports_by
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.rules import ReportReason, refusal_to_report_again
from ideas.moderation.reports.things import Thing
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.forms import numbered
from ideas.web.guard import found, guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_network, spend_by_person
from ideas.web.paging import id_of, mark_of
from ideas.web.speak import sentence_of

__all__ = ["blueprint", "deciding"]


@blueprint.get("/ideas/<slug>/report")
@guarded(None)
def write(slug: str) -> Response:
    """Report an idea, or the comment, news or private words named in the address."""
    thing = _thing(slug)
    return _form(thing, _form_for(thing))


@blueprint.post("/ideas/<slug>/report")
@guarded(None)
def send(slug: str) -> Response:
    """Send a report, with an account or without one."""
    return _sent(_thing(slug), partial(url_for, ".sent", slug=slug))


@blueprint.get("/people/<handle>/report")
@guarded(None)
def write_of_profile(handle: str) -> Response:
    """Report somebody's profile: what it says, or their name."""
    thing = _profile(handle)
    return _form(thing, _form_for(thing))


@blueprint.post("/people/<handle>/report")
@guarded(None)
def send_of_profile(handle: str) -> Response:
    """Send a report about a profile."""
    return _sent(_profile(handle), partial(url_for, ".sent_of_profile", handle=handle))


def _profile(handle: str) -> Thing:
    person = found(person_by_handle(handle))
    return Thing(None, profile=found(None if person.erased_at else person))


def _sent(thing: Thing, thanks: Callable[..., str]) -> Response:
    form = _form_for(thing)
    if not form.was_sent():
        return _form(thing, form)
    reason, words = ReportReason(form.said("reason")), form.said("words")
    if not current_user.is_authenticated:
        made = _send_as_visitor(thing, reason, words, form.said("address"))
        return see(thanks(told=token_of(made.id)))
    spend_by_person("report_slowed" if slowed_until(current_user.id) else "report")
    actions.report(thing, reason, words, by=current_user.person)
    flash(_("Thank you. A moderator looks at it, and you will be told what came of it."), "good")
    return see(standing_at(thing))


def _form_for(thing: Thing) -> ReportForm:
    form = ReportForm() if current_user.is_authenticated else VisitorForm()
    return form.without(ReportReason.OFF_TOPIC) if thing.profile else form


def _send_as_visitor(thing: Thing, reason: ReportReason, words: str, address: str) -> Report:
    spend_by_network("report_visitor")
    kept = address if address and is_within("report_address", address) else ""
    return actions.report_as_visitor(thing, reason, words, address=kept, language=language())


@blueprint.get("/ideas/<slug>/report/sent")
@guarded(None)
def sent(slug: str) -> Response:
    """What happens next, for a visitor who reported something."""
    thing = Thing(found(idea_visible_to(current_user, slug)))
    return _thanks(thing)


def _thanks(thing: Thing) -> Response:
    token = request.args.get("told", "")
    told = token if read_token(token) else ""
    return answer("moderation/report_sent.html", thing=thing, back=standing_at(thing), told=told)


@blueprint.get("/people/<handle>/report/sent")
@guarded(None)
def sent_of_profile(handle: str) -> Response:
    """What happens next, for a visitor who reported a profile."""
    return _thanks(_profile(handle))


@blueprint.get("/decisions/reports")
@guarded(Permission.SELF_MANAGE)
def mine() -> Response:
    """What the reader reported, and what came of it."""
    before = id_of(request.args.get("before"))
    rows = reports_by(current_user.id, before, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/my_reports.html",
        reports=shown,
        complaints=complaints_about([each.id for each in shown]),
        within=COMPLAIN_WITHIN,
        now=clock.now(),
        slowed=slowed_until(current_user.id),
        older=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


def _form(thing: Thing, form: ReportForm) -> Response:
    said = report_by(current_user.id, thing) if current_user.is_authenticated else None
    rests = said and refusal_to_report_again(said.decided_at, thing.changed_at, clock.now())
    values: dict[str, Any] = {"thing": thing, "form": form, "back": standing_at(thing)}
    values["is_open"] = said is not None and said.decided_at is None
    values["rests"] = sentence_of(rests) if rests else ""
    return answer("moderation/report_form.html", status=form.status, **values)


def _thing(slug: str) -> Thing:
    idea = found(idea_visible_to(current_user, slug))
    comment, update = request.args.get("comment"), request.args.get("update")
    feedback = request.args.get("feedback")
    if comment is not None:
        return Thing(idea, comment=found(comment_on(idea, _number(comment))))
    if update is not None:
        return Thing(idea, update=found(update_on(idea, _number(update))))
    if feedback is not None:
        is_team = current_user.id in idea.team_ids
        return Thing(idea, feedback=found(feedback_marked(idea, feedback) if is_team else None))
    return Thing(idea)


def _number(text: str) -> int:
    return found(numbered(text))
