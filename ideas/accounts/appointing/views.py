"""The second admin's answer."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.appointing import actions
from ideas.accounts.appointing.queries import appointment_with
from ideas.accounts.blueprint import blueprint
from ideas.policy import Permission
from ideas.web.answer import see
from ideas.web.guard import found, guarded


@blueprint.post("/desk/people/appointments/<int:appointment_id>/approval")
@guarded(Permission.ROLES_GRANT)
def approve_appointment(appointment_id: int) -> Response:
    """Agree to a change of roles that another admin proposed."""
    made = found(appointment_with(appointment_id))
    handle = made.person.handle
    actions.approve(made, by=current_user.person)
    flash(_("Two admins agree, so it is done."), "good")
    return see(url_for("accounts.person", handle=handle))


@blueprint.delete("/desk/people/appointments/<int:appointment_id>")
@guarded(Permission.ROLES_GRANT)
def take_back_appointment(appointment_id: int) -> Response:
    """Turn it down, or take it back."""
    made = found(appointment_with(appointment_id))
    handle = made.person.handle
    actions.take_back(made, by=current_user.person)
    flash(_("Nothing changes."), "good")
    return see(url_for("accounts.person", handle=handle))
