"""Agreements, products and sales for tests; each function commits what it makes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ideas.accounts.models import Person
from ideas.agreements import actions as agreements
from ideas.agreements.models import Agreement
from ideas.agreements.rules import Part
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from tests.factories import an_idea

TEXT = {"en": "You earn **a part**.", "fr": "Vous recevez **une part**."}
Parts = Sequence[tuple[Person, int, int]]


def figures(**changed: Any) -> agreements.Figures:
    """The worked example's figures."""
    return replace(
        agreements.Figures(
            currency="EUR",
            rate_bp=100,
            territory="",
            reserve_bp=1_000,
            reserve_periods=2,
            deductions_cap_bp=600,
            minimum=5_000,
            copies=10,
            text=TEXT,
        ),
        **changed,
    )


def an_agreement(
    by: Person, parts: Parts, *, idea: Idea | None = None, offered: bool = True, **changed: Any
) -> Agreement:
    """An agreement of these people with these basis points and advances, offered or a draft."""
    people = [person for person, _, _ in parts]
    idea = idea or an_idea(stage=Stage.SELECTED, by=people[0], team=tuple(people[1:]))
    agreement = agreements.prepare(idea, by=by, text=TEXT)
    wanted = [Part(person.id, share, advance) for person, share, advance in parts]
    agreements.edit(agreement, figures(**changed), wanted, by=by)
    if offered:
        agreements.offer(agreement, by=by)
    db.session.commit()
    return agreement


def an_active_agreement(by: Person, parts: Parts, **changed: Any) -> Agreement:
    """The same, accepted by everybody."""
    agreement = an_agreement(by, parts, **changed)
    for share, (person, _, _) in zip(list(agreement.shares), parts, strict=True):
        agreements.accept(share, by=person, name=person.name)
    db.session.commit()
    return agreement
