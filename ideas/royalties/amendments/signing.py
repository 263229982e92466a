"""Accepting an amendment, or refusing it."""

from datetime import date

from ideas import clock
from ideas.accounts.models import AgeBand, Person
from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.guardians.actions import ask_guardian, found_link, write_signature
from ideas.agreements.guardians.models import GuardianAcceptance
from ideas.agreements.guardians.queries import guardians_of, usable_guardian_link
from ideas.agreements.guardians.rules import Guardian, refusal_to_ask_again, refusal_to_sign
from ideas.agreements.models import Agreement, Share
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import Refusal, refuse
from ideas.royalties.amendments import rules
from ideas.royalties.amendments.actions import end, locked, people_of
from ideas.royalties.amendments.models import AmendmentAcceptance, AmendmentEnd
from ideas.royalties.amendments.queries import (
    acceptance_of,
    acceptances_missing,
    calendar_of,
    guardians_missing,
)
from ideas.royalties.events import AmendmentAgreed
from ideas.royalties.ledger.queries import lock_ledger


@writes
def accept(
    card: RateCard, share: Share, signed: rules.Signature, *, by: Person
) -> AmendmentAcceptance:
    """Accept with one's typed name; twice is once. It holds from the last name on.

    A minor's guardian is written to, and has to sign as well.
    """
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
    if is_minor:
        ask_guardian(card, share, signed.guardian, by=by)
    acceptance = AmendmentAcceptance(
        card_id=card.id,
        share_id=share.id,
        name=signed.name.strip(),
        guardian=signed.guardian.name.strip() if is_minor and signed.guardian else None,
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
    if acceptances_missing(card) or guardians_missing(card):
        return
    card.state, card.active_at = CardState.ACTIVE, clock.now()
    session().flush()
    record(AmendmentAgreed(card.id, agreement.idea_id, people_of(agreement)))


@writes
def ask_again(card: RateCard, share: Share, guardian: Guardian | None, *, by: Person) -> None:
    """Write to one's guardian again, or to another; the link before opens nothing any more."""
    _, card = locked(card)
    given = acceptance_of(card.id, share.id)
    is_waiting = bool(given and given.guardian) and share.id not in guardians_of(card.id)
    refuse(Refusal("agreement.not_yours") if share.person_id != by.id else None)
    is_offered = card.state is CardState.OFFERED
    refuse(refusal_to_ask_again(is_waiting=is_waiting, is_offered=is_offered))
    ask_guardian(card, share, guardian, by=by)


@writes
def sign_as_guardian(token: str, name: str) -> GuardianAcceptance:
    """Sign a change with a minor, by the link that was mailed; it works once."""
    lock_ledger()
    link = found_link(usable_guardian_link(token))
    agreement, card = locked(link.card)
    link = found_link(usable_guardian_link(token))
    refuse(Refusal("guardian.link_gone") if card.version == 1 else None)
    refuse(refusal_to_sign(card.state, name))
    refuse(rules.refusal_of_day(calendar_of(card.first_on or date.max)))
    given = write_signature(link, name)
    _begin_when_whole(agreement, card)
    return given


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
