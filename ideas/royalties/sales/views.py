"""The desk's pages for importing sales."""

import hashlib
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.sales import actions, queries
from ideas.royalties.sales.forms import SalesForm, UnreadableFile, sheet_of
from ideas.royalties.sales.rules import COLUMNS, Sheet
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("sales", __name__)


@blueprint.get("/desk/royalties/sales")
@guarded(Permission.SALES_IMPORT)
def imports() -> Any:
    """Past imports, conflicts that wait, and the form for a file."""
    return _page(SalesForm(formdata=None))


@blueprint.post("/desk/royalties/sales")
@guarded(Permission.SALES_IMPORT)
def take_in() -> Any:
    """Import a file of sales."""
    form = SalesForm()
    sheet, sha256 = _read(form) if form.was_sent() else (None, "")
    if sheet is None:
        return _page(form, 422)
    name = form.file.data.filename or ""
    kept = actions.import_sales(sheet, by=current_user.person, file_name=name, sha256=sha256)
    if not kept.added and not kept.bad and not kept.conflicting:
        flash(_("Every sale in this file was known already. Nothing changed."), "info")
    return see(url_for(".show", import_id=kept.id))


def _read(form: SalesForm) -> tuple[Sheet | None, str]:
    content = form.file.data.read()
    try:
        return sheet_of(content), hashlib.sha256(content).hexdigest()
    except UnreadableFile as error:
        form.say("file", error.args[0])
        return None, ""


@blueprint.get("/desk/royalties/sales/<int:import_id>")
@guarded(Permission.SALES_IMPORT)
def show(import_id: int) -> Any:
    """What became of a file's rows."""
    kept = found(queries.import_by_id(import_id))
    conflicts = queries.conflicts_of(import_id)
    return answer("royalties/import.html", kept=kept, conflicts=conflicts)


def _page(form: SalesForm, status: int = 200) -> Any:
    return answer(
        "royalties/imports.html",
        status=status,
        form=form,
        columns=COLUMNS,
        imports=queries.imports(),
        conflicts=queries.conflicts(),
    )
