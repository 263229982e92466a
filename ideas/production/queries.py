"""Finding products and the ideas that become some."""

from collections.abc import Sequence
from itertools import groupby

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.production.models import Product

MADE = (Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE)


def ideas_being_made() -> dict[Stage, list[Idea]]:
    """Ideas from selected to on sale by stage, longest there first."""
    found = sa.select(Idea).where(Idea.stage.in_(MADE)).order_by(Idea.stage, Idea.stage_at, Idea.id)
    by_stage = groupby(session().scalars(found), key=lambda idea: idea.stage)
    ideas = {stage: list(group) for stage, group in by_stage}
    return {stage: ideas.get(stage, []) for stage in MADE}


def products_of(idea_id: int) -> Sequence[Product]:
    """An idea's products, oldest first."""
    found = sa.select(Product).where(Product.idea_id == idea_id).order_by(Product.id)
    return session().scalars(found).all()


def product_by_sku(sku: str) -> Product | None:
    """The product with this SKU, written exactly so."""
    return session().scalar(sa.select(Product).where(Product.sku == sku))


def products_by_sku(skus: set[str]) -> dict[str, Product]:
    """The products among these SKUs."""
    found = session().scalars(sa.select(Product).where(Product.sku.in_(skus)))
    return {product.sku: product for product in found}


def products_before(product_id: int | None, *, limit: int) -> Sequence[Product]:
    """Products of public ideas, newest first, those older than ``product_id``."""
    found = sa.select(Product).join(Idea).where(Idea.hidden_at.is_(None))
    if product_id is not None:
        found = found.where(Product.id < product_id)
    return session().scalars(found.order_by(Product.id.desc()).limit(limit)).all()
