"""Finding what is due, batches and payments."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.agreements.models import Agreement, AgreementState, Share
from ideas.db import session
from ideas.royalties.payments.models import Batch, BatchFile, Hold, Payment
from ideas.royalties.payments.rules import BatchState, PaymentKind, PaymentState
from ideas.royalties.settlements.models import Settlement, Statement

LIVE = Payment.state.in_((PaymentState.WAITING, PaymentState.SENT))
WITH_PEOPLE = (
    joinedload(Payment.person),
    joinedload(Payment.batch),
    joinedload(Payment.account),
    joinedload(Payment.share).joinedload(Share.agreement).joinedload(Agreement.idea),
    joinedload(Payment.statement).joinedload(Statement.settlement).joinedload(Settlement.period),
)


def statements_due() -> Sequence[Statement]:
    """Statements with something to pay that is not under way or paid, oldest first."""
    prepared = sa.exists().where(Payment.statement_id == Statement.id, LIVE)
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
    """Shares in force with an advance that is not under way or paid, oldest first."""
    prepared = sa.exists().where(
        Payment.share_id == Share.id, Payment.kind == PaymentKind.ADVANCE, LIVE
    )
    found = sa.select(Share).join(Agreement, Agreement.id == Share.agreement_id)
    found = found.where(Agreement.state == AgreementState.ACTIVE, Share.advance > 0, ~prepared)
    loaded = found.options(
        joinedload(Share.person), joinedload(Share.agreement).joinedload(Agreement.idea)
    )
    return session().scalars(loaded.order_by(Share.id)).all()


def people_held() -> dict[int, Hold]:
    """Those to whom nothing is paid now."""
    found = session().scalars(sa.select(Hold).where(Hold.lifted_at.is_(None)))
    return {each.person_id: each for each in found}


def batches_in(*states: BatchState, limit: int = 200) -> Sequence[Batch]:
    """Batches in these states, newest first."""
    found = sa.select(Batch).where(Batch.state.in_(states))
    found = found.options(joinedload(Batch.prepared_by), joinedload(Batch.approved_by))
    return session().scalars(found.order_by(Batch.id.desc()).limit(limit)).all()


def payments_waiting() -> Sequence[Batch]:
    """Batches that wait for a second person, newest first."""
    return batches_in(BatchState.PREPARED)


def payments_in(batch_id: int) -> Sequence[Payment]:
    """A batch's payments, in their order."""
    found = sa.select(Payment).where(Payment.batch_id == batch_id).options(*WITH_PEOPLE)
    return session().scalars(found.order_by(Payment.id)).all()


def payments_sent(limit: int = 50) -> Sequence[Payment]:
    """The last payments sent, newest first."""
    found = sa.select(Payment).where(Payment.state == PaymentState.SENT).options(*WITH_PEOPLE)
    return session().scalars(found.order_by(Payment.sent_at.desc(), Payment.id).limit(limit)).all()


def payments_to(person_id: int) -> Sequence[Payment]:
    """What was sent to a person, newest first; what came back is among it."""
    found = sa.select(Payment).where(Payment.person_id == person_id, Payment.sent_at.is_not(None))
    return session().scalars(found.options(*WITH_PEOPLE).order_by(Payment.id.desc())).all()


def payment_of(statement_id: int) -> Payment | None:
    """The payment of a statement, under way or sent."""
    return session().scalar(sa.select(Payment).where(Payment.statement_id == statement_id, LIVE))


def payment_on_its_way(statement_id: int) -> Payment | None:
    """The payment of a statement that no dispute stops any more: the bank was given it."""
    payment = payment_of(statement_id)
    if payment is None or payment.batch.exported_at:
        return payment
    return None


def payment_by_id(payment_id: int) -> Payment | None:
    """The payment."""
    return session().get(Payment, payment_id)


def batch_by_id(batch_id: int) -> Batch | None:
    """The batch."""
    return session().get(Batch, batch_id)


def file_of(batch_id: int, kind: str) -> BatchFile | None:
    """A file of a batch, once it was made."""
    return session().get(BatchFile, (batch_id, kind))


def locked_batch(batch_id: int) -> Batch:
    """The batch, read anew and locked until the transaction ends."""
    locked = sa.select(Batch).where(Batch.id == batch_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def locked_payment(payment_id: int) -> Payment:
    """The payment, read anew and locked until the transaction ends."""
    locked = sa.select(Payment).where(Payment.id == payment_id)
    locked = locked.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def open_hold(person_id: int) -> Hold | None:
    """What keeps somebody from being paid."""
    found = sa.select(Hold).where(Hold.person_id == person_id, Hold.lifted_at.is_(None))
    return session().scalar(found.with_for_update())


def accounts_paid_to(person_id: int) -> list[int]:
    """The accounts of somebody that payments went to."""
    found = sa.select(Payment.account_id).where(Payment.person_id == person_id)
    return [each for each in session().scalars(found.distinct()) if each is not None]
