"""When an agreement can be prepared, offered, accepted and ended; and what its hash covers."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ideas.agreements.cards.rules import Card, flat
from ideas.money import BASIS_POINTS
from ideas.refusals import Refusal

CONTRIBUTORS_BP = BASIS_POINTS // 10
RESERVE_PERIODS = 2
DEDUCTIONS_CAP_BP = 1_000
MINIMUM_PAYMENT = 5_000


@dataclass(frozen=True)
class Part:
    """One person's share as written into the text's hash."""

    person_id: int
    share_bp: int
    advance: int = 0
    is_contributor: bool = False


@dataclass(frozen=True)
class Contents:
    """Everything a creator accepts: the numbers, the words and everybody's part."""

    idea_id: int
    currency: str
    territories: tuple[str, ...]
    begins_on: date | None
    ends_on: date | None
    frequency: str
    copies: int
    audit: Mapping[str, str]
    text: Mapping[str, str]
    card: Card
    parts: tuple[Part, ...]


def hash_of(contents: Any) -> str:
    """SHA-256 of a dataclass as canonical JSON (days as ISO 8601), in hexadecimal."""
    canonical = json.dumps(
        asdict(contents),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=date.isoformat,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def proposed_shares(leader: int, members: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Person and basis points: the members as proposed, the rest to whoever leads, first."""
    others = [(person, share) for person, share in members if person != leader and share > 0]
    rest = BASIS_POINTS - sum(share for _, share in others)
    return ([(leader, rest)] if rest > 0 else []) + others


def first_card(royalty_bp: int) -> Card:
    """The card a draft begins with: the terms' royalty for everything."""
    return Card(
        rates=flat(royalty_bp),
        reserve_periods=RESERVE_PERIODS,
        deductions_cap_bp=DEDUCTIONS_CAP_BP,
        minimum=MINIMUM_PAYMENT,
    )


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


def refusal_to_edit(state: str, parts: Collection[Part], team: Collection[int]) -> Refusal | None:
    """What was offered is fixed; creators are of the idea's team, contributors are not."""
    if state != "draft":
        return Refusal("agreement.fixed")
    people = [part.person_id for part in parts]
    if len(set(people)) != len(people):
        return Refusal("agreement.not_on_team")
    if any((part.person_id in team) == part.is_contributor for part in parts):
        return Refusal("agreement.not_on_team")
    return None


def refusal_to_offer(
    state: str, parts: Collection[Part], text: Mapping[str, str], *, is_year_known: bool = True
) -> Refusal | None:
    """An offer has words, shares that are exactly the whole, and years for its guarantee."""
    if state != "draft":
        return Refusal("agreement.fixed")
    if not any(words.strip() for words in text.values()):
        return Refusal("agreement.no_text")
    if sum(part.share_bp for part in parts) != BASIS_POINTS:
        return Refusal("agreement.shares_total")
    if sum(part.share_bp for part in parts if part.is_contributor) > CONTRIBUTORS_BP:
        return Refusal("agreement.contributors_total")
    return None if is_year_known else Refusal("agreement.guarantee_without_term")


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
