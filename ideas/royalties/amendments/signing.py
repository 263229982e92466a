"""Accepting an amendment, or refusing it."""

from datetime import date

from ideas import clock
from ideas.accounts.models import AgeBand, Person
from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.models import Agreement, Share
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import refuse
from ideas.royalties.amendments import rules
from ideas.royalties.amendments.actions import end, locked, people_of
from ideas.royalties.amendments.models import AmendmentAcceptance, AmendmentEnd
from ideas.royalties.amendments.queries import acceptance_of, acceptances_missing, calendar_of
from ideas.royalties.events import AmendmentAgreed
from ideas.royalties.ledger.queries import lock_ledger


@writes
def accept(
    card: RateCard, share: Share, signed: rules.Signature, *, by: Person
) -> AmendmentAcceptance:
    """Accept with one's typed name; twice is once. It holds from the last acceptance on."""
    lock_ledger()
    agreement, card = locked(card)
    given = acceptance_of(card.id, share.id)
    if given is not None and share.person_id == by.id:
        return given
    is_minor = by.age_band is AgeBand.MINOR
    is_party = share.person_id == by.id and share.agreement_id == agreement.id
    calendar = calendar_of(card.first_on or date.max)
    refuse(
        rules.refusal_to_accept(card.state, calendar, signed, is_party=is_party, is_minor=is_minor)
    )
    acceptance = AmendmentAcceptance(
        card_id=card.id,
        share_id=share.id,
        name=signed.name.strip(),
        guardian=signed.guardian.strip() if is_minor else None,
        text_hash=card.text_hash or "",
        accepted_at=clock.now(),
    )
    session().add(acceptance)
    session().flush()
    detail = {"version": card.version, "share": share.id}
    note("amendment.accept", f"agreement:{agreement.id}", by=by.id, **detail)
    _begin_when_whole(agreement, card)
    return acceptance


def _begin_when_whole(agreement: Agreement, card: RateCard) -> None:
    if acceptances_missing(card):
        return
    card.state, card.active_at = CardState.ACTIVE, clock.now()
    session().flush()
    record(AmendmentAgreed(card.id, agreement.idea_id, people_of(agreement)))


@writes
def refuse_amendment(card: RateCard, share: Share, *, by: Person, reason: str) -> None:
    """Say no: the amendment ends, and what was agreed before holds."""
    agreement, card = locked(card)
    is_party = share.person_id == by.id and share.agreement_id == agreement.id
    has_accepted = acceptance_of(card.id, share.id) is not None
    refuse(
        rules.refusal_to_refuse(card.state, reason, is_party=is_party, has_accepted=has_accepted)
    )
    end(agreement, card, AmendmentEnd(share_id=share.id, ended_by_id=by.id, reason=reason.strip()))
    note("amendment.refuse", f"agreement:{agreement.id}", by=by.id, version=card.version)
