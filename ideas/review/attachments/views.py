"""Files beside a case: put there, taken away, erased."""

import io
from contextlib import closing

from flask import Response, flash, send_file
from flask_babel import gettext as _
from flask_login import current_user

from ideas.policy import Permission
from ideas.review.attachments import actions
from ideas.review.attachments.forms import AttachmentForm
from ideas.review.attachments.keeping import forget, keep
from ideas.review.attachments.models import Attachment
from ideas.review.attachments.queries import attachment_at
from ideas.review.attachments.rules import MOST_BYTES
from ideas.review.blueprint import address_of, blueprint, case_at
from ideas.review.cases.page import case_page
from ideas.review.conflicts.queries import barred_from
from ideas.review.models import Case
from ideas.storage.private import private_store
from ideas.web.answer import see
from ideas.web.guard import found, guarded

ALL = "/desk/rounds/<slug>/cases/<idea>/attachments"


@blueprint.post(ALL)
@guarded(Permission.CASE_SCORE)
def attach(slug: str, idea: str) -> Response:
    """Put a file beside a case."""
    case, form = case_at(slug, idea), AttachmentForm()
    if form.was_sent():
        with form.refusals_beside():
            _attach(case, form)
            flash(_("The file is kept. Only reviewers can take it away."), "good")
            return see(address_of(case, part="files"))
    return case_page(case_at(slug, idea), 422, upload=form)


def _attach(case: Case, form: AttachmentForm) -> None:
    sent = form.attachment.data
    with closing(sent):
        file = keep(sent.filename or "", sent.stream.read(MOST_BYTES + 1))
    try:
        actions.attach(case, file, by=current_user.person)
    except BaseException:
        forget(file)
        raise


@blueprint.get(f"{ALL}/<mark>")
@guarded(Permission.CASE_SCORE)
def attachment(slug: str, idea: str, mark: str) -> Response:
    """Take a file away; the browser never shows it."""
    kept = _attachment(case_at(slug, idea), mark)
    with found(private_store().open(kept.file)) as file:
        content = io.BytesIO(file.read())
    response = send_file(
        content,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=kept.name,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete(f"{ALL}/<mark>")
@guarded(Permission.CASE_SCORE)
def detach(slug: str, idea: str, mark: str) -> Response:
    """Erase a file."""
    case = case_at(slug, idea)
    actions.remove_attachment(case, _attachment(case, mark), by=current_user.person)
    flash(_("The file is erased."), "good")
    return see(address_of(case, part="files"))


def _attachment(case: Case, mark: str) -> Attachment:
    """A file of this case; for who must not judge the idea there is none."""
    is_barred = bool(barred_from(current_user.id, [case.idea_id]))
    return found(None if is_barred else attachment_at(case.idea_id, mark))
