"""The desk's ledger: the trial balance, an account's entries, an entry and what lies beneath it."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from ideas.policy import Permission
from ideas.royalties.audits.writing import write_audit
from ideas.royalties.books.actions import see_faults
from ideas.royalties.books.beneath import lines_beneath, statements_beneath
from ideas.royalties.books.faults import faults_now, unseen_faults
from ideas.royalties.books.naming import entries_named
from ideas.royalties.books.queries import (
    PAGE,
    currencies_of,
    entry_by_id,
    entry_called,
    reversal_of,
    sheets,
    steps_of,
)
from ideas.royalties.books.whose import whose
from ideas.royalties.ledger.queries import legs_of
from ideas.royalties.periods.queries import period_by_id
from ideas.web.answer import answer
from ideas.web.answer import see as go
from ideas.web.guard import found, guarded

blueprint = Blueprint("books", __name__)
BLOCK = 65_536


@blueprint.get("/desk/royalties/ledger")
@guarded(Permission.PERIOD_CLOSE)
def show() -> Any:
    """Every account's balance by group; together they are zero in each currency."""
    found_sheets = sheets()
    codes = [code for sheet in found_sheets for _, rows, _ in sheet.groups for code, _ in rows]
    return answer("royalties/ledger.html", sheets=found_sheets, whose=whose(codes))


@blueprint.get("/desk/royalties/ledger/accounts/<code>/<currency>")
@guarded(Permission.PERIOD_CLOSE)
def account(code: str, currency: str) -> Any:
    """What was posted to an account, newest first, with the balance after each entry."""
    found(currency in currencies_of(code) or None)
    steps = steps_of(code, currency, request.args.get("before", type=int))
    older = None
    if steps[PAGE:]:
        before = steps[PAGE - 1].entry_id
        older = url_for(".account", code=code, currency=currency, before=before)
    return answer(
        "royalties/account.html",
        code=code,
        currency=currency,
        whose=whose([code]).get(code),
        steps=steps[:PAGE],
        named=entries_named(step.key for step in steps[:PAGE]),
        older=older,
    )


@blueprint.get("/desk/royalties/ledger/entries/<int:entry_id>")
@guarded(Permission.PERIOD_CLOSE)
def entry(entry_id: int) -> Any:
    """An entry's legs, and the sales line or the statements it was made from."""
    shown = found(entry_by_id(entry_id))
    legs = sorted(legs_of([shown.key])[shown.key])
    return answer(
        "royalties/entry.html",
        entry=shown,
        legs=legs,
        named=entries_named([shown.key]),
        whose=whose([code for code, _, _ in legs]),
        reversed=entry_called(shown.reverses),
        reversal=reversal_of(shown.key),
        lines=lines_beneath(shown),
        statements=statements_beneath(shown),
    )


@blueprint.get("/desk/royalties/ledger/check")
@guarded(Permission.PERIOD_CLOSE)
def check() -> Any:
    """Everything added up again, and what was found in earlier nights."""
    return answer("royalties/faults.html", now=faults_now(), unseen=unseen_faults())


@blueprint.post("/desk/royalties/ledger/check")
@guarded(Permission.PERIOD_CLOSE)
def see() -> Any:
    """Say that one has looked."""
    see_faults(by=current_user.person)
    return go(url_for(".check"))


@blueprint.get("/desk/royalties/periods/<int:period_id>/audit.zip")
@guarded(Permission.PERIOD_CLOSE)
def audit(period_id: int) -> Any:
    """The file by which somebody else checks the period."""
    period = found(period_by_id(period_id))
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    write_audit(period, file)
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{period.code}.zip"'}
    return Response(_in_blocks(file), mimetype="application/zip", headers=headers)


def _in_blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block
