"""Which ideas can be merged, by how many people, and when that can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ideas.campaigns.ladder import Tier
from ideas.journey.stages import VOTABLE, Stage
from ideas.refusals import Refusal

NEAR_PERCENT = 5
LONGEST_SENTENCE = 600
LONGEST_NOTE = 2_000


class MergerState(StrEnum):
    """How far a merger is."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    MERGED = "merged"
    SEPARATED = "separated"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


UNDECIDED = frozenset({MergerState.PROPOSED, MergerState.WAITING})


@dataclass(frozen=True)
class Pair:
    """What the rules ask of a child and its parent."""

    child: Stage
    parent: Stage
    is_same: bool = False
    is_hidden: bool = False
    is_own: bool = False
    is_other_campaign: bool = False
    is_under_way: bool = False


def refusal_to_merge(pair: Pair) -> Refusal | None:
    """Refuse one's own ideas, what is not open for votes, and what is being merged already."""
    if pair.is_same:
        return Refusal("merging.same")
    if pair.is_own:
        return Refusal("merging.own_idea")
    if pair.child is not Stage.LIVE:
        return Refusal("merging.child_stage", stage=pair.child.value)
    if pair.parent not in VOTABLE or pair.is_hidden:
        return Refusal("merging.parent_stage", stage=pair.parent.value)
    if pair.is_other_campaign:
        return Refusal("merging.other_campaign")
    return Refusal("merging.under_way") if pair.is_under_way else None


def refusal_to_say(sentence: Mapping[str, str]) -> Refusal | None:
    """Refuse closing somebody's idea without a word, or with too many."""
    if not any(text.strip() for text in sentence.values()):
        return Refusal("merging.no_sentence")
    if any(len(text) > LONGEST_SENTENCE for text in sentence.values()):
        return Refusal("merging.long_sentence", most=LONGEST_SENTENCE)
    return None


def milestones_reached(ladder: Sequence[Tier], tier: int, after: int) -> list[int]:
    """The votes of the milestones that a count would reach anew."""
    return [each.votes for each in ladder[tier:] if each.votes <= after]


def needs_two(ladder: Sequence[Tier], tier: int, *, new: int, after: int) -> bool:
    """Are two people needed? Where a milestone would be reached, or 5 % from it; it stays reached
    whatever happens then, so that nobody decides about it alone."""
    near = (each.votes * (100 - NEAR_PERCENT) <= after * 100 for each in ladder[tier:])
    return new > 0 and any(near)


def refusal_to_confirm(
    state: MergerState, *, is_own: bool, is_proposer: bool, others: str
) -> Refusal | None:
    """Refuse confirming one's own proposal, and what waits for nobody."""
    if is_own:
        return Refusal("merging.own_idea")
    if state is not MergerState.PROPOSED:
        return Refusal("merging.decided")
    if not is_proposer:
        return None
    return Refusal("merging.second_person", names=others) if others else Refusal("merging.alone")


def refusal_to_take_back(state: MergerState, *, is_own: bool) -> Refusal | None:
    """Refuse what concerns one's own idea, and what has taken effect."""
    if is_own:
        return Refusal("merging.own_idea")
    return None if state in UNDECIDED else Refusal("merging.over")


def refusal_to_separate(
    state: MergerState, *, is_own: bool, is_parent_merged: bool
) -> Refusal | None:
    """Refuse what is not merged, and what is part of something that is part of another."""
    if is_own:
        return Refusal("merging.own_idea")
    if state is not MergerState.MERGED:
        return Refusal("merging.not_merged")
    return Refusal("merging.parent_first") if is_parent_merged else None
