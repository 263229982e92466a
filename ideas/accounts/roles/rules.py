"""When a role can be given or taken, and when somebody can be suspended."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from ideas.policy import Role
from ideas.refusals import Refusal


class SuspensionGround(StrEnum):
    """What somebody is kept out for."""

    REPEATED = "repeated"
    INSULT = "insult"
    SPAM = "spam"
    PRIVACY = "privacy"
    SEVERAL_ACCOUNTS = "several_accounts"
    UNLAWFUL = "unlawful"


def roles_held_alone(team: Iterable[Any]) -> list[Role]:
    """The roles that one person alone holds, though what they decide takes two."""
    held = Counter(role for person in team if person.is_active for role in person.roles)
    return [role for role in Role if held[role] == 1 and role is not Role.JUROR]


def refusal_to_grant(role: Role, *, held: frozenset[Role], is_verified: bool) -> Refusal | None:
    """Refuse a role to somebody who has it, or whose address nobody has confirmed."""
    if role in held:
        return Refusal("role.held", role=role.value)
    return None if is_verified else Refusal("role.unverified")


def refusal_to_take(role: Role, *, held: frozenset[Role], admins: int) -> Refusal | None:
    """Refuse to take a role nobody holds, or the last admin's; ``admins`` counts all there are."""
    if role not in held:
        return Refusal("role.not_held", role=role.value)
    return refusal_to_lose(frozenset({role}), admins=admins)


def refusal_to_suspend(
    reason: str, *, held: frozenset[Role], admins: int, is_self: bool, is_suspended: bool
) -> Refusal | None:
    """Refuse to suspend without a reason, oneself, twice, or the last admin."""
    if is_self:
        return Refusal("suspension.self")
    if is_suspended:
        return Refusal("suspension.twice")
    if not reason.strip():
        return Refusal("suspension.no_reason")
    return refusal_to_lose(held, admins=admins)


def refusal_to_lose(held: frozenset[Role], *, admins: int) -> Refusal | None:
    """Refuse to let the last admin go."""
    is_last = Role.ADMIN in held and admins <= 1
    return Refusal("role.last_admin") if is_last else None
