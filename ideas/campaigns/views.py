"""The desk's pages for terms: the version in force, the next one, every version."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.accounts.queries import names_of
from ideas.campaigns import actions, queries
from ideas.campaigns.changes import FIGURES, TEXTS, changes_between, values_of
from ideas.campaigns.forms import TermsForm, form_for
from ideas.campaigns.ladder import PRESETS
from ideas.campaigns.models import Terms
from ideas.policy import Permission
from ideas.text import html_of
from ideas.web.answer import answer, for_the_way_back, see
from ideas.web.forms import typed
from ideas.web.guard import found, guarded

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/desk/terms")
@guarded(Permission.TERMS_PUBLISH)
def terms() -> Response:
    """The version in force, and every version before it."""
    versions = queries.versions_of(queries.standing_campaign().id)
    names = names_of({each.published_by_id for each in versions if each.published_by_id})
    return _shown("campaigns/terms.html", versions[0], versions=versions, names=names)


@blueprint.get("/desk/terms/<int:version>")
@guarded(Permission.TERMS_PUBLISH)
def version(version: int) -> Response:
    """One version: what it says, and what it changed."""
    campaign = queries.standing_campaign()
    shown = found(queries.terms_version(campaign.id, version))
    before = queries.terms_version(campaign.id, version - 1)
    changes = changes_between(values_of(before), values_of(shown)) if before else []
    names = names_of({shown.published_by_id} if shown.published_by_id else set())
    return _shown("campaigns/version.html", shown, changes=changes, names=names)


def _shown(page: str, shown: Terms, **values: Any) -> Response:
    texts = {
        (name, language): html_of(text)
        for name in TEXTS
        for language, text in getattr(shown, name).items()
    }
    return answer(page, shown=shown, figures=FIGURES, texts=texts, **values)


@blueprint.get("/desk/terms/next")
@guarded(Permission.TERMS_PUBLISH)
def next_terms() -> Response:
    """The form of the next version, beginning with the one in force, or with what was tried out."""
    current = queries.current_terms(queries.standing_campaign().id)
    form = form_for(current)
    form.take(request.args.getlist("ladder"), request.args.get("certification_hours", ""))
    return _form(form, current)


@blueprint.post("/desk/terms/next")
@guarded(Permission.TERMS_PUBLISH)
def check_terms() -> Response:
    """Take a preset, go on typing, or see what would change."""
    current, form = queries.current_terms(queries.standing_campaign().id), TermsForm()
    preset = typed("preset")
    if preset in PRESETS:
        form.climb(preset)
    if preset or typed("back"):
        return _form(form, current)
    if not form.was_sent():
        return _form(form, current, 422)
    return _checked(form, current)


def _checked(form: TermsForm, current: Terms) -> Response:
    changes = changes_between(values_of(current), form.values())
    page = answer("campaigns/confirm.html", form=form, current=current, changes=changes)
    return for_the_way_back(page)


@blueprint.post("/desk/terms")
@guarded(Permission.TERMS_PUBLISH)
def publish_terms() -> Response:
    """Publish the next version, if it changes something."""
    current, form = queries.current_terms(queries.standing_campaign().id), TermsForm()
    if not form.was_sent():
        return _form(form, current, 422)
    if not changes_between(values_of(current), form.values()):
        return _checked(form, current)
    published = _publish(form, based_on=request.form.get("based_on", type=int))
    flash(_("Version %(number)s is in force.", number=published.version), "good")
    return see(url_for(".terms"))


def _publish(form: TermsForm, *, based_on: int | None) -> Terms:
    values = {name: value for name, value in form.values().items() if name != "ladder"}
    values["price_steps"] = [price.amount for price in values.pop("prices")]
    return actions.publish_terms(
        queries.standing_campaign(),
        form.ladder.data,
        by=current_user.person,
        reason=form.said("reason"),
        based_on=based_on,
        **values,
    )


def _form(form: TermsForm, current: Terms, status: int = 200) -> Response:
    page = answer("campaigns/next.html", status=status, form=form, current=current, presets=PRESETS)
    return for_the_way_back(page)
