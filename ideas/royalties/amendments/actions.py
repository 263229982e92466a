"""Writing, offering and withdrawing an amendment."""

from dataclasses import dataclass
from datetime import date

from ideas import clock
from ideas.accounts.approvals.queries import others_with
from ideas.accounts.approvals.rules import refusal_to_approve
from ideas.accounts.models import Person
from ideas.agreements.actions import is_own
from ideas.agreements.cards.actions import write_card
from ideas.agreements.cards.models import CardState, RateCard
from ideas.agreements.cards.rules import Card
from ideas.agreements.models import Agreement, AgreementState
from ideas.agreements.queries import locked_agreement
from ideas.agreements.rules import hash_of, refusal_to_handle
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.policy import Role
from ideas.refusals import refuse
from ideas.royalties.amendments import rules
from ideas.royalties.amendments.models import AmendmentEnd
from ideas.royalties.amendments.queries import agreed_before, calendar_of, locked_amendment
from ideas.royalties.events import AmendmentEnded, AmendmentOffered


@dataclass(frozen=True)
class Change:
    """What finance types: the first day, why, the whole card and the whole text from then on."""

    first_on: date
    reason: str
    card: Card
    text: dict[str, str]


@writes
def prepare(agreement: Agreement, change: Change, *, by: Person) -> RateCard:
    """Draft the next version of what an agreement in force pays."""
    agreement = locked_agreement(agreement.id)
    refuse(refusal_to_handle(is_own=is_own(agreement, by)))
    refuse(
        rules.refusal_to_prepare(
            is_active=agreement.state is AgreementState.ACTIVE,
            is_under_way=agreement.card_under_way is not None,
        )
    )
    card = RateCard(
        agreement_id=agreement.id,
        version=len(agreement.cards) + 1,
        state=CardState.DRAFT,
        prepared_by_id=by.id,
        prepared_at=clock.now(),
    )
    _write(agreement, card, change)
    note("amendment.prepare", f"agreement:{agreement.id}", by=by.id, version=card.version)
    session().expire(agreement, ["cards"])
    return card


def _write(agreement: Agreement, card: RateCard, change: Change) -> None:
    is_year_known = not change.card.guarantee or agreement.begins_on is not None
    calendar = calendar_of(change.first_on)
    refuse(
        rules.refusal_to_write(calendar, change.reason, change.text, is_year_known=is_year_known)
    )
    card.first_on, card.reason, card.text = change.first_on, change.reason.strip(), change.text
    write_card(card, change.card)


@writes
def edit(card: RateCard, change: Change, *, by: Person) -> None:
    """Change a draft; whoever changed it last is not who offers it."""
    agreement, card = locked(card)
    refuse(refusal_to_handle(is_own=is_own(agreement, by)))
    refuse(rules.refusal_to_edit(card.state))
    card.prepared_by_id = by.id
    _write(agreement, card, change)
    note("amendment.edit", f"agreement:{agreement.id}", by=by.id, version=card.version)


def locked(card: RateCard) -> tuple[Agreement, RateCard]:
    """The agreement and its amendment, read anew and locked until the transaction ends."""
    agreement = locked_agreement(card.agreement_id)
    return agreement, locked_amendment(card)


@writes
def offer(card: RateCard, *, by: Person, seen: str) -> None:
    """Ask every creator to accept what a colleague wrote; ``seen`` is the hash of what one read."""
    agreement, card = locked(card)
    refuse(refusal_to_handle(is_own=is_own(agreement, by)))
    contents = contents_of(agreement, card)
    text_hash = hash_of(contents)
    before = agreed_before(agreement, card)
    refuse(
        rules.refusal_to_offer(
            card.state,
            calendar_of(contents.first_on),
            seen=seen,
            now=text_hash,
            changes_something=(before.rule, before.text or agreement.text)
            != (contents.card, card.text),
        )
    )
    author = card.prepared_by_id
    others = others_with(Role.FINANCE, {author, *people_of(agreement)})
    refuse(refusal_to_approve(by=by.id, proposed_by=author, others=others))
    card.approved_by_id, card.approved_at = by.id, clock.now()
    card.state, card.text_hash = CardState.OFFERED, text_hash
    session().flush()
    detail = {"version": card.version, "text_hash": text_hash}
    note("amendment.offer", f"agreement:{agreement.id}", by=by.id, **detail)
    record(AmendmentOffered(card.id, agreement.idea_id, people_of(agreement)))


def contents_of(agreement: Agreement, card: RateCard) -> rules.Amended:
    """What the amendment's hash covers."""
    return rules.Amended(
        agreement_id=agreement.id,
        before=agreed_before(agreement, card).text_hash or agreement.text_hash or "",
        version=card.version,
        first_on=card.first_on or date.max,
        currency=agreement.currency,
        reason=card.reason,
        text=card.text,
        card=card.rule,
    )


def people_of(agreement: Agreement) -> tuple[int, ...]:
    """Who has a share."""
    return tuple(share.person_id for share in agreement.shares)


@writes
def withdraw(card: RateCard, *, by: Person, reason: str) -> None:
    """Give up a draft or an offer that somebody has not accepted yet."""
    agreement, card = locked(card)
    refuse(refusal_to_handle(is_own=is_own(agreement, by)))
    refuse(rules.refusal_to_withdraw(card.state, reason))
    end(agreement, card, AmendmentEnd(ended_by_id=by.id, reason=reason.strip()))
    note("amendment.withdraw", f"agreement:{agreement.id}", by=by.id, version=card.version)


def end(agreement: Agreement, card: RateCard, why: AmendmentEnd) -> None:
    """Give up what is under way; within an action."""
    was_offered = card.state is CardState.OFFERED
    why.card_id, why.ended_at = card.id, clock.now()
    card.state, card.withdrawn_at = CardState.WITHDRAWN, why.ended_at
    session().add(why)
    session().flush()
    if was_offered:
        refused_by = why.ended_by_id if why.share_id else None
        record(AmendmentEnded(card.id, agreement.idea_id, people_of(agreement), refused_by))
