"""The audit log: who on the staff did what to what, and whether the chain holds."""

from flask import Response, request, url_for

from ideas.accounts.queries import person_by_handle
from ideas.audit.queries import count_entries, entries_before, first_broken_entry
from ideas.desk.blueprint import blueprint
from ideas.desk.records.told import told
from ideas.policy import Permission
from ideas.web.answer import answer
from ideas.web.guard import found, guarded
from ideas.web.paging import id_of, mark_of

A_PAGE = 50


@blueprint.get("/desk/audit")
@guarded(Permission.AUDIT_READ)
def audit() -> Response:
    """The newest entries, of one kind or by one person if asked for."""
    kind, before_id = request.args.get("kind", "").strip(), id_of(request.args.get("before"))
    by = request.args.get("by", "")
    person = found(person_by_handle(by)) if by else None
    who = person.id if person else None
    rows = entries_before(before_id, limit=A_PAGE + 1, action=kind, by=who)
    mark = mark_of(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return answer(
        "desk/audit.html",
        entries=told(rows[:A_PAGE]),
        kind=kind,
        person=person,
        next_url=url_for(".audit", kind=kind or None, by=by or None, before=mark) if mark else None,
    )


@blueprint.get("/desk/audit/chain")
@guarded(Permission.AUDIT_READ)
def chain() -> Response:
    """Compute every hash again; takes seconds on a long log."""
    return answer("desk/chain.html", broken=first_broken_entry(), length=count_entries())
