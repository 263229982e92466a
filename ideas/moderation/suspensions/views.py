"""The desk suspends and lifts; whoever is suspended reads why, and appeals, without signing in."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import person_by_handle
from ideas.accounts.roles.forms import SuspensionForm
from ideas.accounts.roles.rules import SuspensionGround
from ideas.accounts.roles.views import person_page
from ideas.accounts.suspended import read_token
from ideas.moderation.appeals.actions import appeal as make_appeal
from ideas.moderation.measures.models import Measure
from ideas.moderation.measures.queries import suspension_of
from ideas.moderation.measures.views import shown_of
from ideas.moderation.suspensions import actions
from ideas.policy import Permission
from ideas.refusals import Refused
from ideas.web.answer import answer, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded
from ideas.web.pace import spend_by_network
from ideas.web.refusing import refused_on

blueprint = Blueprint("suspensions", __name__)


@blueprint.post("/desk/people/<handle>/suspension")
@guarded(Permission.ROLES_GRANT)
def suspend(handle: str) -> Response:
    """Keep somebody out, with a ground and a reason."""
    somebody, form = found(person_by_handle(handle)), SuspensionForm()
    if not form.was_sent():
        return person_page(somebody, form, status=form.status)
    ground = SuspensionGround(form.said("ground"))
    actions.suspend(somebody, ground, form.reason, by=current_user.person)
    return see(url_for("accounts.person", handle=handle))


@blueprint.delete("/desk/people/<handle>/suspension")
@guarded(Permission.ROLES_GRANT)
def lift(handle: str) -> Response:
    """End a suspension."""
    actions.lift(found(person_by_handle(handle)), by=current_user.person)
    return see(url_for("accounts.person", handle=handle))


@blueprint.get("/suspended/<token>")
@guarded(None)
def statement(token: str) -> Response:
    """Why somebody is suspended, and the way to appeal; the address is for them alone."""
    return _statement(token, _measure(token))


def _measure(token: str) -> Measure:
    told = found(read_token(token))
    return found(suspension_of(*told))


def _statement(token: str, measure: Measure, *, status: int = 200, refusal: str = "") -> Response:
    values = shown_of(measure)
    page = "moderation/suspensions/statement.html"
    return answer(page, status=status, refusal=refusal, token=token, **values)


@blueprint.post("/suspended/<token>/appeal")
@guarded(None)
def appeal(token: str) -> Response:
    """Appeal against one's suspension."""
    measure = _measure(token)
    spend_by_network("appeal", measure.subject)
    try:
        make_appeal(measure, typed("words"), by=measure.person)
    except Refused as refused:
        return refused_on(lambda **more: _statement(token, measure, **more), refused.refusal)
    flash(_("Thank you. Somebody else than before looks at it, and you will be told."), "good")
    return see(url_for(".statement", token=token))
