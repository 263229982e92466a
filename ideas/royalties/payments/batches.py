"""The desk's page of a batch: approved, exported, each payment sent or returned."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas.money import Money
from ideas.policy import Permission
from ideas.royalties.bank.queries import account_in
from ideas.royalties.payments import actions, exporting, queries, rules
from ideas.royalties.payments.forms import SentForm, WhyForm
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.payments.stopping import stops, sum_left_out
from ideas.web.answer import answer, see
from ideas.web.forms import Form
from ideas.web.guard import found, guarded

blueprint = Blueprint("batches", __name__)
TYPES = {"csv": "text/csv", "xml": "application/xml"}


@blueprint.get("/desk/royalties/batches/<int:batch_id>")
@guarded(Permission.PAYMENT_PROPOSE)
def show(batch_id: int) -> Any:
    """A batch and its payments."""
    return _page(_batch(batch_id))


def _batch(batch_id: int) -> Batch:
    return found(queries.batch_by_id(batch_id))


def _page(batch: Batch, form: Form | None = None, beside: int = 0) -> Any:
    payments = queries.payments_in(batch.id)
    masked = {each.id: account_in(each.account).masked for each in payments if each.account}
    payer, left_out = exporting.payer_of_site(), sum_left_out(batch, payments)
    return answer(
        "royalties/batch.html",
        status=form.status if form else 200,
        batch=batch,
        payments=payments,
        masked=masked,
        payer=payer,
        left_out=left_out,
        to_the_bank=Money(batch.total - left_out.amount, batch.currency),
        stopped=stops(payments) if batch.state in rules.BEFORE_THE_BANK else {},
        files={kind: queries.file_of(batch.id, kind) for kind in TYPES},
        form=form,
        beside=beside,
    )


@blueprint.post("/desk/royalties/batches/<int:batch_id>/approval")
@guarded(Permission.PAYMENT_CONFIRM)
def approve(batch_id: int) -> Any:
    """Approve somebody else's batch."""
    actions.approve(_batch(batch_id), by=current_user.person)
    flash(_("The batch is approved."), "good")
    return see(url_for(".show", batch_id=batch_id))


@blueprint.post("/desk/royalties/batches/<int:batch_id>/cancellation")
@guarded(Permission.PAYMENT_PROPOSE)
def cancel(batch_id: int) -> Any:
    """Call a batch off."""
    batch, form = _batch(batch_id), WhyForm()
    if not form.was_sent():
        return _page(batch, form)
    actions.cancel(batch, by=current_user.person, reason=form.said("reason"))
    flash(_("The batch is called off. What was in it is due again."), "good")
    return see(url_for(".show", batch_id=batch_id))


@blueprint.post("/desk/royalties/batches/<int:batch_id>/export")
@guarded(Permission.PAYMENT_CONFIRM)
def export(batch_id: int) -> Any:
    """Make the files for the bank."""
    batch = exporting.export(_batch(batch_id), by=current_user.person)
    count = sum(each.left_out is not None for each in queries.payments_in(batch.id))
    said = ngettext("%(num)s payment was left out.", "%(num)s payments were left out.", count)
    flash(" ".join((_("The files for the bank are ready."), *([said] if count else []))), "good")
    return see(url_for(".show", batch_id=batch_id))


@blueprint.post("/desk/royalties/batches/<int:batch_id>/files/<kind>")
@guarded(Permission.PAYMENT_CONFIRM)
def fetch(batch_id: int, kind: str) -> Response:
    """Take a file away; the same bytes each time."""
    batch = _batch(batch_id)
    text = found(exporting.fetch(batch, kind, by=current_user.person))
    response = Response(text.encode(), mimetype=TYPES[kind])
    name = f"{batch.message_id}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/desk/royalties/batches/<int:batch_id>/confirmation")
@guarded(Permission.PAYMENT_CONFIRM)
def confirm_all(batch_id: int) -> Any:
    """The bank carried out all that waits."""
    batch, form = _batch(batch_id), SentForm()
    if not form.was_sent():
        return _page(batch, form)
    count = actions.confirm_all(batch, by=current_user.person, reference=form.said("reference"))
    flash(_("Marked as sent: %(count)s.", count=count), "good")
    return see(url_for(".show", batch_id=batch_id))


@blueprint.post("/desk/royalties/payments/<int:payment_id>/confirmation")
@guarded(Permission.PAYMENT_CONFIRM)
def confirm(payment_id: int) -> Any:
    """The bank carried a payment out."""
    payment, form = _payment(payment_id), SentForm()
    if not form.was_sent():
        return _page(payment.batch, form, payment.id)
    actions.confirm(payment, by=current_user.person, reference=form.said("reference"))
    flash(_("The payment is marked as sent, and its payee is told."), "good")
    return see(url_for(".show", batch_id=payment.batch_id))


@blueprint.post("/desk/royalties/payments/<int:payment_id>/return")
@guarded(Permission.PAYMENT_CONFIRM)
def give_back(payment_id: int) -> Any:
    """A payment came back, or was not carried out."""
    payment, form = _payment(payment_id), WhyForm()
    if not form.was_sent():
        return _page(payment.batch, form, payment.id)
    actions.give_back(payment, by=current_user.person, reason=form.said("reason"))
    flash(_("The payment is marked as returned. It is due again, and its payee is told."), "good")
    return see(url_for(".show", batch_id=payment.batch_id))


def _payment(payment_id: int) -> Payment:
    return found(queries.payment_by_id(payment_id))
