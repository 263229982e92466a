"""Declaring a conflict of interest."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at
from ideas.review.cases.page import case_page
from ideas.review.conflicts.actions import declare_conflict
from ideas.review.conflicts.forms import ConflictForm
from ideas.web.answer import see
from ideas.web.guard import guarded


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/conflict")
@guarded(Permission.CASE_SCORE)
def conflict(slug: str, idea: str) -> Response:
    """Judge this idea no more."""
    case, form = case_at(slug, idea), ConflictForm()
    if not form.was_sent():
        return case_page(case, 422, declaration=form)
    declare_conflict(case, form.said("nearness"), by=current_user.person)
    flash(_("Your conflict of interest is written down. Others review this idea."), "good")
    return see(address_of(case))
