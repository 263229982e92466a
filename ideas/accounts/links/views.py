"""The pages behind one-time links. Each changes something only when its button is pressed."""

from flask import Response, abort, current_app
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts import actions, door
from ideas.accounts.blueprint import blueprint
from ideas.accounts.entry import actions as entry
from ideas.accounts.entry.forms import ButtonForm, NewcomerForm, NewPasswordForm, OwnPasswordForm
from ideas.accounts.entry.landing import let_in, onward
from ideas.accounts.entry.newcomers import hashed_password
from ideas.accounts.entry.views import told_in
from ideas.accounts.hashing import matches
from ideas.accounts.links.models import Link, Purpose
from ideas.accounts.links.queries import has_confirmed, usable_link
from ideas.accounts.models import Person
from ideas.web.answer import answer
from ideas.web.forms import Form
from ideas.web.guard import guarded
from ideas.web.pace import spend_by_network

GONE = 410


def link_behind(purpose: Purpose, token: str) -> Link:
    """The link, or a page that says it no longer works."""
    link = usable_link(purpose, token)
    if link is None:
        is_done = purpose is Purpose.CONFIRM and has_confirmed(token)
        page = "accounts/confirmed.html" if is_done else "accounts/link_gone.html"
        abort(answer(page, status=GONE, purpose=purpose))
    return link


def owner_of(link: Link) -> Person:
    """Whose link it is."""
    if link.person is None:
        abort(GONE)
    return link.person


@blueprint.route("/account/confirmation/<token>", methods=["GET", "POST"])
@guarded(None)
def confirm(token: str) -> Response:
    """Confirm an address, and come in. Where one did not sign up, it takes the password, too."""
    link = link_behind(Purpose.CONFIRM, token)
    owner = owner_of(link)
    is_known = current_user.id == owner.id or door.is_marked(link.values.get("browser", ""))
    form = ButtonForm() if is_known else OwnPasswordForm()
    if not form.was_sent() or not (is_known or has_password(form, owner)):
        return answer("accounts/confirm.html", form=form, owner=owner, status=form.status)
    person, values = entry.confirm(token)
    welcome = _("Your address is confirmed. Welcome.")
    goal, errand = values.get("goal", ""), values.get("errand", "")
    return let_in(person, goal=goal, errand=errand, said=welcome)


def has_password(form: Form, owner: Person) -> bool:
    """Is what was typed the owner's password? The form says so if not."""
    spend_by_network("sign_in", owner.email or "")
    if matches(form.said("password"), owner.password_hash):
        return True
    form.say("password", _("This is not the password this account was made with."))
    return False


@blueprint.route("/account/password/<token>", methods=["GET", "POST"])
@guarded(None)
def reset(token: str) -> Response:
    """Choose a new password, and come in; every other session ends."""
    owner, form = owner_of(link_behind(Purpose.RESET, token)), NewPasswordForm()
    if form.was_sent():
        with form.refusals_beside():
            known = (owner.name, owner.email or "")
            kept = hashed_password(form.said("password"), known=known)
            person = entry.reset_password(token, kept)
            return let_in(person, goal="", said=_("Your new password is set."))
    return answer("accounts/new_password.html", form=form, status=form.status)


@blueprint.route("/account/claim/<token>", methods=["GET", "POST"])
@guarded(None)
def claim(token: str) -> Response:
    """Take over an imported account."""
    owner, form = owner_of(link_behind(Purpose.CLAIM, token)), NewcomerForm()
    if form.was_sent():
        with form.refusals_beside(claim="email"):
            person = entry.claim(token, told_in(form))
            return let_in(person, goal="")
    if not form.is_submitted():
        form.name.data = owner.name
    return answer("accounts/claim.html", form=form, owner=owner, status=form.status)


@blueprint.route("/account/admin/<token>", methods=["GET", "POST"])
@guarded(None)
def become_admin(token: str) -> Response:
    """Become admin by the operator's link: with the account at hand, or a new one."""
    link_behind(Purpose.ADMIN, token)
    if current_user.is_authenticated:
        return _promote(token)
    form = NewcomerForm()
    if form.was_sent():
        with form.refusals_beside(claim="email"):
            return let_in(actions.join_as_admin(token, told_in(form)), goal="")
    return answer("accounts/become_admin.html", form=form, token=token, status=form.status)


def _promote(token: str) -> Response:
    form = ButtonForm()
    if not form.was_sent():
        return answer("accounts/promotion.html", form=form, status=form.status)
    person: Person = current_user.person
    actions.become_admin(token, person)
    return let_in(person, goal="")


@blueprint.route("/account/door/<token>", methods=["GET", "POST"])
@guarded(None)
def sign_in_by_link(token: str) -> Response:
    """Come in by a printed link, second factor included; only where nobody else can reach."""
    if not current_app.extensions["ideas.config"].is_loopback:
        abort(404)
    owner, form = owner_of(link_behind(Purpose.SIGN_IN, token)), ButtonForm()
    if not form.was_sent():
        return answer("accounts/door.html", form=form, owner=owner, status=form.status)
    actions.use_sign_in_link(token)
    door.enter(owner, second_factor=True)
    return onward(owner, goal="", has_second_factor=True)
