"""The pages of moving to another address. Links change something only by their button."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.addresses import actions
from ideas.accounts.addresses.forms import MoveForm
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry.forms import ButtonForm, OwnPasswordForm
from ideas.accounts.entry.landing import let_in
from ideas.accounts.hashing import matches
from ideas.accounts.links.models import Purpose
from ideas.accounts.links.views import has_password, link_behind, owner_of
from ideas.limits.actions import spend
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import guarded
from ideas.web.pace import spend_by_person


@blueprint.route("/account/address", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def address() -> Response:
    """Ask for a link to another address; one that has an account gets the same answer."""
    person, form = current_user.person, MoveForm()
    if form.was_sent() and _may_ask(form):
        spend_by_person("resend")
        spend("sign_up_address", form.said("email"))
        actions.ask_move(person, form.said("email"))
        flash(_("Look into the mailbox of the new address, and press the link there."), "good")
        return see(url_for("accounts.settings"))
    return answer("accounts/address.html", form=form, status=form.status, person=person)


def _may_ask(form: MoveForm) -> bool:
    person = current_user.person
    spend_by_person("password")
    if not matches(form.said("present"), person.password_hash):
        form.say("present", _("This is not your present password."))
    elif form.said("email") == person.email:
        form.say("email", _("This is your address already."))
    return not form.problems


@blueprint.route("/account/address/<token>", methods=["GET", "POST"])
@guarded(None)
def move(token: str) -> Response:
    """Move to the address that the link was sent to, and come in anew."""
    link = link_behind(Purpose.MOVE, token)
    owner = owner_of(link)
    is_known = current_user.id == owner.id
    has_proven = is_known and current_user.has_second_factor
    form = ButtonForm() if is_known else OwnPasswordForm()
    if form.was_sent() and (is_known or has_password(form, owner)):
        person = actions.move(token)
        said = _("Your account is at its new address. You are signed out everywhere else.")
        goal = url_for("accounts.settings")
        return let_in(person, goal=goal, second_factor=has_proven, said=said)
    page, email = "accounts/address_asked.html", link.values["email"]
    return answer(page, form=form, owner=owner, email=email, status=form.status)


@blueprint.route("/account/address/back/<token>", methods=["GET", "POST"])
@guarded(None)
def move_back(token: str) -> Response:
    """Take a move back as who reads the mail of the address before."""
    link, form = link_behind(Purpose.RETURN, token), ButtonForm()
    if form.was_sent():
        actions.go_back(token)
        return see(url_for("accounts.lost_password_sent"))
    email = link.values["email"]
    return answer("accounts/address_back.html", form=form, email=email, status=form.status)
