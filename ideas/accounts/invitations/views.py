"""Inviting on the desk, and answering on one's own page."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts import door
from ideas.accounts.blueprint import blueprint
from ideas.accounts.invitations import actions
from ideas.accounts.invitations.forms import StaffInvitationForm
from ideas.accounts.invitations.queries import (
    invitation_marked,
    invitation_of,
    invitations_for,
)
from ideas.accounts.roles.views import people_page
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_person


@blueprint.post("/desk/people/invitations")
@guarded(Permission.ROLES_GRANT)
def invite_staff() -> Response:
    """Ask somebody by mail to join the staff."""
    form = StaffInvitationForm()
    if form.was_sent():
        spend_by_person("invite_addresses")
        with form.refusals_beside(role="staff"):
            by = current_user.person
            actions.invite_staff(form.said("staff"), form.role.data, by=by)
            flash(_("The invitation is sent."), "good")
            return see(url_for("accounts.people"))
    return people_page(form)


@blueprint.delete("/desk/people/invitations/<mark>")
@guarded(Permission.ROLES_GRANT)
def uninvite_staff(mark: str) -> Response:
    """Take an invitation back."""
    actions.take_back(found(invitation_marked(mark)), by=current_user.person)
    return see(url_for("accounts.people"))


@blueprint.get("/account/staff")
@guarded(Permission.SELF_MANAGE)
def staff_invitations() -> Response:
    """What the reader is asked to join as."""
    person = current_user.person
    page = "accounts/staff_invitations.html"
    return answer(page, person=person, invitations=invitations_for(person))


@blueprint.post("/account/staff/<mark>")
@guarded(Permission.SELF_MANAGE)
def join_staff(mark: str) -> Response:
    """Take the role; signing in again leads to the second factor."""
    person = current_user.person
    if not actions.accept(found(invitation_of(person, mark)), by=person):
        said = _(
            "Thank you. Another admin has to agree now; you will be written to once they have."
        )
        flash(said, "good")
        return see(url_for(".staff_invitations"))
    door.leave()
    flash(_("You are on the staff. Sign in again, and set up your second factor."), "good")
    return see(url_for("accounts.sign_in", next=url_for("desk.today")))


@blueprint.delete("/account/staff/<mark>")
@guarded(Permission.SELF_MANAGE)
def decline_staff(mark: str) -> Response:
    """Say no."""
    person = current_user.person
    actions.decline(found(invitation_of(person, mark)), by=person)
    flash(_("You said no, and nothing changes."), "good")
    return see(url_for("accounts.settings"))
