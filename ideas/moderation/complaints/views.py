"""Complaining about a report of one's own, with an account or without, and the desk's list."""

from functools import partial

from flask import Blueprint, Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.limits.actions import is_within
from ideas.moderation.appeals.rules import Outcome
from ideas.moderation.complaints import actions, queries
from ideas.moderation.complaints.forms import VisitorComplaintForm
from ideas.moderation.complaints.models import Complaint
from ideas.moderation.complaints.rules import complain_until, refusal_to_decide
from ideas.moderation.reports.addressed import read_token
from ideas.moderation.reports.blueprint import standing_at
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.queries import report_with
from ideas.moderation.reports.things import thing_of
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.text import in_language
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import demand, found, guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_network, spend_by_person
from ideas.web.paging import id_of, mark_of
from ideas.web.refusing import refused_on
from ideas.web.speak import sentence_of

blueprint = Blueprint("complaints", __name__)
A_PAGE = 20


@blueprint.post("/decisions/reports/<int:report_id>/complaint")
@guarded(Permission.SELF_MANAGE)
def complain(report_id: int) -> Response:
    """Complain that a report led to nothing."""
    report = found(queries.report_of(current_user.id, report_id))
    spend_by_person("appeal")
    actions.complain(report, typed("words"), by=current_user.person)
    flash(_("Thank you. Somebody else than before looks at it, and you will be told."), "good")
    return see(url_for("reports.mine"))


@blueprint.get("/reported/<token>")
@guarded(None)
def reported(token: str) -> Response:
    """What came of a report without an account; the address is for its writer alone."""
    return _reported(token, _report(token), VisitorComplaintForm(formdata=None))


def _report(token: str) -> Report:
    return found(report_with(found(read_token(token))))


def _reported(
    token: str, report: Report, form: VisitorComplaintForm, *, status: int = 200, refusal: str = ""
) -> Response:
    thing, made = thing_of(report), queries.complaints_about([report.id]).get(report.id)
    is_there = not thing.is_gone and (thing.idea is None or thing.idea.is_public)
    return answer(
        "moderation/complaints/reported.html",
        status=status,
        token=token,
        report=report,
        thing=thing,
        place=standing_at(thing) if is_there else None,
        made=made,
        answered=in_language(made.answer if made else {}, language()),
        until=complain_until(report.decided_at, report.outcome, clock.now()),
        form=form,
        refusal=refusal,
    )


@blueprint.post("/reported/<token>/complaint")
@guarded(None)
def complain_as_visitor(token: str) -> Response:
    """Complain without an account."""
    report, form = _report(token), VisitorComplaintForm()
    if not form.was_sent():
        return _reported(token, report, form, status=form.status)
    spend_by_network("appeal", f"report:{report.id}")
    asked = form.said("address")
    kept = asked if asked and is_within("report_address", asked) else ""
    try:
        actions.complain_as_visitor(report, form.said("words"), address=kept, language=language())
    except Refused as refused:
        return refused_on(partial(_reported, token, report, form), refused.refusal)
    flash(_("Thank you. Somebody else than before looks at it."), "good")
    return see(url_for(".reported", token=token))


@blueprint.get("/desk/complaints")
@guarded(Permission.APPEAL_DECIDE)
def queue() -> Response:
    """Complaints that wait, the longest first."""
    after = id_of(request.args.get("after")) or 0
    rows = queries.open_complaints(after, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/complaints/queue.html",
        complaints=[(each, thing_of(each.report), _barred(each)) for each in shown],
        number=queries.number_of_complaints(),
        after=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


def _barred(made: Complaint) -> str:
    """Why the reader may not decide; empty when they may."""
    refusal = refusal_to_decide(
        is_decided=False,
        decided_report=made.report.decided_by_id == current_user.id,
        has_stake=current_user.id in thing_of(made.report).stake_ids,
        is_theirs=made.person_id == current_user.id,
    )
    return sentence_of(refusal) if refusal else ""


@blueprint.post("/desk/complaints/<int:complaint_id>/decision")
@guarded(Permission.APPEAL_DECIDE)
def decision(complaint_id: int) -> Response:
    """Decide about a complaint."""
    made = found(queries.complaint_with(complaint_id))
    demand(Permission.APPEAL_DECIDE, made)
    if typed("outcome") not in set(Outcome):
        abort(422)
    outcome, by = Outcome(typed("outcome")), current_user.person
    actions.decide_complaint(made, outcome, typed("words"), by=by, language=language())
    flash(_("Decided. Whoever complained is told."), "good")
    return see(url_for(".queue"))
