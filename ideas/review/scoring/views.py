"""Scoring a case."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at
from ideas.review.cases.page import case_page
from ideas.review.forms import AnswerForm
from ideas.review.scoring import actions, queries
from ideas.review.scoring.forms import NoteForm
from ideas.web.answer import see
from ideas.web.forms import numbered, typed
from ideas.web.guard import guarded


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/scorecard")
@guarded(Permission.CASE_SCORE)
def score(slug: str, idea: str) -> Response:
    """Keep one's scorecard, and go on to the next case that waits for one."""
    case, note = case_at(slug, idea), NoteForm()
    if not note.was_sent():
        return case_page(case, 422, form=AnswerForm(), note=note)
    points = {key: _points(key) for key in queries.weights_of(case.round_id) if _points(key)}
    actions.save_scorecard(case, points, note=note.said("note"), by=current_user.person)
    flash(_("Your scores of “%(title)s” are kept.", title=case.idea.title), "good")
    onward = queries.next_case(case, current_user.id)
    return see(address_of(onward or case))


def _points(key: str) -> int:
    return numbered(typed(key)) or 0
