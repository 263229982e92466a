"""The desk's page of a period: rates, adjustments, outlook and close."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.policy import Permission
from ideas.royalties.closing.actions import close_period
from ideas.royalties.closing.queries import outlook_of
from ideas.royalties.periods import actions
from ideas.royalties.periods.forms import RateForm
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import period_by_id, rates_typed
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


@blueprint.post("/desk/royalties/periods/<int:period_id>/close")
@guarded(Permission.PERIOD_CLOSE)
def close(period_id: int) -> Any:
    """Close the period and make its statements."""
    close_period(found(period_by_id(period_id)), by=current_user.person)
    flash(_("The period is closed and its statements are ready."), "good")
    return see(url_for(".show", period_id=period_id))


def _page(period: Period, status: int = 200, **forms: Any) -> Any:
    if not period.is_open:
        statements = statements_in(period.id)
        return answer(
            "royalties/closed_period.html",
            status=status,
            period=period,
            rates=rates_typed(period.id),
            statements=statements,
        )
    forms.setdefault("rate_form", RateForm(formdata=None))
    forms.setdefault("adjustment_form", AdjustmentForm(agreements_for(set()), formdata=None))
    return answer(
        "royalties/period.html",
        status=status,
        period=period,
        rates=rates_typed(period.id),
        adjustments=adjustments_in(period.id),
        outlook=outlook_of(period),
        is_over=clock.today() > period.ends_on,
        **forms,
    )
