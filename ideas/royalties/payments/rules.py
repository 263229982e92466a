"""What goes into a batch, when it moves on, and what a payment posts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from ideas.refusals import Refusal
from ideas.royalties.ledger.rules import (
    BANK,
    Draft,
    Kind,
    Leg,
    advance_of,
    payable_of,
    taken_back,
)

EURO = "EUR"


class PaymentKind(StrEnum):
    """What a payment is for."""

    ROYALTY = "royalty"
    ADVANCE = "advance"


class PaymentState(StrEnum):
    """Where a payment is; one that was returned or dropped is due again."""

    WAITING = "waiting"
    SENT = "sent"
    RETURNED = "returned"
    DROPPED = "dropped"


class BatchState(StrEnum):
    """Where a batch is."""

    PREPARED = "prepared"
    APPROVED = "approved"
    EXPORTED = "exported"
    DONE = "done"
    CANCELLED = "cancelled"


BEFORE_THE_BANK = (BatchState.PREPARED, BatchState.APPROVED)


class Way(StrEnum):
    """How money travels: a SEPA transfer, or whatever finance's bank offers elsewhere."""

    SEPA = "sepa"
    OTHER = "other"


class Block(StrEnum):
    """Why something that is due cannot be paid now, or leaves the batch it was put into."""

    OWN = "own"
    HELD = "held"
    DISPUTED = "disputed"
    NO_ACCOUNT = "no_account"
    ENDED = "ended"


@dataclass(frozen=True)
class Due:
    """Something to pay: its kind, the statement's or share's id, whose it is, minor units.

    ``reaches`` says whether a SEPA transfer reaches the account; None where there is none.
    """

    kind: PaymentKind
    id: int
    person_id: int
    amount: int
    currency: str
    reaches: bool | None = None
    is_held: bool = False
    is_disputed: bool = False

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{self.kind}:{self.id}"


def block_of(due: Due, *, by: int) -> Block | None:
    """Why this cannot be prepared by somebody now."""
    if due.person_id == by:
        return Block.OWN
    if due.is_held:
        return Block.HELD
    if due.is_disputed:
        return Block.DISPUTED
    return Block.NO_ACCOUNT if due.reaches is None else None


def way_of(due: Due) -> Way:
    """SEPA carries euros to accounts it reaches."""
    return Way.SEPA if due.reaches and due.currency == EURO else Way.OTHER


def batches_of(dues: Iterable[Due], *, by: int) -> dict[tuple[str, Way], list[Due]]:
    """What can be paid, by currency and way, each in the order given."""
    batches: dict[tuple[str, Way], list[Due]] = defaultdict(list)
    for due in dues:
        if block_of(due, by=by) is None and due.amount > 0:
            batches[due.currency, way_of(due)].append(due)
    return dict(sorted(batches.items()))


def refusal_to_prepare(batches: dict[tuple[str, Way], list[Due]]) -> Refusal | None:
    """There is something to pay."""
    return None if batches else Refusal("batch.nothing_due")


def refusal_to_approve(
    state: BatchState, *, by: int, prepared_by: int, payees: Set[int], others: Sequence[str]
) -> Refusal | None:
    """Somebody else approves, who is not paid by it; ``others`` are the names of who could."""
    if state is not BatchState.PREPARED:
        return Refusal("batch.not_prepared")
    if by in payees:
        return Refusal("batch.to_oneself")
    if by != prepared_by:
        return None
    return Refusal("batch.own", names=", ".join(others)) if others else Refusal("batch.alone")


def refusal_to_cancel(state: BatchState, reason: str) -> Refusal | None:
    """What the bank has not seen can be called off, with a reason."""
    if state not in BEFORE_THE_BANK:
        return Refusal("batch.exported")
    return None if reason.strip() else Refusal("batch.no_reason")


def refusal_to_export(
    state: BatchState, way: Way, *, has_payer: bool, is_empty: bool = False
) -> Refusal | None:
    """Files are made of an approved batch with something to pay; SEPA must know who pays."""
    if state in (BatchState.PREPARED, BatchState.CANCELLED):
        return Refusal("batch.not_approved")
    if is_empty:
        return Refusal("batch.nothing_left")
    return None if has_payer or way is Way.OTHER else Refusal("batch.no_payer")


def stop_of(*, is_disputed: bool, is_held: bool, has_ended: bool) -> Block | None:
    """Why a payment of a batch is not carried out after all, up to the making of its files."""
    if is_disputed:
        return Block.DISPUTED
    if is_held:
        return Block.HELD
    return Block.ENDED if has_ended else None


def refusal_to_confirm(batch: BatchState, state: PaymentState, *, is_own: bool) -> Refusal | None:
    """The bank got the batch, nobody said yet what became of this, and it is not one's own."""
    if is_own:
        return Refusal("payment.to_oneself")
    if batch not in (BatchState.EXPORTED, BatchState.DONE):
        return Refusal("batch.not_exported")
    return None if state is PaymentState.WAITING else Refusal("payment.decided")


def refusal_to_return(
    batch: BatchState, state: PaymentState, reason: str, *, is_own: bool
) -> Refusal | None:
    """Something the bank was given comes back, once, with its reason."""
    if is_own:
        return Refusal("payment.to_oneself")
    if batch not in (BatchState.EXPORTED, BatchState.DONE):
        return Refusal("batch.not_exported")
    if state not in (PaymentState.WAITING, PaymentState.SENT):
        return Refusal("payment.decided")
    return None if reason.strip() else Refusal("payment.no_reason")


def is_done(states: Iterable[PaymentState]) -> bool:
    """Is nothing of a batch open any more?"""
    return PaymentState.WAITING not in set(states)


def draft_for(payment_id: int, *, share_id: int, is_advance: bool, money: tuple[int, str]) -> Draft:
    """The entry of a payment that was sent; ``money`` is minor units and currency."""
    amount, currency = money
    account = advance_of(share_id) if is_advance else payable_of(share_id)
    kind = Kind.ADVANCE_PAID if is_advance else Kind.ROYALTY_PAID
    legs = (Leg(account, amount, currency), Leg(BANK, -amount, currency))
    return Draft(f"paid:{payment_id}", kind, legs)


def returned(sent: Draft) -> Draft:
    """The entry that takes a payment's back: of its kind, and linked to it."""
    return Draft(f"{sent.key}:returned", sent.kind, taken_back(sent.legs), reverses=sent.key)
