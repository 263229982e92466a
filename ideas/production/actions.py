"""Taking an idea from selected to the shelf and off it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements import actions as agreements
from ideas.agreements.queries import active_agreement, agreement_under_way
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.money import Money
from ideas.production import rules
from ideas.production.events import ProductLaunched
from ideas.production.models import Product
from ideas.production.queries import product_by_sku
from ideas.refusals import refuse


@dataclass(frozen=True)
class Launch:
    """What finance or reviewers say about a product."""

    sku: str
    name: str
    price: Money
    on_sale_on: date
    url: str | None = None


@writes
def start_development(idea: Idea, *, by: Person) -> None:
    """Begin to make a selected idea whose agreement is in force."""
    idea = locked_idea(idea.id)
    if idea.stage is Stage.SELECTED:
        has_agreement = active_agreement(idea.id) is not None
        refuse(rules.refusal_to_develop(has_agreement=has_agreement))
    advance(idea, Stage.IN_DEVELOPMENT, by=by)
    note("product.develop", f"idea:{idea.id}", by=by.id)


@writes
def launch(idea: Idea, facts: Launch, *, by: Person) -> Product:
    """Put a product on sale; the first takes the idea to the shelf."""
    idea = locked_idea(idea.id)
    refuse(
        rules.refusal_to_launch(
            idea.stage,
            facts.sku,
            is_sku_taken=product_by_sku(facts.sku) is not None,
            on_sale_on=facts.on_sale_on,
            today=clock.today(),
        )
    )
    refuse(rules.refusal_to_develop(has_agreement=active_agreement(idea.id) is not None))
    product = Product(
        idea_id=idea.id,
        sku=facts.sku,
        name=facts.name,
        url=facts.url,
        price=facts.price.amount,
        currency=facts.price.currency,
        on_sale_on=facts.on_sale_on,
        launched_by_id=by.id,
        launched_at=clock.now(),
    )
    session().add(product)
    session().flush()
    is_first = idea.stage is Stage.IN_DEVELOPMENT
    if is_first:
        advance(idea, Stage.ON_SALE, by=by)
    note("product.launch", f"product:{product.id}", by=by.id, idea=idea.id)
    record(ProductLaunched(idea.id, product.id, is_first))
    return product


@writes
def retire(idea: Idea, *, by: Person) -> None:
    """Take an idea's products off the shelf; its agreement stays in force."""
    advance(idea, Stage.RETIRED, by=by)
    note("product.retire", f"idea:{idea.id}", by=by.id)


@writes
def cancel(idea: Idea, *, by: Person, public_text: Mapping[str, str]) -> None:
    """Give an idea up before it came out; its agreement ends with it."""
    sentence = next((text for text in public_text.values() if text.strip()), "")
    refuse(rules.refusal_to_cancel(sentence))
    advance(idea, Stage.CANCELLED, by=by, public_text=public_text)
    agreement = agreement_under_way(idea.id)
    if agreement is not None:
        agreements.end_with_idea(agreement, by=by, reason=sentence)
    note("product.cancel", f"idea:{idea.id}", by=by.id)
