"""Disputes, for the payee who opens one and for finance, which answers."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.policy import Permission
from ideas.royalties.disputes import actions, queries
from ideas.royalties.disputes.forms import AgainForm, AnswerForm, DisputeForm
from ideas.royalties.disputes.models import Dispute
from ideas.royalties.disputes.rules import urgency
from ideas.royalties.payments.queries import payment_on_its_way
from ideas.royalties.settlements.models import Statement
from ideas.web.answer import answer, see
from ideas.web.forms import numbered
from ideas.web.guard import found, guarded

blueprint = Blueprint("disputes", __name__)


@blueprint.get("/workshop/statements/<int:statement_id>/dispute")
@guarded(Permission.DISPUTE_OPEN)
def mine(statement_id: int) -> Any:
    """Say what is wrong, or read what was answered."""
    form = DisputeForm(formdata=None, line=request.args.get("line", ""))
    return _mine(_statement(statement_id), form=form)


@blueprint.post("/workshop/statements/<int:statement_id>/dispute")
@guarded(Permission.DISPUTE_OPEN)
def open_dispute(statement_id: int) -> Any:
    """Open a dispute."""
    statement, form = _statement(statement_id), DisputeForm()
    if not form.was_sent():
        return _mine(statement, 422, form=form)
    line = queries.line_in(statement, numbered(form.said("line")))
    dispute = actions.open_dispute(statement, form.complaint(line), by=current_user.person)
    flash(_("We have your dispute. An answer is promised by the day below."), "good")
    return see(url_for(".mine", statement_id=dispute.statement_id))


@blueprint.post("/workshop/statements/<int:statement_id>/dispute/second-look")
@guarded(Permission.DISPUTE_OPEN)
def ask_again(statement_id: int) -> Any:
    """Ask somebody else in finance to look again."""
    statement, form = _statement(statement_id), AgainForm()
    if not form.was_sent():
        return _mine(statement, 422, again=form)
    actions.ask_again(statement, form.said("words"), by=current_user.person)
    flash(_("Somebody else in finance looks again."), "good")
    return see(url_for(".mine", statement_id=statement.id))


@blueprint.get("/desk/royalties/disputes")
@guarded(Permission.DISPUTE_ANSWER)
def queue() -> Any:
    """Disputes that wait for an answer, and the last that got one."""
    waiting = queries.disputes_waiting()
    return answer(
        "royalties/disputes/queue.html",
        waiting=waiting,
        ages={each.id: urgency(each.due_on, clock.today()) for each in waiting},
        answered=queries.disputes_answered(),
    )


@blueprint.get("/desk/royalties/disputes/<int:dispute_id>")
@guarded(Permission.DISPUTE_ANSWER)
def one(dispute_id: int) -> Any:
    """One dispute, to answer."""
    return _one(_dispute(dispute_id), AnswerForm(formdata=None))


@blueprint.post("/desk/royalties/disputes/<int:dispute_id>/answer")
@guarded(Permission.DISPUTE_ANSWER)
def answer_dispute(dispute_id: int) -> Any:
    """Answer it."""
    dispute, form = _dispute(dispute_id), AnswerForm()
    currency = dispute.statement.settlement.currency
    verdict = form.verdict(currency) if form.was_sent() else None
    if verdict is None:
        return _one(dispute, form, 422)
    with form.refusals_beside():
        actions.answer_dispute(dispute, verdict, by=current_user.person)
    if form.errors:
        return _one(_dispute(dispute_id), form, 422)
    flash(_("The dispute is answered, and its payee is told."), "good")
    return see(url_for(".queue"))


def _statement(statement_id: int) -> Statement:
    return found(queries.statement_of(current_user, statement_id))


def _dispute(dispute_id: int) -> Dispute:
    return found(queries.dispute_by_id(dispute_id))


def _mine(statement: Statement, status: int = 200, *, form: Any = None, again: Any = None) -> Any:
    form, looks = form or DisputeForm(formdata=None), queries.looks_at(statement.id)
    return answer(
        "royalties/disputes/mine.html",
        status=status,
        statement=statement,
        looks=looks,
        form=form,
        line=queries.line_in(statement, numbered(form.said("line"))),
        again=again or AgainForm(formdata=None),
        paid=payment_on_its_way(statement.id),
        again_until=actions.last_day_to_ask_again(looks[0]) if looks else None,
        today=clock.today(),
    )


def _one(dispute: Dispute, form: AnswerForm, status: int = 200) -> Any:
    return answer(
        "royalties/disputes/one.html",
        status=status,
        dispute=dispute,
        looks=queries.looks_at(dispute.statement_id),
        age=urgency(dispute.due_on, clock.today()),
        form=form,
    )
