"""One's own account; every other page of accounts joins the same blueprint."""

from flask import Response, flash, jsonify, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts import door, personal
from ideas.accounts.actions import come_of_age, write_profile
from ideas.accounts.addresses import views as addresses
from ideas.accounts.appointing import views as appointing
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry import views as entry
from ideas.accounts.entry.actions import set_password
from ideas.accounts.entry.newcomers import hashed_password
from ideas.accounts.factor import views as second_factor
from ideas.accounts.factor.queries import factor_of
from ideas.accounts.forms import AdultForm, LeavingForm, PasswordForm, ProfileForm
from ideas.accounts.hashing import matches
from ideas.accounts.invitations import views as invitations
from ideas.accounts.links import views as links
from ideas.accounts.models import AgeBand
from ideas.accounts.roles import views as roles
from ideas.accounts.sessions import views as sessions
from ideas.policy import Permission
from ideas.web.answer import answer, see
from ideas.web.guard import guarded
from ideas.web.pace import spend_by_person

__all__ = [
    "addresses",
    "appointing",
    "blueprint",
    "entry",
    "invitations",
    "links",
    "roles",
    "second_factor",
    "sessions",
]


@blueprint.route("/account", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def settings() -> Response:
    """What others see of a person; the way to password, sessions and second factor."""
    person, form = current_user.person, ProfileForm(obj=current_user.person)
    if form.was_sent():
        write_profile(person, form.said("name"), form.said("about"), form.said("language"))
        flash(_("Saved."), "good")
        return see(url_for("accounts.settings"))
    factor = factor_of(person.id)
    page = "accounts/settings.html"
    return answer(page, form=form, status=form.status, person=person, factor=factor)


@blueprint.route("/account/password", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def password() -> Response:
    """Change the password; every other session ends, and this one is opened anew."""
    form, second_factor = PasswordForm(), current_user.has_second_factor
    if form.was_sent() and _is_present_password(form):
        with form.refusals_beside():
            person = current_user.person
            known = (person.name, person.email or "")
            set_password(person, hashed_password(form.said("password"), known=known))
            door.enter(person, second_factor=second_factor)
            flash(_("Your new password is set. You are signed out everywhere else."), "good")
            return see(url_for("accounts.settings"))
    return answer("accounts/password.html", form=form, status=form.status)


@blueprint.route("/account/age", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def age() -> Response:
    """Say as a minor that one is an adult now; for everybody else there is nothing to say."""
    if current_user.person.age_band is not AgeBand.MINOR:
        return see(url_for("accounts.settings"))
    form = AdultForm()
    if form.was_sent():
        come_of_age(current_user.person)
        flash(_("Saved. From now on you sign agreements alone."), "good")
        return see(url_for("accounts.settings"))
    return answer("accounts/age.html", form=form, status=form.status)


def _is_present_password(form: PasswordForm | LeavingForm) -> bool:
    spend_by_person("password")
    right = matches(form.said("present"), current_user.person.password_hash)
    if not right:
        form.say("present", _("This is not your present password."))
    return right


@blueprint.get("/account/data")
@guarded(Permission.SELF_MANAGE)
def data() -> Response:
    """Everything the site holds about its reader, as JSON."""
    spend_by_person("export")
    response = jsonify(personal.export(current_user.id))
    response.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return response


@blueprint.route("/account/leaving", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def leaving() -> Response:
    """Leave for good: the account is erased; what others counted stays counted."""
    form = LeavingForm()
    if form.was_sent() and _is_present_password(form):
        personal.erase(current_user.person)
        door.leave()
        return see(url_for("gallery.home"))
    return answer("accounts/leaving.html", form=form, status=form.status)
