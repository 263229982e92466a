"""Statements, for their payee and for finance."""

from typing import Any

from flask import Blueprint, Response, request
from flask_login import current_user

from ideas import clock
from ideas.policy import Permission
from ideas.refusals import Refusal, refuse
from ideas.royalties.disputes.queries import disputed, looks_at
from ideas.royalties.payments.queries import payment_of, payments_to
from ideas.royalties.settlements.models import Statement
from ideas.royalties.statements import queries
from ideas.royalties.statements.papers import paper_of
from ideas.royalties.statements.pdf import can_draw, pdf_of
from ideas.royalties.statements.table import csv_of
from ideas.royalties.statements.wording import told
from ideas.web.answer import answer
from ideas.web.guard import found, guarded
from ideas.web.languages import language
from ideas.web.paging import id_of, mark_of

blueprint = Blueprint("statements", __name__)


@blueprint.get("/workshop/statements")
@guarded(Permission.STATEMENT_READ)
def mine() -> Any:
    """The reader's statements and payments."""
    statements = queries.statements_of(current_user.id)
    ideas = {
        each.settlement.agreement.idea_id: each.settlement.agreement.idea for each in statements
    }
    return answer(
        "royalties/mine.html",
        statements=statements,
        earning=list(ideas.values()),
        disputed=disputed(each.id for each in statements),
        payments=payments_to(current_user.id),
    )


@blueprint.get("/workshop/statements/<int:statement_id>")
@guarded(Permission.STATEMENT_READ)
def read(statement_id: int) -> Any:
    """A statement with every step of its calculation."""
    return _page("royalties/statement.html", statement_id)


@blueprint.get("/desk/royalties/statements/<int:statement_id>")
@guarded(Permission.PERIOD_CLOSE)
def check(statement_id: int) -> Any:
    """The same on the desk, for finance."""
    return _page("royalties/desk_statement.html", statement_id)


@blueprint.get("/workshop/statements/<int:statement_id>/lines/<int:number>")
@guarded(Permission.STATEMENT_READ)
def lines(statement_id: int, number: int) -> Any:
    """The sales behind a row of a statement: where each was reported, and what it earned."""
    statement = _statement(statement_id)
    groups = paper_of(statement).groups
    group = found(groups[number - 1] if 0 < number <= len(groups) else None)
    after = id_of(request.args.get("after"))
    rows = queries.lines_after(statement.settlement_id, group, after)
    shown = rows[: queries.PAGE]
    return answer(
        "royalties/lines.html",
        statement=statement,
        group=group,
        number=number,
        lines=shown,
        after=mark_of(shown[-1].id) if len(rows) > queries.PAGE else None,
        can_dispute=clock.today() <= statement.settlement.disputable_until_on
        and not looks_at(statement.id),
    )


@blueprint.get("/workshop/statements/<int:statement_id>.csv")
@guarded(Permission.STATEMENT_READ)
def download(statement_id: int) -> Response:
    """A statement as CSV."""
    statement = _statement(statement_id)
    lines = queries.lines_of(statement.settlement_id)
    text = csv_of(paper_of(statement), lines)
    return _file(statement, text.encode(), "csv", "text/csv; charset=utf-8")


@blueprint.get("/workshop/statements/<int:statement_id>.pdf")
@guarded(Permission.STATEMENT_READ)
def pdf(statement_id: int) -> Response:
    """A statement as a tagged PDF in the reader's language."""
    statement = _statement(statement_id)
    refuse(None if can_draw() else Refusal("statement.no_pdf"))
    paper = paper_of(statement)
    drawn = pdf_of(told(paper, language()), paper.version)
    return _file(statement, drawn, "pdf", "application/pdf")


def _file(statement: Statement, content: bytes, ending: str, mimetype: str) -> Response:
    response = Response(content, content_type=mimetype)
    name = f"statement-{statement.settlement.period.code}-{statement.id}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(page: str, statement_id: int) -> Any:
    statement = _statement(statement_id)
    return answer(
        page,
        statement=statement,
        told=told(paper_of(statement), language()),
        before=queries.statement_before(statement),
        payment=payment_of(statement.id),
        has_pdf=can_draw(),
        dispute=next(iter(reversed(looks_at(statement.id))), None),
        today=clock.today(),
    )


def _statement(statement_id: int) -> Statement:
    return found(queries.statement_visible_to(current_user, statement_id))
