"""Proving and setting up the second factor."""

from typing import Any

import pyotp
import segno
from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from ideas.accounts import door
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry.landing import onward
from ideas.accounts.factor import actions
from ideas.accounts.factor.forms import CodeForm, SetUpForm
from ideas.accounts.factor.queries import factor_of, unused_codes
from ideas.accounts.factor.sealing import opened, seal
from ideas.accounts.hashing import matches
from ideas.policy import Permission
from ideas.settings.queries import dials
from ideas.web.answer import answer, back_or, see
from ideas.web.guard import guarded
from ideas.web.pace import spend_by_person
from ideas.web.settings import Brand
from ideas.web.watch import tell

SETTING_UP, SETTING_UP_SECONDS = "setting up", 3_600


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE, always=True)
def second_factor() -> Response:
    """Ask for a code; whoever has no second factor yet sets it up."""
    person, goal, form = current_user.person, back_or(""), CodeForm()
    if not current_user.needs_second_factor:
        return onward(person, goal=goal, has_second_factor=True)
    if factor_of(person.id) is None:
        return see(url_for("accounts.new_second_factor", next=goal or None))
    if form.was_sent():
        spend_by_person("second_factor")
        with form.refusals_beside():
            actions.prove(person, form.said("code"))
            door.enter(person, second_factor=True)
        if not form.problems:
            return onward(person, goal=goal, has_second_factor=True)
        tell("second factor failed")
    return answer("accounts/second_factor.html", form=form, status=form.status)


@blueprint.route("/account/second-factor/new", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE, always=True)
def new_second_factor() -> Response:
    """Set up an authenticator; to replace one, it must have been proven, and the password again."""
    person = current_user.person
    known = factor_of(person.id)
    form = SetUpForm(is_first=known is None)
    if not person.is_staff:
        return see(url_for("accounts.settings"))
    if current_user.needs_second_factor and known is not None:
        return see(url_for("accounts.second_factor"))
    secret = _secret_of(form, person.id)
    if form.was_sent() and _is_proven(form):
        spend_by_person("second_factor")
        with form.refusals_beside():
            codes = actions.set_up(person, secret, form.said("code"))
            door.enter(person, second_factor=True)
            return _show(codes)
    form.code.data = ""
    page, drawing = "accounts/new_second_factor.html", _drawing_of(secret, person.email)
    return answer(page, form=form, status=form.status, secret=secret, drawing=drawing)


def _is_proven(form: SetUpForm) -> bool:
    """True for the first authenticator; another takes the password again."""
    if "present" not in form:
        return True
    spend_by_person("password")
    right = matches(form.said("present"), current_user.person.password_hash)
    if not right:
        form.say("present", _("This is not your present password."))
    return right


def _secret_of(form: SetUpForm, person_id: int) -> str:
    """The secret that is being set up: the one in the form if it is this person's, or a new one."""
    kept: Any = opened(form.sealed.data or "", purpose=SETTING_UP, seconds=SETTING_UP_SECONDS)
    if isinstance(kept, dict) and kept.get("person") == person_id:
        return str(kept["secret"])
    secret = pyotp.random_base32()
    form.sealed.data = seal({"person": person_id, "secret": secret}, purpose=SETTING_UP)
    return secret


def _drawing_of(secret: str, account: str | None) -> Markup:
    """The QR code as SVG without styles of its own."""
    address = pyotp.TOTP(secret).provisioning_uri(name=account or "", issuer_name=dials(Brand).name)
    code = segno.make(address, error="m")
    return Markup(code.svg_inline(omitsize=True, border=2, light="#fff"))  # noqa: S704


def _show(codes: list[str]) -> Response:
    return answer("accounts/recovery_codes.html", codes=codes, goal=back_or(""))


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
@guarded(Permission.SELF_MANAGE)
def recovery_codes() -> Response:
    """Make new recovery codes; the old ones stop working."""
    person, form = current_user.person, CodeForm()
    if factor_of(person.id) is None:
        return see(url_for("accounts.new_second_factor"))
    if form.was_sent():
        spend_by_person("second_factor")
        with form.refusals_beside():
            actions.prove(person, form.said("code"))
            return _show(actions.renew_codes(person))
    left = unused_codes(person.id)
    return answer("accounts/new_recovery_codes.html", form=form, left=left, status=form.status)
