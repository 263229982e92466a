"""What can be done with votes that are looked into, for which reasons, and by how many people."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from ideas.campaigns.ladder import Tier
from ideas.refusals import Refusal

ALONE_MOST = 50
ALONE_WITHIN = timedelta(days=30)
NEAR_PERCENT = 5
PORTION = 100
LONGEST_NOTE = 2_000


class Suspected(StrEnum):
    """What a case is about: what a test found, or what a moderator saw."""

    SOURCE = "source"
    ALIKE = "alike"
    LOCKSTEP = "lockstep"
    SPEED = "speed"
    DRIFT = "drift"
    BY_HAND = "by_hand"


class Verb(StrEnum):
    """What is done with votes; ``undo`` puts back what another sweep changed."""

    HOLD = "hold"
    RELEASE = "release"
    VOID = "void"
    UNDO = "undo"


class SweepState(StrEnum):
    """How far a sweep is."""

    PROPOSED = "proposed"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class Why(StrEnum):
    """The ground of a decision; FITTING says which belong to which verb."""

    TOO_ALIKE = "too_alike"
    LOOKED_ODD = "looked_odd"
    REAL_PEOPLE = "real_people"
    NO_PROOF = "no_proof"
    AUTOMATED = "automated"
    ONE_PERSON = "one_person"
    THROWAWAY = "throwaway"
    BOUGHT = "bought"
    MISTAKE = "mistake"
    APPEAL = "appeal"


FITTING: Mapping[Verb, tuple[Why, ...]] = {
    Verb.HOLD: (Why.LOOKED_ODD,),
    Verb.RELEASE: (Why.REAL_PEOPLE, Why.NO_PROOF),
    Verb.VOID: (Why.AUTOMATED, Why.ONE_PERSON, Why.THROWAWAY, Why.BOUGHT),
    Verb.UNDO: (Why.MISTAKE,),
}
UNDER_WAY = frozenset({SweepState.PROPOSED, SweepState.RUNNING})


def refusal_to_sweep(verb: Verb, why: Why, *, is_own: bool, total: int) -> Refusal | None:
    """Refuse judging votes for one's own idea, a reason that does not fit, and nothing to do."""
    if is_own:
        return Refusal("integrity.own_idea")
    if why not in FITTING[verb]:
        return Refusal("integrity.reason_fits_not")
    return None if total else Refusal("integrity.nothing_left")


def refusal_to_confirm(state: SweepState, *, is_own: bool, is_proposer: bool) -> Refusal | None:
    """Refuse confirming one's own proposal, and what is decided already."""
    if is_own:
        return Refusal("integrity.own_idea")
    if state is not SweepState.PROPOSED:
        return Refusal("integrity.decided_already")
    return Refusal("integrity.two_people") if is_proposer else None


def refusal_to_cancel(state: SweepState, *, is_own: bool) -> Refusal | None:
    """Refuse stopping what concerns one's own idea, and what is over."""
    if is_own:
        return Refusal("integrity.own_idea")
    return None if state in UNDER_WAY else Refusal("integrity.over")


def refusal_to_undo(
    verb: Verb, state: SweepState, *, is_undone: bool, is_own: bool
) -> Refusal | None:
    """Refuse undoing an undoing, what goes on still, and what is undone."""
    if is_own:
        return Refusal("integrity.own_idea")
    if verb is Verb.UNDO or is_undone:
        return Refusal("integrity.undone_already")
    if state not in {SweepState.DONE, SweepState.CANCELLED}:
        return Refusal("integrity.not_over")
    return None


def refusal_to_close(*, is_own: bool, holds: bool) -> Refusal | None:
    """Refuse closing a case over one's own idea, and one that holds votes."""
    if is_own:
        return Refusal("integrity.own_idea")
    return Refusal("integrity.holds_votes") if holds else None


def needs_two(total: int, ladder: Sequence[Tier], before: int, after: int) -> bool:
    """Are two people needed to make so many votes void?

    For more than 50, with those the same person made void alone lately, and for any when a tier
    lies between the counts with and without them or within 5 % of either.
    """
    if total > ALONE_MOST:
        return True
    low, high = min(before, after), max(before, after)
    return any(
        low * 100 <= tier.votes * (100 + NEAR_PERCENT)
        and high * 100 >= tier.votes * (100 - NEAR_PERCENT)
        for tier in ladder
    )
