"""Typing what an idea would cost and bring."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at
from ideas.review.cases.page import case_page
from ideas.review.estimates import actions
from ideas.review.estimates.forms import EstimateForm
from ideas.web.answer import see
from ideas.web.guard import guarded


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/estimate")
@guarded(Permission.CASE_SCORE)
def estimate(slug: str, idea: str) -> Response:
    """Write down a new version."""
    case, form = case_at(slug, idea), EstimateForm()
    if form.was_sent():
        with form.refusals_beside(estimate="high"):
            actions.estimate(case, form.figures(), note=form.said("basis"), by=current_user.person)
            flash(_("The estimate is kept; the ones before stay readable."), "good")
            return see(address_of(case, part="value"))
    return case_page(case_at(slug, idea), 422, estimate=form)
