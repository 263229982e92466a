"""Preparing, offering, accepting and ending an agreement."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from ideas import clock
from ideas.accounts.models import AgeBand, Person
from ideas.agreements import rules
from ideas.agreements.events import AgreementAccepted, AgreementEnded, AgreementOffered
from ideas.agreements.models import Acceptance, Agreement, AgreementState, Share
from ideas.agreements.queries import (
    acceptances_missing,
    agreement_under_way,
    locked_agreement,
)
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
    rate_bp: int
    territory: str
    reserve_bp: int
    reserve_periods: int
    deductions_cap_bp: int
    minimum: int
    copies: int
    text: dict[str, str]


@writes
def prepare(idea: Idea, *, by: Person, text: dict[str, str]) -> Agreement:
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
        rate_bp=terms.royalty_bp,
        territory="",
        reserve_bp=0,
        reserve_periods=rules.RESERVE_PERIODS,
        deductions_cap_bp=rules.DEDUCTIONS_CAP_BP,
        minimum=rules.MINIMUM_PAYMENT,
        copies=terms.copies,
        text=text,
        prepared_by_id=by.id,
        prepared_at=clock.now(),
        shares=_proposed_shares(idea),
    )
    session().add(agreement)
    session().flush()
    note("agreement.prepare", f"agreement:{agreement.id}", by=by.id, idea=idea.id)
    return agreement


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
    people = [part.person_id for part in parts]
    refuse(rules.refusal_to_handle(is_own=by.id in agreement.idea.team_ids))
    refuse(rules.refusal_to_edit(agreement.state, people, agreement.idea.team_ids))
    for each in fields(figures):
        setattr(agreement, each.name, getattr(figures, each.name))
    agreement.prepared_by_id = by.id
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
        )
        for position, part in enumerate(parts)
        if part.share_bp > 0
    )
    session().flush()
    session().expire(agreement, ["shares"])
    note("agreement.edit", f"agreement:{agreement.id}", by=by.id)


@writes
def offer(agreement: Agreement, *, by: Person) -> None:
    """Fix the contents and ask every creator to accept."""
    agreement = locked_agreement(agreement.id)
    refuse(rules.refusal_to_handle(is_own=by.id in agreement.idea.team_ids))
    refuse(rules.refusal_to_offer(agreement.state, agreement.share_total, agreement.text))
    agreement.text_hash = rules.hash_of(contents_of(agreement))
    agreement.state, agreement.offered_at = AgreementState.OFFERED, clock.now()
    session().flush()
    note("agreement.offer", f"agreement:{agreement.id}", by=by.id, text_hash=agreement.text_hash)
    record(AgreementOffered(agreement.id, agreement.idea_id, _people(agreement)))


def contents_of(agreement: Agreement) -> rules.Contents:
    """What the agreement's hash covers."""
    numbers: dict[str, Any] = {
        each.name: getattr(agreement, each.name)
        for each in fields(rules.Contents)
        if each.name != "parts"
    }
    parts = (rules.Part(each.person_id, each.share_bp, each.advance) for each in agreement.shares)
    return rules.Contents(**numbers, parts=tuple(parts))


@writes
def accept(share: Share, *, by: Person, name: str, guardian: str = "") -> Acceptance:
    """Accept one's own share with one's typed name; twice is once. The last one makes it active."""
    agreement = locked_agreement(share.agreement_id)
    given = session().get(Acceptance, share.id)
    if given is not None:
        return given
    is_minor = by.age_band is AgeBand.MINOR
    refuse(
        rules.refusal_to_accept(
            agreement.state,
            is_party=share.person_id == by.id,
            name=name,
            is_minor=is_minor,
            guardian=guardian,
        )
    )
    acceptance = Acceptance(
        share_id=share.id,
        name=name.strip(),
        guardian=guardian.strip() if is_minor else None,
        text_hash=agreement.text_hash,
        accepted_at=clock.now(),
    )
    session().add(acceptance)
    session().flush()
    is_active = _begin_when_whole(agreement)
    note("agreement.accept", f"agreement:{agreement.id}", by=by.id, share=share.id)
    record(AgreementAccepted(agreement.id, agreement.idea_id, by.id, is_active))
    return acceptance


def _begin_when_whole(agreement: Agreement) -> bool:
    if acceptances_missing(agreement.id):
        return False
    agreement.state, agreement.active_at = AgreementState.ACTIVE, clock.now()
    session().flush()
    return True


@writes
def end(agreement: Agreement, *, by: Person, reason: str) -> None:
    """Withdraw a draft or an offer, or end an agreement that nothing is sold under."""
    refuse(rules.refusal_to_handle(is_own=by.id in agreement.idea.team_ids))
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
    session().flush()
    note("agreement.end", f"agreement:{agreement.id}", by=by.id)
    if was_offered:
        record(AgreementEnded(agreement.id, agreement.idea_id, _people(agreement)))


def _people(agreement: Agreement) -> tuple[int, ...]:
    return tuple(share.person_id for share in agreement.shares)
