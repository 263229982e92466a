"""Who can be asked to join, and which shares make a whole."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from decimal import Decimal

from ideas.refusals import Refusal
from ideas.submission.rules import WHOLE

MOST_MEMBERS = 9
PATIENCE = timedelta(days=30)


def refusal_to_invite(person_id: int, leader_id: int, members: Collection[int]) -> Refusal | None:
    """Refuse asking oneself, or somebody twice."""
    if person_id == leader_id:
        return Refusal("team.leads")
    return Refusal("team.asked") if person_id in members else None


def refusal_to_write_to(address: str, own: str | None, asked: Collection[str]) -> Refusal | None:
    """Refuse asking one's own address, or one twice; whose it is makes no difference."""
    if address == own:
        return Refusal("team.leads")
    return Refusal("team.address_asked") if address in asked else None


def refusal_to_grow(others: int) -> Refusal | None:
    """Refuse one too many beside the leader, answered or not."""
    return Refusal("team.full", most=MOST_MEMBERS) if others >= MOST_MEMBERS else None


def refusal_to_share(shares: Iterable[int]) -> Refusal | None:
    """Refuse giving away more than there is; shares in basis points."""
    return Refusal("team.too_much") if sum(shares) > WHOLE else None


def refusal_to_answer(
    *, accept: bool, has_declined: bool, share_bp: int, seen_bp: int | None
) -> Refusal | None:
    """Who said no must be asked again before saying yes, and yes is to the share that was seen."""
    if not accept:
        return None
    if has_declined:
        return Refusal("team.declined")
    return Refusal("team.share_changed") if seen_bp not in {None, share_bp} else None


def basis_points(percent: str) -> int | None:
    """12.5 or 12,5 as 1,250 basis points; None for what is no share between 0 and 100."""
    text = percent.strip().removesuffix("%").strip().replace(",", ".")
    try:
        points = Decimal(text) * 100
    except ArithmeticError:
        return None
    if not points.is_finite() or points != points.to_integral_value():
        return None
    return int(points) if 0 <= points <= WHOLE else None


def rest(shares: Iterable[int]) -> int:
    """What is left for whoever leads, in basis points."""
    return WHOLE - sum(shares)
