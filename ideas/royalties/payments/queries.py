"""Finding what is due and what was paid."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person, RoleGrant
from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.db import session
from ideas.policy import Role
from ideas.royalties.payments.models import Payment, PaymentKind
from ideas.royalties.settlements.models import Settlement, Statement

WITH_PEOPLE = (
    joinedload(Payment.person),
    joinedload(Payment.proposed_by),
    joinedload(Payment.confirmed_by),
    joinedload(Payment.share).joinedload(Share.agreement).joinedload(Agreement.idea),
)


def statements_due() -> Sequence[Statement]:
    """Statements with something to pay that nobody prepared yet, oldest first."""
    prepared = sa.exists().where(Payment.statement_id == Statement.id)
    found = sa.select(Statement).where(Statement.payable > 0, ~prepared)
    loaded = found.options(
        joinedload(Statement.person),
        joinedload(Statement.settlement).joinedload(Settlement.period),
        joinedload(Statement.settlement)
        .joinedload(Settlement.agreement)
        .joinedload(Agreement.idea),
    )
    return session().scalars(loaded.order_by(Statement.id)).all()


def advances_due() -> Sequence[Share]:
    """Shares in force with an advance that nobody prepared yet, oldest first."""
    prepared = sa.exists().where(Payment.share_id == Share.id, Payment.kind == PaymentKind.ADVANCE)
    found = sa.select(Share).join(Agreement, Agreement.id == Share.agreement_id)
    found = found.where(Agreement.state == AgreementState.ACTIVE, Share.advance > 0, ~prepared)
    loaded = found.options(
        joinedload(Share.person), joinedload(Share.agreement).joinedload(Agreement.idea)
    )
    return session().scalars(loaded.order_by(Share.id)).all()


def payments_waiting() -> Sequence[Payment]:
    """Prepared payments that wait for a second person, oldest first.

    An advance of an agreement that ended meanwhile is due no more.
    """
    in_force = Payment.share.has(Share.agreement.has(Agreement.state == AgreementState.ACTIVE))
    found = sa.select(Payment).where(Payment.sent_at.is_(None))
    found = found.where(sa.or_(Payment.kind != PaymentKind.ADVANCE, in_force))
    return session().scalars(found.options(*WITH_PEOPLE).order_by(Payment.id)).all()


def payments_sent(limit: int = 50) -> Sequence[Payment]:
    """The last payments sent, newest first."""
    found = sa.select(Payment).where(Payment.sent_at.is_not(None)).options(*WITH_PEOPLE)
    return session().scalars(found.order_by(Payment.sent_at.desc(), Payment.id).limit(limit)).all()


def payments_to(person_id: int) -> Sequence[Payment]:
    """What was sent to a person, newest first."""
    found = sa.select(Payment).where(Payment.person_id == person_id, Payment.sent_at.is_not(None))
    return session().scalars(found.options(*WITH_PEOPLE).order_by(Payment.id.desc())).all()


def payment_of(statement_id: int) -> Payment | None:
    """The payment of a statement, prepared or sent."""
    return session().scalar(sa.select(Payment).where(Payment.statement_id == statement_id))


def advance_paid(share_id: int) -> Payment | None:
    """The payment of a share's advance, prepared or sent."""
    found = sa.select(Payment).where(Payment.share_id == share_id)
    return session().scalar(found.where(Payment.kind == PaymentKind.ADVANCE))


def payment_by_id(payment_id: int) -> Payment | None:
    """The payment."""
    return session().get(Payment, payment_id)


def locked_payment(payment_id: int) -> Payment:
    """The payment, read anew and locked until the transaction ends."""
    locked = sa.select(Payment).where(Payment.id == payment_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def others_in_finance(person_ids: set[int]) -> Sequence[str]:
    """Names of those in finance besides these people, who could confirm."""
    found = sa.select(Person.name).join(RoleGrant, RoleGrant.person_id == Person.id)
    found = found.where(RoleGrant.role == Role.FINANCE, Person.id.not_in(person_ids))
    active = found.where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
    return session().scalars(active.order_by(Person.name)).all()
