"""Which votes are carried over, and where each goes when the ideas part; in tables."""

from enum import StrEnum
from typing import NamedTuple

from ideas.refusals import Refusal

PORTION = 1_000
"""So many votes in one transaction: whoever votes meanwhile waits for no more."""


class JoinState(StrEnum):
    """How far a join is."""

    JOINING = "joining"
    JOINED = "joined"
    PARTING = "parting"
    PARTED = "parted"


MOVING = frozenset({JoinState.JOINING, JoinState.PARTING})


class Parted(NamedTuple):
    """Where a person's votes go when the ideas part; None leaves one as it is."""

    at_parent: str | None
    at_child: str | None


STAYS = Parted(None, None)
GIVES_WAY = "lapsed"
"""A vote for the parent that stands like this is as none: the child's makes it count.

One that counts is the overlap; one taken back, held or void stays what its voter or somebody who
looked at it made of it; one that waits for its address goes on waiting.
"""


def parted(child: str, parent: str, *, is_own: bool, is_joined: bool = True) -> Parted:
    """Where the votes of somebody go who has one for each.

    ``is_own``: what they did with the parent's since was their own doing: taken back, or cast anew.
    ``is_joined``: the parent's counted because of the child's; else they had voted for both.
    """
    if parent == "withdrawn":
        is_given_up = is_own and child == "counted"
        return Parted(None, "withdrawn" if is_given_up else None)
    if is_own or not is_joined:
        return STAYS
    if parent == "counted":
        return Parted("lapsed", None)
    follows = parent if child == "counted" else None
    if parent == "held":
        return Parted("lapsed", follows)
    return Parted(None, follows) if parent == "void" else STAYS


def refusal_to_join(*, is_open: bool, is_moving: bool) -> Refusal | None:
    """Refuse a parent whose votes are over, and ideas whose votes are on the way just now."""
    if is_moving:
        return Refusal("join.moving")
    return None if is_open else Refusal("join.closed")


def refusal_to_part(*, is_moving: bool) -> Refusal | None:
    """Refuse ideas whose votes move by another join."""
    return Refusal("join.moving") if is_moving else None
