"""Asking for an audit, for the payee; answering, for finance."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.agreements.models import Share
from ideas.agreements.queries import share_in
from ideas.policy import Permission
from ideas.royalties.auditing import actions, queries, rules
from ideas.royalties.auditing.forms import AuditForm, ReplyForm
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.auditing.rules import Reply
from ideas.royalties.disputes.rules import urgency
from ideas.text import html_of, in_language
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.languages import language
from ideas.web.speak import sentence_of

blueprint = Blueprint("auditing", __name__)
MINE = "/workshop/agreements/<int:agreement_id>/audit"


@blueprint.get(MINE)
@guarded(Permission.DISPUTE_OPEN)
def mine(agreement_id: int) -> Any:
    """Ask to have one's figures checked, or read what was answered."""
    return _mine(_share(agreement_id), AuditForm(formdata=None))


@blueprint.post(MINE)
@guarded(Permission.DISPUTE_OPEN)
def ask(agreement_id: int) -> Any:
    """Ask."""
    share, form = _share(agreement_id), AuditForm()
    if not form.was_sent():
        return _mine(share, form, 422)
    words = form.said("words")
    actions.ask_for_audit(share, form.said("auditor"), words, by=current_user.person)
    flash(_("We have your request. An answer is promised by the day below."), "good")
    return see(url_for(".mine", agreement_id=agreement_id))


@blueprint.post(f"{MINE}/<int:request_id>/books")
@guarded(Permission.DISPUTE_OPEN)
def fetch(agreement_id: int, request_id: int) -> Response:
    """Take the books away that were granted."""
    share, request = _share(agreement_id), _request(request_id)
    found(request if request.share_id == share.id else None)
    packed = found(actions.fetch_books(request, by=current_user.person))
    response = Response(packed, mimetype="application/zip")
    name = f"books-{share.id}-{request.asked_at:%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/desk/royalties/audits")
@guarded(Permission.DISPUTE_ANSWER)
def queue() -> Any:
    """Requests that wait for an answer, and the last that got one."""
    waiting = queries.requests_waiting()
    return answer(
        "royalties/auditing/queue.html",
        waiting=waiting,
        ages={each.id: urgency(each.due_on, clock.today()) for each in waiting},
        answered=queries.requests_answered(),
    )


@blueprint.get("/desk/royalties/audits/<int:request_id>")
@guarded(Permission.DISPUTE_ANSWER)
def one(request_id: int) -> Any:
    """One request, to answer."""
    return _one(_request(request_id), ReplyForm(formdata=None))


@blueprint.post("/desk/royalties/audits/<int:request_id>/answer")
@guarded(Permission.DISPUTE_ANSWER)
def reply(request_id: int) -> Any:
    """Answer it."""
    request, form = _request(request_id), ReplyForm()
    if not form.was_sent():
        return _one(request, form, 422)
    with form.refusals_beside():
        said, words = Reply(form.reply.data), form.said("answer")
        actions.answer_request(request, said, words, by=current_user.person)
    if form.errors:
        return _one(_request(request_id), form, 422)
    flash(_("It is answered, and its payee is told."), "good")
    return see(url_for(".queue"))


def _share(agreement_id: int) -> Share:
    return found(share_in(agreement_id, current_user.id))


def _request(request_id: int) -> AuditRequest:
    return found(queries.request_by_id(request_id))


def _mine(share: Share, form: AuditForm, status: int = 200) -> Any:
    refusal = rules.refusal_for_now(
        has_statements=queries.has_statements(share.id),
        last_granted=queries.last_granted(share.id),
        today=clock.today(),
    )
    return answer(
        "royalties/auditing/mine.html",
        status=status,
        share=share,
        **_clause(share),
        requests=queries.requests_of(share.id),
        not_now=sentence_of(refusal) if refusal else "",
        form=form,
    )


def _one(request: AuditRequest, form: ReplyForm, status: int = 200) -> Any:
    return answer(
        "royalties/auditing/one.html",
        status=status,
        asked=request,
        **_clause(request.share),
        age=urgency(request.due_on, clock.today()),
        form=form,
    )


def _clause(share: Share) -> dict[str, str]:
    clause = in_language(share.agreement.audit, language())
    return {"clause_html": html_of(clause.text), "clause_language": clause.language}
