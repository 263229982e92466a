"""The desk's appeals against measures: the queue, and one at a time."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import names_of
from ideas.moderation.appeals import queries
from ideas.moderation.appeals.actions import decide_appeal
from ideas.moderation.appeals.effects import stands, taken_picture, text_of
from ideas.moderation.appeals.forms import OutcomeForm
from ideas.moderation.appeals.models import MeasureAppeal
from ideas.moderation.appeals.rules import Outcome, refusal_to_decide
from ideas.moderation.complaints.queries import number_of_complaints
from ideas.moderation.measures.rules import basis_of
from ideas.policy import Permission
from ideas.submission.queries import view_of
from ideas.text import in_language
from ideas.web.answer import answer, see
from ideas.web.guard import demand, found, guarded
from ideas.web.languages import language
from ideas.web.paging import id_of, mark_of
from ideas.web.speak import sentence_of

blueprint = Blueprint("appeals", __name__)
A_PAGE = 50


@blueprint.get("/desk/appeals")
@guarded(Permission.APPEAL_DECIDE)
def queue() -> Response:
    """Appeals that wait, the longest first."""
    rows = queries.appeals_after(id_of(request.args.get("after")) or 0, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/appeals/queue.html",
        appeals=shown,
        barred={each.id for each in shown if _barred(each)},
        number=queries.number_of_open_appeals(),
        complaints=number_of_complaints(),
        onward=queries.next_appeal(0, by_id=current_user.id),
        after=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


def _barred(made: MeasureAppeal) -> str:
    """Why the reader may not decide; empty when they may."""
    measure = made.measure
    refusal = refusal_to_decide(
        is_decided=made.decided_at is not None,
        took_part=current_user.id in measure.decider_ids,
        is_own=measure.idea is not None and current_user.id in measure.idea.team_ids,
        is_theirs=current_user.id in {made.person_id, measure.person_id},
    )
    return sentence_of(refusal) if refusal else ""


@blueprint.get("/desk/appeals/<int:appeal_id>")
@guarded(Permission.APPEAL_DECIDE)
def one(appeal_id: int) -> Response:
    """One appeal beside what was decided."""
    return _one(found(queries.appeal_with(appeal_id)), OutcomeForm())


def _one(made: MeasureAppeal, form: OutcomeForm) -> Response:
    measure = made.measure
    taken = taken_picture(measure)
    deciders = measure.decider_ids | {each for each in (made.decided_by_id,) if each is not None}
    return answer(
        "moderation/appeals/one.html",
        status=form.status,
        appeal=made,
        measure=measure,
        basis=basis_of(measure.ground),
        names=names_of(deciders),
        said=in_language(measure.sentence, language()),
        text=text_of(measure),
        picture=view_of(taken) if taken else None,
        stands=stands(measure),
        barred=_barred(made),
        form=form,
        onward=queries.next_appeal(made.id, by_id=current_user.id),
    )


@blueprint.post("/desk/appeals/<int:appeal_id>/decision")
@guarded(Permission.APPEAL_DECIDE)
def decision(appeal_id: int) -> Response:
    """Decide about an appeal, and go on to the next."""
    made, form = found(queries.appeal_with(appeal_id)), OutcomeForm()
    demand(Permission.APPEAL_DECIDE, made)
    if not form.was_sent():
        return _one(made, form)
    decide_appeal(made, Outcome(form.said("outcome")), form.answer, by=current_user.person)
    flash(_("Decided. Whoever appealed is told."), "good")
    onward = queries.next_appeal(appeal_id, by_id=current_user.id)
    return see(url_for(".one", appeal_id=onward.id) if onward else url_for(".queue"))
