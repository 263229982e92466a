"""Statements, for their payee and for finance."""

from typing import Any

from flask import Blueprint, Response
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.payments.queries import payments_to
from ideas.royalties.settings import Royalties
from ideas.royalties.settlements.models import Statement
from ideas.royalties.statements import queries
from ideas.royalties.statements.table import csv_of
from ideas.settings.queries import dials
from ideas.web.answer import answer
from ideas.web.guard import found, guarded

blueprint = Blueprint("statements", __name__)


@blueprint.get("/workshop/statements")
@guarded(Permission.STATEMENT_READ)
def mine() -> Any:
    """The reader's statements and payments."""
    return answer(
        "royalties/mine.html",
        statements=queries.statements_of(current_user.id),
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


@blueprint.get("/workshop/statements/<int:statement_id>.csv")
@guarded(Permission.STATEMENT_READ)
def download(statement_id: int) -> Response:
    """A statement as CSV."""
    statement = _statement(statement_id)
    response = Response(csv_of(queries.sheet_of(statement)), mimetype="text/csv")
    name = f"statement-{statement.settlement.period.code}-{statement.id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(page: str, statement_id: int) -> Any:
    sheet = queries.sheet_of(_statement(statement_id))
    return answer(page, sheet=sheet, contact=dials(Royalties).contact)


def _statement(statement_id: int) -> Statement:
    return found(queries.statement_visible_to(current_user, statement_id))
