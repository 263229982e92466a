"""Who is told of money that came back, accounts, tax forms, and changes of agreements."""

from dataclasses import replace

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import RoleGrant
from ideas.agreements.events import GuardianRefused
from ideas.db import writes
from ideas.notifications.actions import tell
from ideas.notifications.queries import people
from ideas.notifications.rules import NoticeKind, Told
from ideas.policy import Role
from ideas.royalties.bank.rules import AccountState
from ideas.royalties.events import (
    AmendmentAgreed,
    AmendmentEnded,
    AmendmentOffered,
    AuditAnswered,
    AuditAsked,
    BankAccountChanged,
    PaymentReturned,
)
from ideas.royalties.payees.queries import last_forms, payees
from ideas.royalties.payees.rules import FormState, form_state


def tell_of_return(event: PaymentReturned) -> None:
    """The payee hears that money came back."""
    key = f"payment:{event.payment_id}:returned"
    told = Told(NoticeKind.PAYMENT, key, "returned", event.idea_id)
    tell(told, people([event.person_id]))


def tell_of_account(event: BankAccountChanged) -> None:
    """The payee hears of every change of where they are paid; finance of what it must approve."""
    key = f"bank_account:{event.account_id}:{event.state}"
    told = Told(NoticeKind.PAYMENT, key, f"account_{event.state}")
    tell(told, people([event.person_id]))
    if event.state == AccountState.WAITING:
        others = _finance().where(RoleGrant.person_id != event.person_id)
        tell(Told(NoticeKind.PAYMENT, f"{key}:finance", "account_to_approve"), others)


def tell_of_amendment(event: AmendmentOffered | AmendmentAgreed | AmendmentEnded) -> None:
    """Those with a share hear of a change of their agreement; finance that it was refused."""
    variants = {AmendmentOffered: "change_offered", AmendmentAgreed: "change_agreed"}
    variant, key = variants.get(type(event), "change_ended"), f"amendment:{event.card_id}"
    told = Told(NoticeKind.AGREEMENT, f"{key}:{variant}", variant, event.idea_id)
    tell(told, people(event.person_ids))
    if isinstance(event, AmendmentEnded) and event.refused_by_id is not None:
        told = Told(NoticeKind.DISPUTE, f"{key}:refused", "change_refused", event.idea_id)
        tell(replace(told, actor_id=event.refused_by_id), _finance())


def tell_of_audit(event: AuditAsked | AuditAnswered) -> None:
    """Finance hears that a payee wants an audit; the payee what was answered."""
    key = f"audit_request:{event.request_id}"
    if isinstance(event, AuditAnswered):
        told = Told(NoticeKind.AGREEMENT, f"{key}:answer", f"audit_{event.reply}", event.idea_id)
        tell(told, people([event.person_id]))
        return
    told = Told(NoticeKind.DISPUTE, key, "audit_asked", event.idea_id)
    others = _finance().where(RoleGrant.person_id != event.person_id)
    tell(replace(told, actor_id=event.person_id), others)


def tell_of_guardian(event: GuardianRefused) -> None:
    """A minor and finance hear that the minor's guardian does not agree."""
    key, variant = f"guardian:{event.link_id}:refused", "guardian_refused"
    tell(Told(NoticeKind.AGREEMENT, key, variant, event.idea_id), people([event.person_id]))
    told = Told(NoticeKind.DISPUTE, f"{key}:finance", variant, event.idea_id)
    tell(replace(told, actor_id=event.person_id), _finance())


@writes
def tell_of_tax_forms() -> None:
    """Payee and finance hear once that a tax form ends soon, and once that it has ended."""
    today, everybody = clock.today(), payees()
    names = {person.id: person.name for person in everybody}
    for person_id, form in last_forms(names).items():
        state = form_state(form.ends_on, today)
        if state in (FormState.ENDS_SOON, FormState.ENDED):
            key, words = f"tax_form:{form.id}:{state}", {"day": str(form.ends_on)}
            told = Told(NoticeKind.PAYMENT, key, f"form_{state}", words=words)
            tell(told, people([person_id]))
            words = words | {"name": names[person_id]}
            told = Told(NoticeKind.PAYMENT, f"{key}:finance", "form_of_payee", words=words)
            tell(told, _finance().where(RoleGrant.person_id != person_id))


def _finance() -> sa.Select[int]:
    return sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.FINANCE)
