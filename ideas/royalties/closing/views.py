"""The desk's page of a period: rates, adjustments, outlook and close."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.closing.actions import confirm_close, propose_close
from ideas.royalties.closing.showing import looked_at
from ideas.royalties.closing.wishes import actions as wishes
from ideas.royalties.closing.wishes.queries import is_large
from ideas.royalties.periods import actions
from ideas.royalties.periods.forms import RateForm, ReopeningForm
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import period_by_id, proposals_of, rates_typed
from ideas.royalties.settlements.actions import Correction
from ideas.royalties.settlements.actions import adjust as adjust_agreement
from ideas.royalties.settlements.forms import AdjustmentForm
from ideas.royalties.settlements.queries import agreements_for
from ideas.royalties.statements.queries import adjustments_in, statements_in
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("periods", __name__)


@blueprint.get("/desk/royalties/periods/<int:period_id>")
@guarded(Permission.PERIOD_CLOSE)
def show(period_id: int) -> Any:
    """What the period comes to, or came to."""
    return _page(found(period_by_id(period_id)))


@blueprint.post("/desk/royalties/periods/<int:period_id>/rates")
@guarded(Permission.SALES_IMPORT)
def rate(period_id: int) -> Any:
    """Type an exchange rate."""
    period, form = found(period_by_id(period_id)), RateForm()
    if not form.was_sent():
        return _page(period, 422, rate_form=form)
    actions.type_rate(
        period,
        form.pair(),
        form.rate.data,
        source=str(form.source.data),
        quoted_on=form.quoted_on.data,  # type: ignore[arg-type]
        by=current_user.person,
    )
    flash(_("The rate is kept."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/adjustments")
@guarded(Permission.PERIOD_CLOSE)
def adjust(period_id: int) -> Any:
    """Adjust an agreement, with a reason."""
    period, form = found(period_by_id(period_id)), AdjustmentForm(agreements_for(set()))
    amount = form.minor() if form.was_sent() else None
    if amount is None:
        return _page(period, 422, adjustment_form=form)
    correction = Correction(amount, str(form.reason.data), str(form.nonce.data))
    adjust_agreement(form.chosen(), period, correction, by=current_user.person)
    flash(_("The adjustment is kept."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/soft-close")
@guarded(Permission.PERIOD_CLOSE)
def soft_close(period_id: int) -> Any:
    """Let no more sales in."""
    actions.soft_close(found(period_by_id(period_id)), by=current_user.person)
    flash(_("The period takes no more sales. You can correct it until it is closed."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/reopening")
@guarded(Permission.PERIOD_CLOSE)
def propose_reopening(period_id: int) -> Any:
    """Propose that it takes sales again."""
    period, form = found(period_by_id(period_id)), ReopeningForm()
    if not form.was_sent():
        return _page(period, 422, reopening_form=form)
    actions.propose_reopening(period, by=current_user.person, reason=str(form.reason.data))
    flash(_("A second person can now open the period again."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/reopening/confirmation")
@guarded(Permission.PERIOD_CLOSE)
def reopen(period_id: int) -> Any:
    """Open it again, as somebody else proposed."""
    actions.reopen(found(period_by_id(period_id)), by=current_user.person)
    flash(_("The period takes sales again."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/close")
@guarded(Permission.PERIOD_CLOSE)
def close(period_id: int) -> Any:
    """Propose to close the period with these figures; of many sales those that are calculated."""
    period, seen = found(period_by_id(period_id)), str(request.form.get("digest", ""))
    if is_large(period.id):
        wishes.propose_calculated(period, by=current_user.person, seen=seen)
    else:
        propose_close(period, by=current_user.person)
    flash(_("A second person can now close the period with these figures."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/close/confirmation")
@guarded(Permission.PERIOD_CLOSE)
def confirm(period_id: int) -> Any:
    """Close the period with the figures somebody else proposed, and make its statements."""
    period, seen = found(period_by_id(period_id)), str(request.form.get("digest", ""))
    if is_large(period.id):
        wishes.ask_close(period, by=current_user.person, seen=seen)
    else:
        confirm_close(period, by=current_user.person, seen=seen)
        flash(_("The period is closed and its statements are ready."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.post("/desk/royalties/periods/<int:period_id>/figures")
@guarded(Permission.PERIOD_CLOSE)
def calculate(period_id: int) -> Any:
    """Have the figures of many sales calculated."""
    wishes.ask_figures(found(period_by_id(period_id)), by=current_user.person)
    return see(url_for(".show", period_id=period_id))


@blueprint.delete("/desk/royalties/periods/<int:period_id>/figures")
@guarded(Permission.PERIOD_CLOSE)
def stop(period_id: int) -> Any:
    """Stop what the worker was asked for."""
    wishes.stop(found(period_by_id(period_id)), by=current_user.person)
    flash(_("It is stopped. Nothing was closed."), "good")
    return see(url_for(".show", period_id=period_id))


@blueprint.delete("/desk/royalties/periods/<int:period_id>/proposal")
@guarded(Permission.PERIOD_CLOSE)
def take_back(period_id: int) -> Any:
    """Take back what waits for a second person."""
    actions.take_back_proposal(found(period_by_id(period_id)), by=current_user.person)
    flash(_("The proposal is taken back."), "good")
    return see(url_for(".show", period_id=period_id))


def _page(period: Period, status: int = 200, **forms: Any) -> Any:
    approved, rates = proposals_of(period.id), rates_typed(period.id)
    if period.is_closed:
        return answer(
            "royalties/closed_period.html",
            part="royalties/_working.html",
            status=status,
            period=period,
            closing=None,
            rates=rates,
            approved=approved,
            adjustments=adjustments_in(period.id),
            statements=statements_in(period.id),
        )
    forms.setdefault("rate_form", RateForm(formdata=None))
    forms.setdefault("adjustment_form", AdjustmentForm(agreements_for(set()), formdata=None))
    forms.setdefault("reopening_form", ReopeningForm(formdata=None))
    outlook, closing = looked_at(period, by=current_user.person)
    return answer(
        "royalties/period.html",
        part="royalties/_working.html",
        status=status,
        period=period,
        rates=rates,
        adjustments=adjustments_in(period.id),
        outlook=outlook,
        closing=closing,
        **forms,
    )
