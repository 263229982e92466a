"""Signing up, signing in and out, asking for mail again."""

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts import door
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry import actions
from ideas.accounts.entry.forms import AddressForm, ButtonForm, NewcomerForm, SignInForm
from ideas.accounts.entry.landing import let_in, onward
from ideas.accounts.entry.newcomers import Newcomer, newcomer
from ideas.accounts.entry.queries import person_with
from ideas.accounts.suspended import token_for
from ideas.limits.actions import spend
from ideas.policy import Permission
from ideas.web.answer import answer, back_or, see
from ideas.web.guard import guarded
from ideas.web.languages import language
from ideas.web.pace import spend_by_network, spend_by_person
from ideas.web.watch import tell


@blueprint.route("/sign-up", methods=["GET", "POST"])
@guarded(None)
def sign_up() -> Response:
    """Make an account; known and unknown addresses get the same answer."""
    form = NewcomerForm()
    if form.was_sent():
        spend_by_network("sign_up")
        spend("sign_up_address", form.said("email"))
        with form.refusals_beside():
            goal, errand, mark = back_or(""), form.said("errand"), door.mark_browser()
            actions.sign_up(told_in(form), goal=goal, errand=errand, browser=mark)
            return see(url_for("accounts.sent"))
    return answer("accounts/sign_up.html", form=form, status=form.status)


def told_in(form: NewcomerForm) -> Newcomer:
    """What a valid form says of its sender, or Refused."""
    return newcomer(
        form.said("name"),
        form.said("email"),
        form.said("password"),
        country=form.said("country"),
        age=int(form.said("age")),
        language=language(),
    )


@blueprint.get("/sign-up/sent")
@guarded(None)
def sent() -> Response:
    """Where to look after signing up."""
    return answer("accounts/sent.html")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@guarded(None, always=True)
def sign_in() -> Response:
    """Open a session by address and password."""
    form, goal, reasons = SignInForm(), back_or(""), None
    if form.was_sent():
        spend_by_network("sign_in_network")
        spend_by_network("sign_in", form.said("email"))
        person = person_with(form.said("email"), form.said("password"))
        if person is None:
            tell("sign-in failed")
            form.say("password", _("This address and this password do not belong together."))
        else:
            reasons = token_for(person)
            with form.refusals_beside(account="password"):
                return let_in(person, goal=goal, errand=form.said("errand"))
    elif current_user.is_authenticated and not form.is_submitted():
        known = not current_user.needs_second_factor
        return onward(current_user.person, goal=goal, has_second_factor=known)
    return answer("accounts/sign_in.html", form=form, status=form.status, reasons=reasons)


@blueprint.post("/sign-out")
@guarded(None, always=True)
def sign_out() -> Response:
    """End this session."""
    door.leave()
    gone = see(url_for("gallery.home"))
    gone.headers["Clear-Site-Data"] = '"storage"'  # words of a draft that were not saved yet
    return gone


@blueprint.get("/account/confirmation")
@guarded(Permission.SELF_MANAGE)
def unconfirmed() -> Response:
    """What somebody sees whose address is not confirmed."""
    if current_user.is_verified:
        return see(back_or(url_for("gallery.home")))
    return answer("accounts/unconfirmed.html", form=ButtonForm(), email=current_user.person.email)


@blueprint.post("/account/confirmation")
@guarded(Permission.SELF_MANAGE)
def resend() -> Response:
    """Send the confirming mail again."""
    spend_by_person("resend")
    actions.send_confirmation(current_user.person, goal=back_or(""))
    return see(url_for("accounts.sent"))


@blueprint.route("/account/password/lost", methods=["GET", "POST"])
@guarded(None)
def lost_password() -> Response:
    """Ask for a link to choose a new password."""
    form = AddressForm()
    if form.was_sent():
        spend_by_network("reset_network")
        spend("reset", form.said("email"))
        actions.ask_reset(form.said("email"))
        return see(url_for("accounts.lost_password_sent"))
    return answer("accounts/lost_password.html", form=form, status=form.status)


@blueprint.get("/account/password/lost/sent")
@guarded(None)
def lost_password_sent() -> Response:
    """Where to look after asking for a new password."""
    return answer("accounts/lost_password_sent.html")
