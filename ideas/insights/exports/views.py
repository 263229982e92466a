"""The desk's page of exports."""

from flask import Response, send_file, url_for
from flask_login import current_user

from ideas.insights.blueprint import blueprint
from ideas.insights.exports.actions import ask_for_export, note_fetching
from ideas.insights.exports.files import opened
from ideas.insights.exports.forms import ExportForm
from ideas.insights.exports.queries import export_to_fetch, exports_of
from ideas.insights.exports.rules import MOST_ROWS, ExportState
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import can, found, guarded
from ideas.web.pace import spend_by_person

SHOWN = 20


@blueprint.get("/desk/exports")
@guarded(Permission.EXPORT_ASK)
def exports() -> Response:
    """Ask for a file, and fetch what is there."""
    return _page(ExportForm(may_audit=can("audit.read")))


def _page(form: ExportForm) -> Response:
    own = exports_of(current_user.id, current_user.opened.id, limit=SHOWN)
    waits = any(each.state is ExportState.WAITING for each in own)
    return answer(
        "insights/exports.html",
        part="insights/_exports.html",
        status=form.status,
        form=form,
        exports=own,
        waits=waits,
        most_rows=MOST_ROWS,
    )


@blueprint.post("/desk/exports")
@guarded(Permission.EXPORT_ASK)
def ask() -> Response:
    """Ask for a file."""
    form = ExportForm(may_audit=can("audit.read"))
    if form.was_sent():
        spend_by_person("desk_export")
        with form.refusals_beside(export="subject"):
            who = current_user
            ask_for_export(form.wanted, by=who.person, session_id=who.opened.id)
            return see(url_for(".exports"))
    return _page(form)


@blueprint.post("/desk/exports/<mark>/copies")
@guarded(Permission.EXPORT_ASK)
def fetch(mark: str) -> Response:
    """Take a file away: only who asked for it, in the session it was asked for in, for an hour."""
    who = current_user
    export = found(export_to_fetch(mark, person_id=who.id, session_id=who.opened.id))
    file = found(opened(export))
    note_fetching(export, by=who.id)
    response = send_file(file, as_attachment=True, download_name=export.name)
    response.content_length = export.size
    response.headers["Cache-Control"] = "no-store"
    return response
