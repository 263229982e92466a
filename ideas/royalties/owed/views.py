"""The desk's reports: ageing, the ring-fence, what was withheld in a year."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.policy import Permission
from ideas.royalties.owed import queries, withheld
from ideas.royalties.owed.actions import set_apart
from ideas.royalties.owed.forms import ApartForm
from ideas.royalties.owed.rules import totals
from ideas.text import harmless
from ideas.web.answer import answer, see
from ideas.web.forms import numbered, typed
from ideas.web.guard import found, guarded

blueprint = Blueprint("owed", __name__)
YEARS = (2000, 2199)
AMOUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
AGEING = ("payee", "currency", "days_0_30", "days_31_60", "days_61_90", "days_over_90", "total")


@blueprint.get("/desk/royalties/owed")
@guarded(Permission.PAYMENT_PROPOSE)
def show() -> Any:
    """What is owed, how old it is, and what lies apart for it."""
    return _page(ApartForm(formdata=None, data={"counted_on": clock.today()}))


def _page(form: ApartForm) -> Any:
    lines, years = queries.ageing(), withheld.withheld_in(clock.today().year)
    return answer(
        "royalties/owed.html",
        status=form.status,
        form=form,
        lines=lines,
        totals=totals((currency, bands) for _person, currency, bands in lines),
        fences=queries.ring_fence(),
        entered=queries.last_entered(),
        year=clock.today().year,
        years=years,
        years_totals=totals((each.currency, (each.withheld, each.payable)) for each in years),
    )


@blueprint.post("/desk/royalties/owed")
@guarded(Permission.PAYMENT_PROPOSE)
def enter() -> Any:
    """Enter what lies apart in a currency."""
    form = ApartForm()
    if not form.was_sent():
        return _page(form)
    set_apart(form.money(), form.counted_on.data, by=current_user.person)  # type: ignore[arg-type]
    flash(_("The figure is kept."), "good")
    return see(url_for(".show"))


@blueprint.get("/desk/royalties/ageing.csv")
@guarded(Permission.PAYMENT_PROPOSE)
def ageing() -> Response:
    """What is payable by payee, currency and age, as CSV."""
    return _csv(f"ageing-{clock.today()}", AGEING, queries.ageing_table(queries.ageing()))


@blueprint.post("/desk/royalties/withheld")
@guarded(Permission.PAYEE_KEEP)
def withheld_year() -> Response:
    """A year by payee, with tax numbers, as CSV; that it was taken is noted."""
    year = numbered(typed("year")) or 0
    found(year if YEARS[0] <= year <= YEARS[1] else None)
    table = withheld.take_table(year, by=current_user.person)
    response = _csv(f"withheld-{year}", withheld.HEADINGS, table)
    response.headers["Cache-Control"] = "no-store"
    return response


def _csv(name: str, headings: Sequence[str], table: Iterable[Sequence[str]]) -> Response:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(headings)
    for cells in table:
        rows.writerow([cell if _is_amount(cell) else harmless(cell) for cell in cells])
    response = Response(out.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _is_amount(cell: str) -> bool:
    return AMOUNT.fullmatch(cell) is not None
