"""The desk's page for payments."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.agreements.models import Share
from ideas.db import session
from ideas.policy import Permission
from ideas.royalties.payments import actions, queries
from ideas.royalties.payments.forms import SentForm
from ideas.royalties.settlements.models import Statement
from ideas.web.answer import answer, see
from ideas.web.forms import numbered, typed
from ideas.web.guard import found, guarded

blueprint = Blueprint("payments", __name__)


@blueprint.get("/desk/royalties/payments")
@guarded(Permission.PAYMENT_PROPOSE)
def show() -> Any:
    """What is due, what waits for a second person, what was sent."""
    return _page()


def _page(beside: int = 0, form: SentForm | None = None) -> Any:
    return answer(
        "royalties/payments.html",
        status=form.status if form else 200,
        beside=beside,
        form=form,
        statements=queries.statements_due(),
        advances=queries.advances_due(),
        waiting=queries.payments_waiting(),
        sent=queries.payments_sent(),
    )


@blueprint.post("/desk/royalties/payments")
@guarded(Permission.PAYMENT_PROPOSE)
def propose() -> Any:
    """Prepare the payment of a statement or of an advance."""
    statement, by = numbered(typed("statement")), current_user.person
    if statement:
        actions.propose_royalty(found(session().get(Statement, statement)), by=by)
    else:
        share = numbered(typed("share")) or 0
        actions.propose_advance(found(session().get(Share, share)), by=by)
    flash(_("The payment is prepared. Somebody else marks it as sent."), "good")
    return see(url_for(".show"))


@blueprint.post("/desk/royalties/payments/<int:payment_id>/confirmation")
@guarded(Permission.PAYMENT_CONFIRM)
def confirm(payment_id: int) -> Any:
    """Mark somebody else's payment as sent."""
    payment, form = found(queries.payment_by_id(payment_id)), SentForm()
    if not form.was_sent():
        return _page(payment_id, form)
    actions.confirm(payment, by=current_user.person, reference=form.reference.data or "")
    flash(_("The payment is marked as sent."), "good")
    return see(url_for(".show"))
