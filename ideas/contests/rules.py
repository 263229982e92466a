"""When a jury may choose, what a shortlist needs, and which entries a closed vote sends on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ideas.campaigns.calendar.phases import Phase
from ideas.refusals import Refusal

LONGEST_SENTENCE = 600
LEAST_ON_SHORTLIST = 2


@dataclass(frozen=True)
class Tallied:
    """An entry and its counted votes."""

    idea_id: int
    votes: int


def refusal_to_choose(
    phase: Phase, *, is_published: bool, is_live: bool, is_own: bool
) -> Refusal | None:
    """Refuse before moderation has ended, after the shortlist stands, and for one's own entry."""
    if is_own:
        return Refusal("shortlist.own_idea")
    if is_published:
        return Refusal("shortlist.published")
    if phase is not Phase.SHORTLIST:
        return Refusal("shortlist.not_now")
    return None if is_live else Refusal("shortlist.left")


def refusal_to_say(reason: str, sentence: Mapping[str, str], *, is_chosen: bool) -> Refusal | None:
    """Refuse a reason that does not fit, and leaving an entry out without words."""
    if is_chosen != (reason == "chosen"):
        return Refusal("shortlist.reason_fits_not")
    if not is_chosen and not any(text.strip() for text in sentence.values()):
        return Refusal("shortlist.no_sentence")
    if any(len(text) > LONGEST_SENTENCE for text in sentence.values()):
        return Refusal("shortlist.long_sentence", most=LONGEST_SENTENCE)
    return None


def refusal_to_publish(
    phase: Phase, *, is_published: bool, undecided: int, queued: int, chosen: int, is_alone: bool
) -> Refusal | None:
    """Refuse publishing twice, too soon, with entries nobody has decided, or by one person."""
    if is_published:
        return Refusal("shortlist.published")
    if phase is not Phase.SHORTLIST:
        return Refusal("shortlist.not_now")
    if queued:
        return Refusal("shortlist.queued", number=queued)
    if undecided:
        return Refusal("shortlist.undecided", number=undecided)
    if chosen < LEAST_ON_SHORTLIST:
        return Refusal("shortlist.short", least=LEAST_ON_SHORTLIST)
    return Refusal("shortlist.second_person") if is_alone else None


def finalists(entries: Sequence[Tallied], none_votes: int, places: int) -> set[int]:
    """Who goes to the final: the first by votes, more than “none of these” got; who ties goes too.

    >>> sorted(finalists([Tallied(1, 9), Tallied(2, 5), Tallied(3, 5)], 4, 2))
    [1, 2, 3]
    """
    ahead = sorted((each.votes for each in entries if each.votes > none_votes), reverse=True)
    if not ahead:
        return set()
    last = ahead[min(places, len(ahead)) - 1]
    return {each.idea_id for each in entries if each.votes >= last and each.votes > none_votes}
