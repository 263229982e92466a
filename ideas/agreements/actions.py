"""Preparing, offering and ending an agreement."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from ideas import clock
from ideas.accounts.models import Person
from ideas.agreements import rules
from ideas.agreements.cards.actions import write_card
from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.cards.rules import Card
from ideas.agreements.events import AgreementEnded, AgreementOffered
from ideas.agreements.models import (
    Agreement,
    AgreementState,
    Frequency,
    Part,
    Share,
)
from ideas.agreements.queries import agreement_under_way, locked_agreement
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.refusals import refuse
from ideas.voting.ballots.queries import terms_for

SELECTED = frozenset({Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED})
SOLD = frozenset({Stage.ON_SALE, Stage.RETIRED})


@dataclass(frozen=True)
class Figures:
    """What finance may change in a draft; amounts in minor units of ``currency``."""

    currency: str
    card: Card
    copies: int
    text: dict[str, str]
    territories: list[str] = field(default_factory=list)
    begins_on: date | None = None
    ends_on: date | None = None
    frequency: Frequency = Frequency.HALF_YEAR
    audit: dict[str, str] = field(default_factory=dict)


@writes
def prepare(
    idea: Idea, *, by: Person, text: dict[str, str], audit: dict[str, str] | None = None
) -> Agreement:
    """Draft an agreement by the idea's terms, with the shares its team proposed."""
    idea = locked_idea(idea.id)
    refuse(rules.refusal_to_handle(is_own=by.id in idea.team_ids))
    refuse(
        rules.refusal_to_prepare(
            idea.stage,
            is_selected=idea.stage in SELECTED,
            under_way=agreement_under_way(idea.id) is not None,
        )
    )
    terms = terms_for(idea)
    agreement = Agreement(
        idea_id=idea.id,
        state=AgreementState.DRAFT,
        currency=terms.currency,
        territories=[],
        frequency=Frequency.HALF_YEAR,
        copies=terms.copies,
        audit=audit or {},
        text=text,
        prepared_by_id=by.id,
        prepared_at=clock.now(),
        shares=_proposed_shares(idea),
    )
    session().add(agreement)
    session().flush()
    _write_first_card(agreement, terms.royalty_bp)
    note("agreement.prepare", f"agreement:{agreement.id}", by=by.id, idea=idea.id)
    return agreement


def _write_first_card(agreement: Agreement, royalty_bp: int) -> None:
    first = RateCard(
        agreement_id=agreement.id,
        version=1,
        state=CardState.DRAFT,
        prepared_by_id=agreement.prepared_by_id,
        prepared_at=agreement.prepared_at,
    )
    write_card(first, rules.first_card(royalty_bp))


def _proposed_shares(idea: Idea) -> list[Share]:
    accepted = [(each.person_id, each.share_bp) for each in idea.team if each.accepted_at]
    parts = rules.proposed_shares(idea.creator_id, accepted)
    return [
        Share(person_id=person_id, position=position, share_bp=share_bp)
        for position, (person_id, share_bp) in enumerate(parts)
    ]


@writes
def edit(
    agreement: Agreement, figures: Figures, parts: Sequence[rules.Part], *, by: Person
) -> None:
    """Change a draft; ``parts`` are all its shares, in the order an odd cent is given."""
    agreement = locked_agreement(agreement.id)
    refuse(rules.refusal_to_handle(is_own=is_own(agreement, by)))
    refuse(rules.refusal_to_handle(is_own=by.id in {part.person_id for part in parts}))
    refuse(rules.refusal_to_edit(agreement.state, parts, agreement.idea.team_ids))
    for each in fields(figures):
        if each.name != "card":
            setattr(agreement, each.name, getattr(figures, each.name))
    agreement.prepared_by_id = agreement.card.prepared_by_id = by.id
    write_card(agreement.card, figures.card)
    _write_shares(agreement, parts)
    note("agreement.edit", f"agreement:{agreement.id}", by=by.id)


