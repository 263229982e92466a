"""The desk's pages for importing sales."""

import contextlib
import csv
import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.db import let_go
from ideas.policy import Permission
from ideas.refusals import Refused, refuse
from ideas.royalties.periods.queries import periods
from ideas.royalties.sales.conflicts import actions as deciding
from ideas.royalties.sales.conflicts.models import SaleConflict
from ideas.royalties.sales.conflicts.queries import (
    conflict_by_id,
    conflicts,
    conflicts_of,
    decisions_on,
)
from ideas.royalties.sales.forms import TAKE, DecisionForm, LayoutForm, SalesForm
from ideas.royalties.sales.imports import actions, queries
from ideas.royalties.sales.imports.files import forget_file, opened
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.receiving import Received, receive
from ideas.royalties.sales.imports.rules import AT_WORK, MAY_BE_READ, MOST_PROBLEMS
from ideas.royalties.sales.imports.rules import refusal_to_read as too_late_to_read
from ideas.royalties.sales.reading.layout import Layout, left_out, refusal_to_read
from ideas.royalties.sales.reading.records import Sample, sample_of
from ideas.royalties.sales.showing import ReadRow, doubt_of, problems_told, rows_as_read
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials
from ideas.text import harmless
from ideas.web.answer import answer, see
from ideas.web.guard import can, found, guarded

blueprint = Blueprint("sales", __name__)
ONE = "/desk/royalties/sales/<int:import_id>"
MEGABYTE, PREVIEW, SEEN = 1_000_000, 10, 200


@blueprint.url_value_preprocessor
def make_room(endpoint: str | None, values: Any) -> None:
    """A large file may come from finance."""
    if endpoint == "royalties.sales.take_in" and can(Permission.SALES_IMPORT):
        request.max_content_length = (dials(Royalties).most_upload_mb + 1) * MEGABYTE


@blueprint.get("/desk/royalties/sales")
@guarded(Permission.SALES_IMPORT)
def imports() -> Any:
    """Past imports, conflicts that wait, and the form for a file."""
    return _list(SalesForm(formdata=None))


@blueprint.post("/desk/royalties/sales")
@guarded(Permission.SALES_IMPORT)
def take_in() -> Any:
    """Take a file in; nothing is posted by it."""
    form = SalesForm()
    received = _received(form)
    if received is None:
        return _list(form, 422)
    source = form.said("source").strip()
    kept, is_new = actions.upload(received, source, by=current_user.person)
    if not is_new:
        forget_file(received.mark)
        flash(_("This file was sent before. Here it is; nothing was changed."), "info")
    return see(url_for(".show", import_id=kept.id))


def _received(form: SalesForm) -> Received | None:
    if form.was_sent():
        most, sent = dials(Royalties).most_upload_mb * MEGABYTE, form.file.data
        let_go()
        with form.refusals_beside(sales_file="file"), contextlib.closing(sent):
            return receive(sent.stream, sent.filename or "", most=most)
    return None


@blueprint.get(ONE)
@guarded(Permission.SALES_IMPORT)
def show(import_id: int) -> Any:
    """An import: what it is made of, and what can be done with it now."""
    return _page(found(queries.import_by_id(import_id)))


@blueprint.post(f"{ONE}/layout")
@guarded(Permission.SALES_IMPORT)
def read(import_id: int) -> Any:
    """Keep how the file is written; have it checked unless only the preview is wanted."""
    kept = found(queries.import_by_id(import_id))
    refuse(too_late_to_read(kept.state))
    form = _layout_form(kept, kept.read_by)
    if form is not None and form.was_sent():
        layout = form.layout()
        beside = next(iter(left_out(layout)), "source")
        with form.refusals_beside(sales_map=f"column_{beside}"):
            _read(kept, layout)
            return see(url_for(".show", import_id=import_id))
    return _page(kept, 422, form=form)


def _read(kept: SalesImport, layout: Layout) -> None:
    sample = _sample(kept, layout)
    if "again" in request.form or sample is None:
        actions.look_again(kept, layout, by=current_user.person)
        return
    refuse(refusal_to_read(layout, sample.heading))
    actions.check(kept, layout, by=current_user.person)


@blueprint.post(f"{ONE}/posting")
@guarded(Permission.SALES_IMPORT)
def post(import_id: int) -> Any:
    """Post what was checked, or propose it when it is large."""
    kept, good_rows = found(queries.import_by_id(import_id)), request.form.get("rows") == "good"
    actions.post_import(kept, by=current_user.person, good_rows=good_rows)
    return see(url_for(".show", import_id=import_id))


