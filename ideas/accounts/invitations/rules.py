"""When somebody can be asked to join the staff, and when the answer counts."""

from datetime import timedelta

from ideas.policy import Role
from ideas.refusals import Refusal

PATIENCE = timedelta(days=7)
ASKED_FOR = tuple(role for role in Role if role is not Role.JUROR)
"""Jurors are named by the campaign they judge for."""


def refusal_to_ask(role: Role, *, held: frozenset[Role], is_asked: bool) -> Refusal | None:
    """Refuse asking for a role the address's owner has, or asking twice."""
    if role in held:
        return Refusal("role.held", role=role.value)
    return Refusal("staff.asked") if is_asked else None


def refusal_to_accept(*, is_over: bool, may_still_give: bool) -> Refusal | None:
    """Refuse a late yes, and one to somebody who may not give roles any more."""
    return Refusal("staff.over") if is_over or not may_still_give else None
