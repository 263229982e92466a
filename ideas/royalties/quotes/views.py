"""The desk's pages for a file of exchange rates: send it, look, keep it."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ideas import clock
from ideas.policy import Permission
from ideas.royalties.periods.models import Period
from ideas.royalties.periods.queries import period_by_id
from ideas.royalties.quotes.actions import keep
from ideas.royalties.quotes.forms import KeepForm, QuotesForm, row_of
from ideas.royalties.quotes.queries import holding
from ideas.royalties.quotes.rules import Reading
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("quotes", __name__)
FILE = "/desk/royalties/periods/<int:period_id>/rates/file"


@blueprint.get(FILE)
@guarded(Permission.SALES_IMPORT)
def show(period_id: int) -> Any:
    """The form for a file."""
    return _page(found(period_by_id(period_id)), QuotesForm(formdata=None))


@blueprint.post(FILE)
@guarded(Permission.SALES_IMPORT)
def look(period_id: int) -> Any:
    """What a file says and would change; nothing is kept by it."""
    period, form = found(period_by_id(period_id)), QuotesForm()
    if form.was_sent():
        with form.refusals_beside(quotes="file"):
            reading = form.reading(clock.today())
            status = 422 if reading.problems else 200
            return _page(period, form, status, reading)
    return _page(period, form, 422)


@blueprint.post(f"{FILE}/confirmation")
@guarded(Permission.SALES_IMPORT)
def confirm(period_id: int) -> Any:
    """Keep what was shown."""
    period, form = found(period_by_id(period_id)), KeepForm()
    if not form.was_sent():
        return _page(period, QuotesForm(formdata=None), 422)
    reading, into = form.reading(clock.today()), str(form.into.data)
    count = keep(period, reading, into=into, by=current_user.person)
    said = ngettext("%(num)s rate is new and kept.", "%(num)s rates are new and kept.", count)
    flash(said if count else _("All of these rates hold already. Nothing was changed."), "good")
    return see(url_for("royalties.periods.show", period_id=period_id))


def _page(
    period: Period, form: QuotesForm, status: int = 200, reading: Reading | None = None
) -> Any:
    into = str(form.into.data or "")
    return answer(
        "royalties/quotes/file.html",
        status=status,
        period=period,
        form=form,
        into=into,
        reading=reading,
        rows=[(quote, row_of(line, quote)) for line, quote in reading.quotes] if reading else [],
        held=holding(period.id, into) if reading else {},
    )
