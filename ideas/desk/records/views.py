"""The audit log: who on the staff did what to what, and whether the chain holds."""

from typing import Any

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.audit.chain.actions import check_chain, see_fault
from ideas.audit.chain.queries import (
    check_numbered,
    head_of_chain,
    last_check,
    unsealed,
    unseen_fault,
)
from ideas.audit.queries import Wanted, entries_before
from ideas.config import shipped
from ideas.desk.blueprint import blueprint
from ideas.desk.records.forms import RecordFilter
from ideas.desk.records.told import told
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.paging import id_of, mark_of

A_PAGE = 50


@blueprint.get("/desk/audit")
@guarded(Permission.AUDIT_READ)
def audit() -> Response:
    """The newest entries, as far as they are asked for."""
    form = RecordFilter()
    return _page("desk/audit.html", form.wanted, form=form, asked=form.asked)


@blueprint.get("/desk/record")
@guarded(Permission.DESK_SEE)
def own_record() -> Response:
    """What the reader did as one of the staff."""
    return _page("desk/own_record.html", Wanted(by=current_user.id), asked={})


def _page(page: str, wanted: Wanted, **values: Any) -> Response:
    before_id = id_of(request.args.get("before"))
    rows = entries_before(before_id, limit=A_PAGE + 1, wanted=wanted)
    onward = mark_of(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return answer(page, entries=told(rows[:A_PAGE]), onward=onward, **values)


@blueprint.get("/desk/audit/chain")
@guarded(Permission.AUDIT_READ)
def chain() -> Response:
    """How long the chain is, what waits for its seal, and what the last check found."""
    return answer(
        "desk/chain.html",
        head=head_of_chain(),
        wait=unsealed(),
        last=last_check(),
        unseen=unseen_fault(),
    )


@blueprint.post("/desk/audit/chain")
@guarded(Permission.AUDIT_READ)
def chain_checked() -> Response:
    """Compute every seal again; takes seconds on a long log."""
    check_chain()
    return see(url_for(".chain"))


@blueprint.post("/desk/audit/chain/<int:check_id>/seen")
@guarded(Permission.AUDIT_READ)
def chain_seen(check_id: int) -> Response:
    """Say that one has looked at what does not hold."""
    see_fault(found(check_numbered(check_id)).id, by=current_user.id)
    flash(_("Noted. What does not hold will be told again after the next check."), "good")
    return see(url_for(".chain"))


@blueprint.get("/desk/audit/verify_audit.py")
@guarded(Permission.AUDIT_READ)
def audit_script() -> Response:
    """The program that checks an exported log."""
    text = (shipped("static") / "verify_audit.py").read_text(encoding="utf-8")
    return Response(text, mimetype="text/x-python")