@blueprint.post(f"{ONE}/cancellation")
@guarded(Permission.SALES_IMPORT)
def cancel(import_id: int) -> Any:
    """Leave an import."""
    actions.cancel(found(queries.import_by_id(import_id)), by=current_user.person)
    flash(_("The import is cancelled. Nothing of it was posted."), "good")
    return see(url_for(".imports"))


@blueprint.get(f"{ONE}/errors.csv")
@guarded(Permission.SALES_IMPORT)
def errors(import_id: int) -> Response:
    """The rows that cannot be read, with the reasons."""
    found(queries.import_by_id(import_id))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([_("Row"), _("Field"), _("Why"), _("Value")])
    for each in problems_told(queries.problems_of(import_id, limit=MOST_PROBLEMS)):
        rows.writerow([each["row"], each["field"], each["why"], harmless(each["value"])])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    name = f"errors-{import_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/desk/royalties/sales/conflicts/<int:conflict_id>")
@guarded(Permission.SALES_IMPORT)
def conflict(conflict_id: int) -> Any:
    """What was sent beside what stands, and the decision on it."""
    return _conflict(found(conflict_by_id(conflict_id)), DecisionForm(formdata=None))


@blueprint.post("/desk/royalties/sales/conflicts/<int:conflict_id>")
@guarded(Permission.SALES_IMPORT)
def decide(conflict_id: int) -> Any:
    """Decide a conflict."""
    kept, form = found(conflict_by_id(conflict_id)), DecisionForm()
    if not form.was_sent():
        return _conflict(kept, form, 422)
    is_taken, reason = form.choice.data == TAKE, form.said("reason")
    decided = deciding.decide(kept, take=is_taken, reason=reason, by=current_user.person)
    if decided.import_id is not None:
        return see(url_for(".show", import_id=decided.import_id))
    flash(_("What was sent is ignored."), "good")
    return see(url_for(".imports"))


def _conflict(kept: SaleConflict, form: DecisionForm, status: int = 200) -> Any:
    decided = decisions_on([kept.id]).get(kept.id)
    page = "royalties/sales/conflict.html"
    return answer(page, status=status, conflict=kept, form=form, decided=decided)


def _list(form: SalesForm, status: int = 200) -> Any:
    return answer(
        "royalties/sales/imports.html",
        status=status,
        form=form,
        sources=queries.sources(),
        imports=queries.imports(),
        conflicts=conflicts(),
        most=dials(Royalties).most_upload_mb,
    )


def _layout_form(kept: SalesImport, layout: Layout) -> LayoutForm | None:
    sample = _sample(kept, layout) if kept.state in MAY_BE_READ else None
    return LayoutForm.of(layout, sample.heading) if sample is not None else None


def _sample(kept: SalesImport, layout: Layout, most: int = PREVIEW) -> Sample | None:
    """The beginning of its file by a layout; None when that makes no table of it."""
    try:
        with opened(kept.mark) as file:
            return sample_of(file, layout, most=most)
    except (Refused, FileNotFoundError):
        return None


def _as_read(layout: Layout, sample: Sample) -> Sequence[ReadRow]:
    return rows_as_read(layout, sample, {period.code for period in periods()})


def _page(kept: SalesImport, status: int = 200, form: LayoutForm | None = None) -> Any:
    may_read = kept.state in MAY_BE_READ
    sample = _sample(kept, kept.read_by) if may_read else None
    as_read = _as_read(kept.read_by, sample) if sample else ()
    many = _sample(kept, kept.read_by, SEEN) if as_read else None
    listed = conflicts_of(kept.id)
    return answer(
        "royalties/sales/import.html",
        part="royalties/sales/_progress.html",
        status=status,
        kept=kept,
        form=form or (_layout_form(kept, kept.read_by) if may_read else None),
        sample=sample,
        as_read=as_read,
        doubt=doubt_of(kept.read_by, many) if many else None,
        progress=queries.progress_of(kept.id),
        is_at_work=kept.state in AT_WORK,
        last_row=queries.last_row(kept.id) if kept.state in AT_WORK else 0,
        problems=problems_told(queries.problems_of(kept.id)),
        skus=queries.unknown_skus(kept.id),
        staged_conflicts=queries.conflicts_staged_of(kept.id),
        conflicts=listed,
        decisions=decisions_on(each.id for each in listed),
        own=kept.prepared_by_id == current_user.id,
    )
