"""The desk's pages about people and roles."""

from flask import Response, abort, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.appointing import actions as appointing
from ideas.accounts.appointing.queries import appointments_waiting
from ideas.accounts.blueprint import blueprint
from ideas.accounts.factor.actions import take_away
from ideas.accounts.factor.queries import factor_of, without_factor
from ideas.accounts.invitations.forms import StaffInvitationForm
from ideas.accounts.invitations.queries import invitations_out
from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_handle
from ideas.accounts.roles import actions
from ideas.accounts.roles.forms import RoleForm, SuspensionForm
from ideas.accounts.roles.queries import people_found, staff
from ideas.accounts.roles.rules import roles_held_alone
from ideas.accounts.sessions.queries import sessions_of
from ideas.policy import Permission, Role
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.paging import id_of, mark_of

PER_PAGE = 50


@blueprint.get("/desk/people")
@guarded(Permission.ROLES_GRANT)
def people() -> Response:
    """The staff, and everybody by name or address."""
    return people_page(StaffInvitationForm(formdata=None))


def people_page(form: StaffInvitationForm) -> Response:
    """The same with the form by which one asks others to join."""
    text, before_id = request.args.get("q", "").strip(), id_of(request.args.get("after"))
    rows = people_found(text, before_id=before_id, limit=PER_PAGE + 1)
    after = mark_of(rows[PER_PAGE - 1].id) if len(rows) > PER_PAGE else None
    team = [] if text or before_id else staff()
    return answer(
        "accounts/people.html",
        status=form.status,
        text=text,
        people=rows[:PER_PAGE],
        after=after,
        team=team,
        form=form,
        invitations=invitations_out(),
        waiting=appointments_waiting() if team else (),
        alone=roles_held_alone(team),
        without_factor=without_factor(each.id for each in team),
    )


@blueprint.get("/desk/people/<handle>")
@guarded(Permission.ROLES_GRANT)
def person(handle: str) -> Response:
    """One person: roles, second factor, standing."""
    return person_page(found(person_by_handle(handle)), SuspensionForm(formdata=None))


def person_page(somebody: Person, suspension: SuspensionForm, status: int = 200) -> Response:
    """The same with the form by which one suspends them."""
    return answer(
        "accounts/person.html",
        status=status,
        person=somebody,
        factor=factor_of(somebody.id),
        opened=sessions_of(somebody.id),
        form=RoleForm(somebody.roles),
        suspension=suspension,
        waiting=appointments_waiting(somebody.id),
    )


@blueprint.post("/desk/people/<handle>/roles")
@guarded(Permission.ROLES_GRANT)
def grant(handle: str) -> Response:
    """Give a role."""
    somebody = found(person_by_handle(handle))
    form = RoleForm(held=frozenset())
    if not form.was_sent():
        abort(404)
    if appointing.give(somebody, form.role.data, by=current_user.person):
        flash(_("Another admin has to agree. It waits for them here and on the desk."), "info")
    else:
        flash(_("The role is given. It works from the next sign-in on."), "good")
    return see(url_for("accounts.person", handle=handle))


@blueprint.delete("/desk/people/<handle>/roles/<role>")
@guarded(Permission.ROLES_GRANT)
def take(handle: str, role: str) -> Response:
    """Take a role away."""
    somebody = found(person_by_handle(handle))
    known = found(Role(role) if role in set(Role) else None)
    if appointing.take(somebody, known, by=current_user.person):
        flash(_("Another admin has to agree. It waits for them here and on the desk."), "info")
    return see(url_for("accounts.person", handle=handle))


@blueprint.delete("/desk/people/<handle>/sessions")
@guarded(Permission.ROLES_GRANT)
def sign_out_everywhere(handle: str) -> Response:
    """End every session of a person."""
    somebody = found(person_by_handle(handle))
    actions.sign_out(somebody, by=current_user.person)
    flash(_("%(name)s is signed out everywhere.", name=somebody.name), "good")
    return see(url_for("accounts.person", handle=handle))


@blueprint.delete("/desk/people/<handle>/second-factor")
@guarded(Permission.ROLES_GRANT)
def factor_lost(handle: str) -> Response:
    """Take away a lost second factor."""
    take_away(found(person_by_handle(handle)), by=current_user.person)
    return see(url_for("accounts.person", handle=handle))
