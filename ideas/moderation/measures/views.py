"""What was decided about somebody: the list, and each decision with its reasons and the appeal."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.journey.queries import idea_visible_to
from ideas.moderation.appeals import actions
from ideas.moderation.appeals.effects import stands, taken_picture, text_of
from ideas.moderation.appeals.queries import appeal_against, appeals_against
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.queries import (
    last_measure_of,
    measure_about,
    measures_about,
    terms_of,
)
from ideas.moderation.measures.rules import basis_of
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.submission.queries import view_of
from ideas.text import in_language
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_person
from ideas.web.paging import id_of, mark_of
from ideas.web.refusing import refused_on

blueprint = Blueprint("measures", __name__)
A_PAGE = 30


@blueprint.get("/decisions")
@guarded(Permission.SELF_MANAGE)
def mine() -> Response:
    """What moderation decided about the reader's ideas and words."""
    before = id_of(request.args.get("before"))
    rows = measures_about(current_user.id, before, limit=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return answer(
        "moderation/measures/mine.html",
        measures=shown,
        appeals=appeals_against([each.id for each in shown]),
        older=mark_of(shown[-1].id) if len(rows) > A_PAGE else None,
    )


@blueprint.get("/decisions/<int:measure_id>")
@guarded(Permission.SELF_MANAGE)
def one(measure_id: int) -> Response:
    """One decision: the statement of its reasons, and the way to appeal."""
    return _one(found(measure_about(current_user.id, measure_id)))


def _one(measure: Measure, *, status: int = 200, refusal: str = "") -> Response:
    values = shown_of(measure)
    return answer("moderation/measures/one.html", status=status, refusal=refusal, **values)


def shown_of(measure: Measure) -> dict[str, Any]:
    """What the page about a measure shows whom it concerns."""
    taken = taken_picture(measure)
    until, made = measure.appeal_ends_at, appeal_against(measure.id)
    return {
        "typed": typed("words"),
        "measure": measure,
        "basis": basis_of(measure.ground),
        "terms": terms_of(measure),
        "said": in_language(measure.sentence, language()),
        "text": text_of(measure),
        "picture": view_of(taken) if taken else None,
        "appeal": made,
        "answered": in_language(made.answer if made else {}, language()),
        "stands": stands(measure),
        "is_open": until is not None and clock.now() <= until,
    }


@blueprint.get("/ideas/<slug>/decision")
@guarded(Permission.SELF_MANAGE)
def of_idea(slug: str) -> Response:
    """The last decision about an idea of the reader's team; without one, the idea."""
    idea = found(idea_visible_to(current_user, slug))
    last = last_measure_of(idea)
    theirs = last and measure_about(current_user.id, last.id)
    place = url_for(".one", measure_id=theirs.id) if theirs else url_for("gallery.idea", slug=slug)
    return see(place)


@blueprint.post("/decisions/<int:measure_id>/appeal")
@guarded(Permission.SELF_MANAGE)
def appeal(measure_id: int) -> Response:
    """Appeal."""
    measure = found(measure_about(current_user.id, measure_id))
    spend_by_person("appeal")
    try:
        actions.appeal(measure, typed("words"), by=current_user.person)
    except Refused as refused:
        return refused_on(lambda **more: _one(measure, **more), refused.refusal)
    flash(_("Thank you. Somebody else than before looks at it, and you will be told."), "good")
    return see(url_for(".one", measure_id=measure_id))
