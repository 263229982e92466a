"""The desk's pages for ideas that become products."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ideas.agreements.queries import agreement_under_way
from ideas.journey.models import Idea
from ideas.journey.queries import idea_visible_to
from ideas.policy import Permission
from ideas.production import actions, queries
from ideas.production.forms import CancelForm, ProductForm
from ideas.voting.ballots.queries import terms_for
from ideas.web.answer import answer, see
from ideas.web.guard import found, guarded

blueprint = Blueprint("production", __name__)


@blueprint.get("/desk/products")
@guarded(Permission.PRODUCT_MANAGE)
def products() -> Any:
    """Ideas from selected to on sale, and the products."""
    return answer(
        "production/products.html",
        being_made=queries.ideas_being_made(),
        products=queries.products_before(None, limit=100),
    )


@blueprint.get("/desk/ideas/<slug>/production")
@guarded(Permission.PRODUCT_MANAGE)
def show(slug: str) -> Any:
    """What is done and what comes next for one idea."""
    return _page(_idea(slug))


@blueprint.post("/desk/ideas/<slug>/development")
@guarded(Permission.PRODUCT_MANAGE)
def develop(slug: str) -> Any:
    """Start development."""
    actions.start_development(_idea(slug), by=current_user.person)
    flash(_("Development has started."), "good")
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/ideas/<slug>/products")
@guarded(Permission.PRODUCT_MANAGE)
def launch(slug: str) -> Any:
    """Put a product on sale."""
    idea, form = _idea(slug), ProductForm()
    if not form.was_sent():
        return _page(idea, 422, form=form)
    product = actions.launch(idea, form.facts(), by=current_user.person)
    flash(_("%(name)s is on sale.", name=product.name), "good")
    return see(url_for(".show", slug=slug))


@blueprint.post("/desk/ideas/<slug>/retirement")
@guarded(Permission.PRODUCT_MANAGE)
def retire(slug: str) -> Any:
    """Take the idea's products off the shelf."""
    actions.retire(_idea(slug), by=current_user.person)
    flash(_("The product is retired."), "good")
    return see(url_for(".products"))


@blueprint.post("/desk/ideas/<slug>/cancellation")
@guarded(Permission.PRODUCT_MANAGE)
def cancel(slug: str) -> Any:
    """Give the idea up, with a public reason."""
    idea, form = _idea(slug), CancelForm()
    if not form.was_sent():
        return _page(idea, 422, cancelling=form)
    actions.cancel(idea, by=current_user.person, public_text=form.texts())
    flash(_("The idea is cancelled."), "good")
    return see(url_for(".products"))


def _idea(slug: str) -> Idea:
    return found(idea_visible_to(current_user, slug))


def _page(idea: Idea, status: int = 200, *, form: Any = None, cancelling: Any = None) -> Any:
    return answer(
        "production/show.html",
        status=status,
        idea=idea,
        agreement=agreement_under_way(idea.id),
        products=queries.products_of(idea.id),
        form=form or ProductForm(formdata=None, currency=terms_for(idea).currency),
        cancelling=cancelling or CancelForm(formdata=None),
    )
