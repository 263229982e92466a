"""Applying a version to open ideas: what it would do, proposing, confirming, and how it went."""

from collections.abc import Sequence

from flask import Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.campaigns.models import Terms
from ideas.campaigns.queries import standing_campaign, terms_version
from ideas.policy import Permission, Role
from ideas.tuning.applying import actions
from ideas.tuning.applying.forms import ApplicationForm
from ideas.tuning.applying.models import Application
from ideas.tuning.applying.queries import (
    consequences_of,
    is_in_force,
    standing_application,
    what_happened,
)
from ideas.tuning.applying.rules import CONSEQUENCES
from ideas.tuning.blueprint import blueprint
from ideas.tuning.queries import ideas_with
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

ADDRESS = "/desk/terms/<int:version>/application"


@blueprint.get(ADDRESS)
@guarded(Permission.TERMS_PUBLISH)
def application(version: int) -> Response:
    """What applying a version to open ideas would do, or how far it is."""
    return _page(_terms(version), ApplicationForm(formdata=None))


@blueprint.post(ADDRESS)
@guarded(Permission.TERMS_PUBLISH)
def propose(version: int) -> Response:
    """Propose it to a second admin."""
    terms, form = _terms(version), ApplicationForm()
    if not form.was_sent():
        return _page(terms, form, 422)
    actions.propose_application(terms, reason=form.said("reason"), by=current_user.person)
    flash(_("Proposed. It begins once another admin confirms it."), "good")
    return see(url_for(".application", version=version))


@blueprint.post(f"{ADDRESS}/confirmation")
@guarded(Permission.TERMS_PUBLISH)
def confirm(version: int) -> Response:
    """Confirm what another admin proposed."""
    actions.confirm_application(_standing(version), by=current_user.person)
    flash(_("Confirmed. The ideas follow within a minute, and their teams are told."), "good")
    return see(url_for(".application", version=version))


@blueprint.delete(ADDRESS)
@guarded(Permission.TERMS_PUBLISH)
def take_back(version: int) -> Response:
    """Take the proposal back."""
    actions.take_back_application(_standing(version), by=current_user.person)
    flash(_("Taken back. Open ideas keep their terms."), "good")
    return see(url_for(".application", version=version))


def _terms(version: int) -> Terms:
    return found(terms_version(standing_campaign().id, version))


def _standing(version: int) -> Application:
    return found(standing_application(_terms(version).id))


def _page(terms: Terms, form: ApplicationForm, status: int = 200) -> Response:
    standing = standing_application(terms.id)
    is_begun = standing is not None and standing.confirmed_at is not None
    now = consequences_of(terms, clock.now())
    listed = {idea_id for ids in now.ideas.values() for idea_id in ids}
    return answer(
        "tuning/application.html",
        part="tuning/_application.html",
        status=status,
        terms=terms,
        form=form,
        standing=standing,
        is_in_force=is_in_force(terms),
        now=now,
        happened=what_happened(standing) if standing and is_begun else None,
        consequences=CONSEQUENCES,
        ideas=ideas_with(listed),
        others=_others(),
        colleagues=_colleagues(),
    )


def _others() -> list[str]:
    """The other admins, by name."""
    return [each.name for each in holders_of(Role.ADMIN) if each.id != current_user.id]


def _colleagues() -> list[str]:
    """Whom a lone admin could make one."""
    staff: Sequence[Person] = [each for role in Role for each in holders_of(role)]
    names = {each.id: each.name for each in staff if each.id != current_user.id}
    return sorted(names.values())
