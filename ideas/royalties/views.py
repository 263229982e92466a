"""The desk's way into royalties: the periods, what waits, and the trial balance."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.auditing import views as auditing
from ideas.royalties.auditing.queries import requests_waiting
from ideas.royalties.bank import desk as payees
from ideas.royalties.bank import views as bank
from ideas.royalties.books import views as books
from ideas.royalties.closing import views as closing
from ideas.royalties.disputes import views as disputes
from ideas.royalties.disputes.queries import disputes_waiting
from ideas.royalties.owed import views as owed
from ideas.royalties.payments import views as payments
from ideas.royalties.payments.queries import advances_due, payments_waiting, statements_due
from ideas.royalties.periods import actions
from ideas.royalties.periods.forms import PeriodForm
from ideas.royalties.periods.queries import periods
from ideas.royalties.quotes import views as quotes
from ideas.royalties.sales import views as sales
from ideas.royalties.sales.conflicts.queries import conflicts
from ideas.royalties.settlements import views as adjustments
from ideas.royalties.statements import views as statements
from ideas.web.answer import answer, see
from ideas.web.guard import guarded

blueprint = Blueprint("royalties", __name__)
FINANCE = (
    adjustments,
    auditing,
    bank,
    books,
    closing,
    disputes,
    owed,
    payees,
    payments,
    quotes,
    sales,
    statements,
)
for part in FINANCE:
    blueprint.register_blueprint(part.blueprint)


@blueprint.get("/desk/royalties")
@guarded(Permission.PERIOD_CLOSE)
def home() -> Any:
    """Periods, and what waits for somebody."""
    return _page(PeriodForm(formdata=None))


@blueprint.post("/desk/royalties/periods")
@guarded(Permission.PERIOD_CLOSE)
def open_period() -> Any:
    """Open a period."""
    form = PeriodForm()
    if not form.was_sent():
        return _page(form, 422)
    actions.open_period(str(form.code.data), *form.days(), by=current_user.person)
    flash(_("The period is open."), "good")
    return see(url_for(".home"))


def _page(form: PeriodForm, status: int = 200) -> Any:
    return answer(
        "royalties/home.html",
        status=status,
        form=form,
        periods=periods(),
        due=len(statements_due()) + len(advances_due()),
        waiting=len(payments_waiting()),
        conflicts=len(conflicts()),
        disputes=len(disputes_waiting()),
        audits=len(requests_waiting()),
    )
