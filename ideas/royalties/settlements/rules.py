"""What a period's close posts, and when an adjustment can be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from ideas.money import split
from ideas.refusals import Refusal
from ideas.royalties.ledger.rules import (
    ADJUSTMENTS,
    CLEARING,
    GUARANTEES,
    ROYALTIES,
    Draft,
    Kind,
    Leg,
    advance_of,
    earned_of,
    payable_of,
    payee_of,
    reserve_of,
    withheld_of,
)
from ideas.royalties.rules import Deal, PayeeAfter, Pool


@dataclass(frozen=True)
class Place:
    """Where a settlement belongs: the agreement, the period, and the period's name in keys."""

    agreement_id: int
    period_id: int
    period: str


def drafts_for(
    place: Place, deal: Deal, pool: Pool, payees: Sequence[tuple[int, PayeeAfter]]
) -> list[Draft]:
    """The entries of a settlement; ``payees`` are share ids and their results."""
    drafts = _earned(place, deal, pool)
    drafts.append(_settled(place, deal.currency, pool, payees))
    drafts += [_due(place, deal.currency, share_id, after) for share_id, after in payees]
    return drafts


def _earned(place: Place, deal: Deal, pool: Pool) -> list[Draft]:
    """One entry per currency of sale; another currency goes through the clearing account.

    The legs in the currency of the sale come from what was earned, never the other way round.
    """
    account, drafts = earned_of(place.agreement_id), []
    for currency, own, amount in pool.earned_in:
        legs: tuple[Leg, ...] = (Leg(account, -amount, deal.currency),)
        if currency == deal.currency:
            legs = (Leg(ROYALTIES, amount, currency), *legs)
        else:
            legs = (
                Leg(ROYALTIES, own, currency),
                Leg(CLEARING, -own, currency),
                Leg(CLEARING, amount, deal.currency),
                *legs,
            )
        key = f"earned:{place.agreement_id}:{place.period}:{currency}"
        drafts.append(Draft(key, Kind.EARNED, legs, place.period_id))
    return drafts


def _settled(
    place: Place, currency: str, pool: Pool, payees: Sequence[tuple[int, PayeeAfter]]
) -> Draft:
    legs = (
        Leg(earned_of(place.agreement_id), pool.earned, currency),
        Leg(reserve_of(place.agreement_id), -pool.reserve_held, currency),
        Leg(reserve_of(place.agreement_id), pool.reserve_released, currency),
        Leg(ADJUSTMENTS, pool.adjustments, currency),
        Leg(GUARANTEES, pool.guarantee, currency),
        *(Leg(payee_of(share_id), -after.gross, currency) for share_id, after in payees),
    )
    key = f"settled:{place.agreement_id}:{place.period}"
    return Draft(key, Kind.SETTLED, legs, place.period_id)


def _due(place: Place, currency: str, share_id: int, after: PayeeAfter) -> Draft:
    legs = (
        Leg(payee_of(share_id), after.recouped + after.withheld + after.payable, currency),
        Leg(advance_of(share_id), -after.recouped, currency),
        Leg(withheld_of(share_id), -after.withheld, currency),
        Leg(payable_of(share_id), -after.payable, currency),
    )
    return Draft(f"due:{share_id}:{place.period}", Kind.DUE, legs, place.period_id)


@dataclass(frozen=True)
class Held:
    """An earlier settlement's reserve: its place in line, held and released, and its schedule."""

    place: int
    held: int
    released: int
    after: int = 1
    parts: int = 1


def release_due(kept: Sequence[Held], now_at: int) -> int:
    """What of the reserve is released now: what is ripe, less what went out already.

    Each amount is released in equal parts (the first ones take an odd cent), one a period.
    """
    ripe = sum(
        sum(split(each.held, [1] * each.parts)[: max(now_at - each.place - each.after + 1, 0)])
        for each in kept
    )
    return ripe - sum(each.released for each in kept)


def refusal_to_reverse(*, is_reversal: bool, has_period: bool) -> Refusal | None:
    """What takes back is not itself taken back, and it is dated into a period not closed."""
    if is_reversal:
        return Refusal("adjustment.is_reversal")
    return None if has_period else Refusal("adjustment.no_period")


def refusal_to_adjust(
    amount: int, reason: str, *, is_open: bool, is_active: bool, is_own: bool
) -> Refusal | None:
    """An amount, a reason, an open period, and an agreement in force that is not one's own."""
    if is_own:
        return Refusal("adjustment.own")
    if not is_open:
        return Refusal("period.closed")
    if not is_active:
        return Refusal("adjustment.no_agreement")
    if amount == 0:
        return Refusal("adjustment.nothing")
    return None if reason.strip() else Refusal("adjustment.no_reason")
