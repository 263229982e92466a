"""Answers: proposed, confirmed, taken back, and published with their round."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at, round_at
from ideas.review.cases.page import case_page
from ideas.review.decisions import actions
from ideas.review.forms import AnswerForm
from ideas.review.models import Case, Decision
from ideas.review.queries import standing_decision
from ideas.web.answer import see
from ideas.web.guard import found, guarded

ELSEWHERE = {"decision.reason_fits_not": "reason", "decision.proposed_already": ""}
"""Which refusals of an answer are not about its sentence; the last is about no field at all."""


@blueprint.post("/desk/rounds/<slug>/publication")
@guarded(Permission.DECISION_CONFIRM)
def publish(slug: str) -> Response:
    """Publish every answer of the round."""
    actions.publish_round(round_at(slug), by=current_user.person)
    flash(_("The answers are public. Everybody who voted is being told."), "good")
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def propose(slug: str, idea: str) -> Response:
    """Propose an answer."""
    case, form = case_at(slug, idea), AnswerForm()
    if not form.was_sent():
        return case_page(case, 422, form=form)
    with form.refusals_beside(decision="sentence_en", park="look_again_on", **ELSEWHERE):
        actions.propose(case, form.answer(), by=current_user.person)
    if form.errors:
        return case_page(case_at(slug, idea), 422, form=form)
    flash(_("The answer is proposed. A second person confirms it."), "good")
    return see(address_of(case))


@blueprint.delete("/desk/rounds/<slug>/cases/<idea>/decision")
@guarded(Permission.DECISION_PROPOSE)
def take_back(slug: str, idea: str) -> Response:
    """Take a proposal back."""
    case = case_at(slug, idea)
    actions.take_back(_standing(case), by=current_user.person)
    flash(_("The proposal is taken back."), "good")
    return see(address_of(case))


@blueprint.post("/desk/rounds/<slug>/cases/<idea>/confirmation")
@guarded(Permission.DECISION_CONFIRM)
def confirm(slug: str, idea: str) -> Response:
    """Confirm somebody else's proposal."""
    case = case_at(slug, idea)
    actions.confirm(_standing(case), by=current_user.person)
    flash(_("The answer is confirmed. It is published with its round."), "good")
    return see(address_of(case))


def _standing(case: Case) -> Decision:
    return found(standing_decision(case.id))
