"""What an audit entry is about, in words: a period by its name, a batch by its reference."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.campaigns.models import Campaign
from ideas.db import session
from ideas.journey.models import Idea
from ideas.production.models import Product
from ideas.review.models import Round
from ideas.royalties.payments.models import Batch, Payment
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.settlements.models import Settlement, Statement
from ideas.web.languages import language
from ideas.web.speak import label_of

NAMES: Mapping[str, Any] = {
    "agreement": sa.select(Agreement.id, Idea.title).join(Idea, Idea.id == Agreement.idea_id),
    "batch": sa.select(Batch.id, Batch.message_id),
    "campaign": sa.select(Campaign.id, Campaign.name),
    "payment": sa.select(Payment.id, Person.name).join(Person, Person.id == Payment.person_id),
    "period": sa.select(Period.id, Period.code),
    "product": sa.select(Product.id, Product.sku),
    "round": sa.select(Round.id, Round.name),
    "sales_import": sa.select(SalesImport.id, SalesImport.file_name),
    "statement": sa.select(Statement.id, Person.name, Period.code)
    .join(Person, Person.id == Statement.person_id)
    .join(Settlement, Settlement.id == Statement.settlement_id)
    .join(Period, Period.id == Settlement.period_id),
}
"""By kind of subject: a row's id, and what names it."""


def subjects_named(subjects: Iterable[str]) -> Mapping[str, str]:
    """``batch:5`` and its like in words, by subject; what is gone or has no words stays out.

    One query for each kind there is.
    """
    split = {subject: subject.partition(":")[::2] for subject in subjects}
    wanted = {
        kind: {int(rest) for each, rest in split.values() if each == kind and rest.isdecimal()}
        for kind in {kind for kind, _ in split.values()} & set(NAMES)
    }
    found = {kind: _names(kind, ids) for kind, ids in wanted.items()}
    named = {}
    for subject, (kind, rest) in split.items():
        label = label_of("about", kind)
        name = found[kind].get(rest, "") if kind in found else rest
        if name and label != kind:
            named[subject] = f"{label} {name}"
    return named


def _names(kind: str, ids: Collection[int]) -> Mapping[str, str]:
    select = NAMES[kind]
    rows = session().execute(select.where(select.selected_columns[0].in_(ids)))
    return {str(number): ", ".join(_said(each) for each in parts) for number, *parts in rows}


def _said(part: Any) -> str:
    if isinstance(part, dict):
        return str(part.get(language()) or next(iter(part.values()), ""))
    return str(part)
