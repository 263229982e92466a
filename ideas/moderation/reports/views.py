"""Reporting something, and the moderators' list of what was reported."""

from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.comments.feedback.queries import feedback_marked
from ideas.comments.models import RemovalReason
from ideas.comments.queries import comment_on, update_on
from ideas.journey.queries import idea_visible_to
from ideas.moderation.claims.queries import claim_on_report, claims_on_reports
from ideas.moderation.judgements.actions import judge_reported
from ideas.moderation.judgements.queries import judgement_of_report, judgements_by
from ideas.moderation.reports import actions, queries
from ideas.moderation.reports.forms import KEEP, REMOVALS, ReportedForm, ReportForm
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import Thing
from ideas.moderation.reports.rules import ReportReason, refusal_to_report_again
from ideas.moderation.rules import Age, age_of
from ideas.moderation.settings import Moderation
from ideas.policy import Permission
from ideas.settings.queries import dials
from ideas.web.answer import answer, see
from ideas.web.forms import numbered
from ideas.web.guard import demand, found, guarded
from ideas.web.pace import spend_by_person
from ideas.web.paging import id_of, mark_of
from ideas.web.speak import sentence_of

blueprint = Blueprint("reports", __name__)
A_PAGE = 50


@blueprint.get("/ideas/<slug>/report")
@guarded(Permission.REPORT_WRITE)
def write(slug: str) -> Response:
    """Report an idea, or the comment, news or private words named in the address."""
    return _form(_thing(slug), ReportForm())


@blueprint.post("/ideas/<slug>/report")
@guarded(Permission.REPORT_WRITE)
def send(slug: str) -> Response:
    """Send a report."""
    thing, form = _thing(slug), ReportForm()
    if not form.was_sent():
        return _form(thing, form)
    spend_by_person("report")
    reason, person = ReportReason(form.said("reason")), current_user.person
    actions.report(thing, reason, form.said("words"), by=person)
    flash(_("Thank you. A moderator looks at it, and you will be told what came of it."), "good")
    return see(_place_of(thing))


def _form(thing: Thing, form: ReportForm) -> Response:
    said = queries.report_by(current_user.id, thing)
    rests = said and refusal_to_report_again(said.decided_at, thing.changed_at, clock.now())
    values: dict[str, Any] = {"thing": thing, "form": form, "back": _place_of(thing)}
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


def _place_of(thing: Thing) -> str:
    slug = thing.idea.slug
    if thing.comment:
        return url_for("comments.comment", slug=slug, comment_id=thing.comment.id)
    if thing.update:
        anchor = f"update-{thing.update.id}"
        return url_for("gallery.idea", slug=slug, tab="updates", _anchor=anchor)
    if thing.feedback and current_user.id in thing.idea.team_ids:
        return url_for("workshop.idea", slug=slug)
    return url_for("gallery.idea", slug=slug)


@blueprint.get("/desk/reports")
@guarded(Permission.REPORT_DECIDE)
def queue() -> Response:
    """What was reported, the longest waiting first."""
    rows = queries.reported_after(id_of(request.args.get("after")) or 0, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/reports.html",
        rows=shown,
        number=queries.number_reported(),
        authors=queries.authors_of([queries.thing_of(row.first) for row in shown]),
        judgements=judgements_by(current_user.id),
        ages={row.first.id: _age(row.first) for row in shown},
        claims=claims_on_reports([row.first.id for row in shown]),
        onward=queries.next_reported(0, by_id=current_user.id),
        after=mark_of(shown[-1].first.id) if len(rows) > A_PAGE else None,
    )


def _age(report: Report) -> Age:
    return age_of(report.made_at, clock.now(), dials(Moderation).report_days)


@blueprint.get("/desk/reports/<int:report_id>")
@guarded(Permission.REPORT_DECIDE)
def item(report_id: int) -> Response:
    """One thing with what people say about it."""
    report = found(queries.report_with(report_id))
    thing = queries.thing_of(report)
    return answer(
        "moderation/report.html",
        report=report,
        thing=thing,
        place=_place_of(thing),
        is_own=current_user.id in thing.author_ids,
        authors=queries.authors_of([thing]),
        reasons=queries.reasons_about(thing),
        judged=judgement_of_report(report.id),
        claim=claim_on_report(report.id),
        age=_age(report),
        taking=url_for("claims.take_reported", report_id=report.id),
        judgements=judgements_by(current_user.id),
        words=queries.words_about(thing),
        removals=REMOVALS,
        onward=queries.next_reported(report.id, by_id=current_user.id),
    )


@blueprint.post("/desk/reports/<int:report_id>/decision")
@guarded(Permission.REPORT_DECIDE)
def decision(report_id: int) -> Response:
    """Take it down or leave it, and go on to the next."""
    report, form = found(queries.report_with(report_id)), ReportedForm()
    demand(Permission.REPORT_DECIDE, report)
    if not form.was_sent():
        abort(422)
    verdict = form.said("verdict")
    removal = None if verdict == KEEP else RemovalReason(verdict)
    judge_reported(queries.thing_of(report), removal, by=current_user.person)
    return see(_onward(report))


def _onward(report: Report) -> str:
    reader = current_user.id
    onward = queries.next_reported(report.id, by_id=reader)
    onward = onward or queries.next_reported(0, by_id=reader)
    return url_for(".item", report_id=onward.first.id) if onward else url_for(".queue")
