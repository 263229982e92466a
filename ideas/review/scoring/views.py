"""Scoring a case, talking about it, and what a round asks."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at, round_at
from ideas.review.cases.page import case_page
from ideas.review.cases.queries import progress_of
from ideas.review.scoring import actions, queries
from ideas.review.scoring.forms import (
    CriteriaForm,
    NoteForm,
    TalkForm,
    criteria_typed,
    points_typed,
    rows_to_ask,
)
from ideas.web.answer import answer, see
from ideas.web.guard import guarded


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/scorecard")
@guarded(Permission.CASE_SCORE)
def score(slug: str, idea: str) -> Response:
    """Keep one's scorecard, and go on to the next case that waits for one."""
    case, note = case_at(slug, idea), NoteForm()
    if not note.was_sent():
        return case_page(case, 422, note=note)
    points = points_typed(queries.weights_of(case.round_id))
    actions.save_scorecard(case, points, note=note.said("note"), by=current_user.person)
    flash(_("Your scores of “%(title)s” are kept.", title=case.idea.title), "good")
    onward = progress_of(case.round_id, current_user.id, after=case.id).next
    return see(address_of(onward or case))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/notes")
@guarded(Permission.CASE_SCORE)
def talk(slug: str, idea: str) -> Response:
    """Say something to the reviewers who have scored the idea."""
    case, form = case_at(slug, idea), TalkForm()
    if not form.was_sent():
        return case_page(case, 422, talk=form)
    actions.write_note(case, form.said("words"), by=current_user.person)
    return see(address_of(case, part="talk"))


@blueprint.route("/desk/rounds/<slug>/criteria", methods=["GET", "POST"])
@guarded(Permission.ROUND_MANAGE)
def criteria(slug: str) -> Response:
    """What the round asks, and how much each weighs."""
    round_, form = round_at(slug), CriteriaForm()
    asked = criteria_typed() if request.method == "POST" else queries.criteria_of(round_.id)
    if form.was_sent():
        with form.refusals_beside(criteria="asked"):
            actions.ask(round_, criteria_typed(), by=current_user.person)
            flash(_("The round asks this now."), "good")
            return see(url_for(".show", slug=slug))
    return answer(
        "review/criteria.html",
        status=form.status,
        round=round_at(slug),
        form=form,
        rows=rows_to_ask(asked),
        is_fixed=queries.is_scored(round_.id) or round_.published_at is not None,
    )
