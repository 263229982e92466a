"""The desk's page of payments: what is due, the batches under way, what was sent."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas.accounts.models import Person
from ideas.policy import Permission
from ideas.royalties.payees.queries import payee_by_id
from ideas.royalties.payments import actions, batches, holding, queries
from ideas.royalties.payments.dues import due_rows
from ideas.royalties.payments.forms import WhyForm
from ideas.royalties.payments.rules import BatchState, block_of
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("payments", __name__)
blueprint.register_blueprint(batches.blueprint)
UNDER_WAY = (BatchState.PREPARED, BatchState.APPROVED, BatchState.EXPORTED)


@blueprint.get("/desk/royalties/payments")
@guarded(Permission.PAYMENT_PROPOSE)
def show() -> Any:
    """What is due and what keeps it, what waits for a second person or the bank, what was sent."""
    rows = [(row, block_of(row.due, by=current_user.id)) for row in due_rows()]
    return answer(
        "royalties/payments.html",
        rows=rows,
        payable=sum(block is None for _row, block in rows),
        under_way=queries.batches_in(*UNDER_WAY),
        over=queries.batches_in(BatchState.DONE, BatchState.CANCELLED, limit=50),
    )


@blueprint.post("/desk/royalties/payments")
@guarded(Permission.PAYMENT_PROPOSE)
def prepare() -> Any:
    """Prepare what was ticked, a batch for each currency and way."""
    made = actions.prepare(by=current_user.person, only=request.form.getlist("due"))
    said = ngettext("%(num)s batch is prepared.", "%(num)s batches are prepared.", len(made))
    flash(f"{said} {_('Somebody else approves it.')}", "good")
    return see(
        url_for(".batches.show", batch_id=made[0].id) if len(made) == 1 else url_for(".show")
    )


@blueprint.post("/desk/royalties/payees/<int:person_id>/hold")
@guarded(Permission.PAYMENT_CONFIRM)
def hold(person_id: int) -> Any:
    """Pay nothing to somebody until it is lifted."""
    person, form = _payee(person_id), WhyForm()
    if form.was_sent():
        holding.hold(person, by=current_user.person, reason=form.said("reason"))
        flash(_("Nothing is paid to them until you lift this."), "good")
    else:
        flash(_("Say why nothing is to be paid."), "bad")
    return see(url_for("royalties.payees.show", person_id=person_id))


@blueprint.delete("/desk/royalties/payees/<int:person_id>/hold")
@guarded(Permission.PAYMENT_CONFIRM)
def lift(person_id: int) -> Any:
    """Let somebody be paid again."""
    holding.lift(_payee(person_id), by=current_user.person)
    flash(_("They are paid again."), "good")
    return see(url_for("royalties.payees.show", person_id=person_id))


def _payee(person_id: int) -> Person:
    return found(payee_by_id(person_id))
