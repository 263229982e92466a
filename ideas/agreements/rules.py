"""When an agreement can be prepared, offered, accepted and ended; and what its hash covers."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from ideas.money import BASIS_POINTS
from ideas.refusals import Refusal

RESERVE_PERIODS = 2
DEDUCTIONS_CAP_BP = 1_000
MINIMUM_PAYMENT = 5_000


@dataclass(frozen=True)
class Part:
    """One person's share as written into the text's hash."""

    person_id: int
    share_bp: int
    advance: int


@dataclass(frozen=True)
class Contents:
    """Everything a creator accepts: the numbers, the words and everybody's part."""

    idea_id: int
    currency: str
    rate_bp: int
    territory: str
    reserve_bp: int
    reserve_periods: int
    deductions_cap_bp: int
    minimum: int
    copies: int
    text: Mapping[str, str]
    parts: tuple[Part, ...]


def hash_of(contents: Contents) -> str:
    """SHA-256 of an agreement's contents as canonical JSON, in hexadecimal."""
    canonical = json.dumps(
        asdict(contents), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def proposed_shares(leader: int, members: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Person and basis points: the members as proposed, the rest to whoever leads, first."""
    others = [(person, share) for person, share in members if person != leader and share > 0]
    rest = BASIS_POINTS - sum(share for _, share in others)
    return ([(leader, rest)] if rest > 0 else []) + others


def refusal_to_handle(*, is_own: bool) -> Refusal | None:
    """Nobody in finance writes the agreement of their own idea."""
    return Refusal("agreement.own_idea") if is_own else None


def refusal_to_prepare(stage: str, *, is_selected: bool, under_way: bool) -> Refusal | None:
    """Only a selected idea gets an agreement, and one at a time."""
    if not is_selected:
        return Refusal("agreement.not_selected", stage=stage)
    if under_way:
        return Refusal("agreement.under_way")
    return None


def refusal_to_edit(state: str, parts: Collection[int], team: Collection[int]) -> Refusal | None:
    """What was offered is fixed; only the idea's team has shares, each person one."""
    if state != "draft":
        return Refusal("agreement.fixed")
    if not set(parts) <= set(team) or len(set(parts)) != len(parts):
        return Refusal("agreement.not_on_team")
    return None


def refusal_to_offer(state: str, total_bp: int, text: Mapping[str, str]) -> Refusal | None:
    """An offer has words, and shares that are exactly the whole."""
    if state != "draft":
        return Refusal("agreement.fixed")
    if not any(words.strip() for words in text.values()):
        return Refusal("agreement.no_text")
    if total_bp != BASIS_POINTS:
        return Refusal("agreement.shares_total")
    return None


def refusal_to_accept(
    state: str, *, is_party: bool, name: str, is_minor: bool, guardian: str
) -> Refusal | None:
    """Only a party accepts, only what is offered, with a name; a minor's guardian signs too."""
    if not is_party:
        return Refusal("agreement.not_yours")
    if state != "offered":
        return Refusal("agreement.not_offered")
    if not name.strip():
        return Refusal("agreement.no_name")
    if is_minor and not guardian.strip():
        return Refusal("agreement.no_guardian")
    return None


def refusal_to_end(state: str, *, is_sold: bool, reason: str) -> Refusal | None:
    """A draft or an offer can be withdrawn; what is in force stays while the product is sold."""
    if state == "ended":
        return Refusal("agreement.ended")
    if state == "active" and is_sold:
        return Refusal("agreement.sold")
    if not reason.strip():
        return Refusal("agreement.no_reason")
    return None
