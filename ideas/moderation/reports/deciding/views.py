"""What was reported, one thing at a time, and the decision."""

from flask import Response, abort, request, url_for
from flask_login import current_user

from ideas import clock
from ideas.comments.models import RemovalReason
from ideas.moderation.claims.queries import claim_on_report, claims_on_reports
from ideas.moderation.judgements.actions import judge_reported
from ideas.moderation.judgements.queries import judgement_of_report, judgements_by
from ideas.moderation.reports import queries
from ideas.moderation.reports.accuracy import accuracies_of
from ideas.moderation.reports.blueprint import A_PAGE, blueprint, standing_at
from ideas.moderation.reports.forms import (
    REMOVALS,
    ReportedForm,
)
from ideas.moderation.reports.models import Report
from ideas.moderation.reports.things import authors_of, thing_of
from ideas.moderation.rules import Age, age_of
from ideas.moderation.settings import Moderation
from ideas.policy import Permission
from ideas.settings.queries import dials
from ideas.web.answer import answer, see
from ideas.web.guard import demand, found, guarded
from ideas.web.paging import is_number, key_of, mark_of

OFF_TOPIC = RemovalReason.OFF_TOPIC


@blueprint.get("/desk/reports")
@guarded(Permission.REPORT_DECIDE)
def queue() -> Response:
    """What was reported, the longest waiting first."""
    rows = queries.reported_after(_place(), limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/reports.html",
        rows=shown,
        number=queries.number_reported(),
        authors=authors_of([thing_of(row.first) for row in shown]),
        judgements=judgements_by(current_user.id),
        ages={row.first.id: _age(row.first) for row in shown},
        claims=claims_on_reports([row.first.id for row in shown]),
        onward=queries.next_reported(None, by_id=current_user.id),
        after=mark_of(*shown[-1].place) if len(rows) > A_PAGE else None,
    )


def _place() -> queries.Place | None:
    weight, first = key_of(request.args.get("after"), 2) or (None, None)
    return (weight, first) if is_number(weight) and is_number(first) else None


def _age(report: Report) -> Age:
    return age_of(report.made_at, clock.now(), dials(Moderation).report_days)


@blueprint.get("/desk/reports/<int:report_id>")
@guarded(Permission.REPORT_DECIDE)
def item(report_id: int) -> Response:
    """One thing with what people say about it."""
    report = found(queries.report_with(report_id))
    thing = thing_of(report)
    said = queries.said_about(thing)
    return answer(
        "moderation/report.html",
        report=report,
        thing=thing,
        place=standing_at(thing),
        is_own=current_user.id in thing.author_ids,
        authors=authors_of([thing]),
        reasons=queries.reasons_about(thing),
        judged=judgement_of_report(report.id),
        claim=claim_on_report(report.id),
        age=_age(report),
        taking=url_for("claims.take_reported", report_id=report.id),
        judgements=judgements_by(current_user.id),
        voices=said,
        accuracies=accuracies_of([each.person_id for each in said if each.person_id]),
        removals=[each for each in REMOVALS if not (thing.profile and each is OFF_TOPIC)],
        onward=queries.next_reported(queries.place_of(report), by_id=current_user.id),
    )


@blueprint.post("/desk/reports/<int:report_id>/decision")
@guarded(Permission.REPORT_DECIDE)
def decision(report_id: int) -> Response:
    """Take it down or leave it, and go on to the next."""
    report, form = found(queries.report_with(report_id)), ReportedForm()
    demand(Permission.REPORT_DECIDE, report)
    if not form.was_sent():
        abort(422)
    place, thing = queries.place_of(report), thing_of(report)
    judge_reported(thing, form.removal, by=current_user.person, with_name=form.with_name)
    return see(_onward(place))


def _onward(place: queries.Place) -> str:
    reader = current_user.id
    onward = queries.next_reported(place, by_id=reader)
    onward = onward or queries.next_reported(None, by_id=reader)
    return url_for(".item", report_id=onward.first.id) if onward else url_for(".queue")
