"""Accepting an agreement: creators, and the guardians of those who are minors."""

from ideas import clock
from ideas.accounts.models import AgeBand, Person
from ideas.agreements import rules
from ideas.agreements.cards.models import CardState
from ideas.agreements.events import AgreementAccepted, GuardianRefused
from ideas.agreements.guardians.actions import (
    ask_guardian,
    found_link,
    write_refusal,
    write_signature,
)
from ideas.agreements.guardians.models import GuardianAcceptance
from ideas.agreements.guardians.queries import (
    guardians_missing,
    guardians_of,
    usable_guardian_link,
)
from ideas.agreements.guardians.rules import (
    Guardian,
    refusal_to_ask_again,
    refusal_to_say_no,
    refusal_to_sign,
)
from ideas.agreements.models import Acceptance, Agreement, AgreementState, Share
from ideas.agreements.queries import acceptances_missing, locked_agreement
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.refusals import Refusal, refuse


@writes
def accept(share: Share, *, by: Person, name: str, guardian: Guardian | None = None) -> Acceptance:
    """Accept one's own share with one's typed name; twice is once. The last name makes it active.

    A minor's guardian is written to, and has to sign as well.
    """
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
            guardian=guardian.name if guardian else "",
        )
    )
    if is_minor:
        ask_guardian(agreement.cards[0], share, guardian, by=by)
    acceptance = Acceptance(
        share_id=share.id,
        name=name.strip(),
        guardian=guardian.name.strip() if is_minor and guardian else None,
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
    card, moment = agreement.cards[0], clock.now()
    if acceptances_missing(agreement.id) or guardians_missing(agreement.id, card.id):
        return False
    agreement.state, agreement.active_at = AgreementState.ACTIVE, moment
    card.state, card.active_at = CardState.ACTIVE, moment
    session().flush()
    return True


@writes
def ask_again(share: Share, guardian: Guardian | None, *, by: Person) -> None:
    """Write to one's guardian again, or to another; the link before opens nothing any more."""
    agreement = locked_agreement(share.agreement_id)
    given, card = session().get(Acceptance, share.id), agreement.cards[0]
    is_waiting = bool(given and given.guardian) and share.id not in guardians_of(card.id)
    refuse(Refusal("agreement.not_yours") if share.person_id != by.id else None)
    is_offered = agreement.state is AgreementState.OFFERED
    refuse(refusal_to_ask_again(is_waiting=is_waiting, is_offered=is_offered))
    ask_guardian(card, share, guardian, by=by)


@writes
def sign_as_guardian(token: str, name: str) -> GuardianAcceptance:
    """Sign an agreement with a minor, by the link that was mailed; it works once."""
    link = found_link(usable_guardian_link(token))
    agreement = locked_agreement(link.share.agreement_id)
    link = found_link(usable_guardian_link(token))
    refuse(Refusal("guardian.link_gone") if link.card.version > 1 else None)
    refuse(refusal_to_sign(agreement.state, name))
    given = write_signature(link, name)
    is_active = _begin_when_whole(agreement)
    person_id = link.share.person_id
    record(AgreementAccepted(agreement.id, agreement.idea_id, person_id, is_active))
    return given


@writes
def refuse_as_guardian(token: str, words: str) -> None:
    """Say no to an agreement or a change of it by the link that was mailed; it works once.

    The minor can ask another, or the same again, while it is offered.
    """
    link = found_link(usable_guardian_link(token))
    agreement = locked_agreement(link.share.agreement_id)
    link = found_link(usable_guardian_link(token))
    refuse(refusal_to_say_no(link.card.state))
    write_refusal(link, words)
    record(GuardianRefused(link.id, agreement.idea_id, link.share.person_id))
