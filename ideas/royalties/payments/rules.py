"""When a payment can be prepared and marked as sent, and what it posts."""

from collections.abc import Sequence

from ideas.refusals import Refusal
from ideas.royalties.ledger.rules import BANK, Draft, Kind, Leg, advance_of, payable_of


def refusal_to_propose(amount: int, *, is_own: bool) -> Refusal | None:
    """Nothing is paid when nothing is due, and nobody pays themselves."""
    if is_own:
        return Refusal("payment.to_oneself")
    return None if amount > 0 else Refusal("payment.nothing_due")


def refusal_to_confirm(
    *, by: int, proposed_by: int, payee: int, is_due: bool, others: Sequence[str]
) -> Refusal | None:
    """Somebody else confirms, who is not paid by it; ``others`` are the names of who could."""
    if not is_due:
        return Refusal("payment.nothing_due")
    if by == payee:
        return Refusal("payment.to_oneself")
    if by != proposed_by:
        return None
    if others:
        return Refusal("payment.own_proposal", names=", ".join(others))
    return Refusal("payment.alone")


def draft_for(payment_id: int, *, share_id: int, is_advance: bool, money: tuple[int, str]) -> Draft:
    """The entry of a payment that was sent; ``money`` is minor units and currency."""
    amount, currency = money
    account = advance_of(share_id) if is_advance else payable_of(share_id)
    kind = Kind.ADVANCE_PAID if is_advance else Kind.ROYALTY_PAID
    legs = (Leg(account, amount, currency), Leg(BANK, -amount, currency))
    return Draft(f"paid:{payment_id}", kind, legs)
