"""Making a batch's files, once, and handing them out."""

import hashlib
from collections.abc import Mapping, Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.money import Money
from ideas.refusals import refuse
from ideas.royalties.bank.queries import account_in
from ideas.royalties.bank.rules import Account, plain_code
from ideas.royalties.ledger.queries import lock_ledger
from ideas.royalties.payees.keys import opened, seal
from ideas.royalties.payments import rules
from ideas.royalties.payments.files import Message, Transfer, csv_file, xml_file
from ideas.royalties.payments.models import Batch, BatchFile, Payment
from ideas.royalties.payments.queries import file_of, locked_batch, payments_in
from ideas.royalties.payments.rules import BatchState, Block, PaymentKind, PaymentState, Way
from ideas.royalties.payments.stopping import stops_under_lock
from ideas.royalties.settings import Royalties
from ideas.settings.queries import dials


@writes
def export(batch: Batch, *, by: Person) -> Batch:
    """Make the files of an approved batch; they stay as they are, however often this is asked.

    What was disputed, held or ended meanwhile is left out, and due again.
    """
    lock_ledger()
    batch = locked_batch(batch.id)
    if batch.exported_at is not None:
        return batch
    payments, payer = payments_in(batch.id), payer_of_site()
    stopped = stops_under_lock(payments)
    is_named, is_empty = bool(payer.holder and payer.iban), len(stopped) == len(payments)
    refuse(rules.refusal_to_export(batch.state, batch.way, has_payer=is_named, is_empty=is_empty))
    _leave_out(payments, stopped)
    left = [each for each in payments if each.id not in stopped]
    moment, total = clock.now(), Money(sum(each.amount for each in left), batch.currency)
    _write(batch, payer, left)
    batch.state, batch.exported_at = BatchState.EXPORTED, moment
    session().flush()
    detail = {"total": str(total), "count": len(left), "left_out": len(stopped)}
    note("batch.export", f"batch:{batch.id}", by=by.id, **detail)
    return batch


def _leave_out(payments: Sequence[Payment], stopped: Mapping[int, Block]) -> None:
    for each in payments:
        if each.id in stopped:
            each.state, each.reason = PaymentState.DROPPED, stopped[each.id].value
    session().flush()


def _write(batch: Batch, payer: Account, payments: Sequence[Payment]) -> None:
    moment, transfers = clock.now(), [_transfer(each) for each in payments]
    _keep(batch, "csv", csv_file(transfers))
    if batch.way is Way.SEPA:
        message = Message(batch.message_id, batch.approved_at or moment, moment.date())
        _keep(batch, "xml", xml_file(payer, transfers, message))


def payer_of_site() -> Account:
    """Whose account pays."""
    own = dials(Royalties)
    return Account(own.payer_name, plain_code(own.payer_iban), plain_code(own.payer_bic))


def _transfer(payment: Payment) -> Transfer:
    account = account_in(payment.account) if payment.account else Account("")
    title = payment.share.agreement.idea.title
    is_advance = payment.kind is PaymentKind.ADVANCE or payment.statement is None
    what = "advance" if is_advance else payment.statement.settlement.period.code  # type: ignore[union-attr]
    return Transfer(f"PAYMENT-{payment.id}", account, payment.money, f"Royalties {what}, {title}")


def _keep(batch: Batch, kind: str, text: str) -> None:
    session().add(
        BatchFile(
            batch_id=batch.id,
            kind=kind,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            sealed=seal({"text": text}, of=batch.id),
            made_at=clock.now(),
        )
    )


@writes
def fetch(batch: Batch, kind: str, *, by: Person) -> str | None:
    """A file of the batch, and an entry that it was taken; None when there is no such file."""
    kept = file_of(batch.id, kind)
    text = opened(kept.sealed, of=batch.id).get("text") if kept else None
    if text is not None:
        note("batch.fetch", f"batch:{batch.id}", by=by.id, kind=kind)
    return text