def is_own(agreement: Agreement, person: Person) -> bool:
    """Would this person write an agreement they have a part in?"""
    return person.id in agreement.idea.team_ids or person.id in people_of(agreement)


def _write_shares(agreement: Agreement, parts: Sequence[rules.Part]) -> None:
    for share in agreement.shares:
        session().delete(share)
    session().flush()
    session().add_all(
        Share(
            agreement_id=agreement.id,
            person_id=part.person_id,
            position=position,
            share_bp=part.share_bp,
            advance=part.advance,
            part=Part.CONTRIBUTOR if part.is_contributor else Part.CREATOR,
        )
        for position, part in enumerate(parts)
        if part.share_bp > 0
    )
    session().flush()
    session().expire(agreement, ["shares"])


@writes
def offer(agreement: Agreement, *, by: Person) -> None:
    """Fix the contents and ask every creator to accept."""
    agreement = locked_agreement(agreement.id)
    refuse(rules.refusal_to_handle(is_own=is_own(agreement, by)))
    card, parts = agreement.card, parts_of(agreement)
    refuse(
        rules.refusal_to_offer(
            agreement.state,
            parts,
            agreement.text,
            is_year_known=not card.guarantee or agreement.begins_on is not None,
        )
    )
    agreement.text_hash = card.text_hash = rules.hash_of(contents_of(agreement))
    agreement.state, agreement.offered_at = AgreementState.OFFERED, clock.now()
    card.state = CardState.OFFERED
    session().flush()
    note("agreement.offer", f"agreement:{agreement.id}", by=by.id, text_hash=agreement.text_hash)
    record(AgreementOffered(agreement.id, agreement.idea_id, people_of(agreement)))


def contents_of(agreement: Agreement) -> rules.Contents:
    """What the agreement's hash covers."""
    return rules.Contents(
        idea_id=agreement.idea_id,
        currency=agreement.currency,
        territories=tuple(agreement.territories),
        begins_on=agreement.begins_on,
        ends_on=agreement.ends_on,
        frequency=agreement.frequency.value,
        copies=agreement.copies,
        audit=agreement.audit,
        text=agreement.text,
        card=agreement.cards[0].rule,
        parts=parts_of(agreement),
    )


def parts_of(agreement: Agreement) -> tuple[rules.Part, ...]:
    """The shares as the rules read them."""
    return tuple(
        rules.Part(each.person_id, each.share_bp, each.advance, each.part is Part.CONTRIBUTOR)
        for each in agreement.shares
    )


@writes
def end(agreement: Agreement, *, by: Person, reason: str) -> None:
    """Withdraw a draft or an offer, or end an agreement that nothing is sold under."""
    refuse(rules.refusal_to_handle(is_own=is_own(agreement, by)))
    end_with_idea(agreement, by=by, reason=reason)


@writes
def end_with_idea(agreement: Agreement, *, by: Person, reason: str) -> None:
    """End an agreement whose idea will not be made, whoever gave the idea up."""
    agreement = locked_agreement(agreement.id)
    is_sold = agreement.idea.stage in SOLD
    refuse(rules.refusal_to_end(agreement.state, is_sold=is_sold, reason=reason))
    was_offered = agreement.offered_at is not None
    agreement.state, agreement.ended_at = AgreementState.ENDED, clock.now()
    agreement.ended_reason = reason.strip()
    for card in agreement.cards:
        if not card.is_active and card.withdrawn_at is None:
            card.state, card.withdrawn_at = CardState.WITHDRAWN, agreement.ended_at
    session().flush()
    note("agreement.end", f"agreement:{agreement.id}", by=by.id)
    if was_offered:
        record(AgreementEnded(agreement.id, agreement.idea_id, people_of(agreement)))


def people_of(agreement: Agreement) -> tuple[int, ...]:
    """Who has a share."""
    return tuple(share.person_id for share in agreement.shares)
