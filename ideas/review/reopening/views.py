"""Taking a confirmed answer back by two people."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.blueprint import address_of, blueprint, case_at
from ideas.review.models import Decision
from ideas.review.queries import standing_decision
from ideas.review.reopening import actions
from ideas.web.answer import see
from ideas.web.guard import found, guarded

REOPENING = "/desk/rounds/<slug>/cases/<idea>/reopening"


def _standing(slug: str, idea: str) -> Decision:
    return found(standing_decision(case_at(slug, idea).id))


@blueprint.post(REOPENING)
@guarded(Permission.DECISION_CONFIRM)
def reopen(slug: str, idea: str) -> Response:
    """Ask to take a confirmed answer back."""
    decision = _standing(slug, idea)
    actions.ask_to_reopen(decision, by=current_user.person)
    flash(_("A second person must agree. Until then the round cannot be published."), "good")
    return see(address_of(decision.case))


@blueprint.delete(REOPENING)
@guarded(Permission.DECISION_CONFIRM)
def keep(slug: str, idea: str) -> Response:
    """Leave the answer as it is."""
    decision = _standing(slug, idea)
    actions.keep_as_it_is(decision, by=current_user.person)
    flash(_("The answer stays as it was confirmed."), "good")
    return see(address_of(decision.case))


@blueprint.post(f"{REOPENING}/confirmation")
@guarded(Permission.DECISION_CONFIRM)
def agree(slug: str, idea: str) -> Response:
    """Take the answer back, as somebody else asked."""
    decision = _standing(slug, idea)
    actions.agree_to_reopen(decision, by=current_user.person)
    flash(_("The answer is taken back. Propose another."), "good")
    return see(address_of(decision.case))
