"""What can have become of an idea one voted for."""

from collections.abc import Mapping
from enum import StrEnum

from ideas.journey.stages import VOTABLE, Stage


class Fate(StrEnum):
    """What became of an idea, as its voters ask for it."""

    ALL = "all"
    OPEN = "open"
    REVIEW = "review"
    MADE = "made"
    OVER = "over"


STAGES: Mapping[Fate, frozenset[Stage]] = {
    Fate.OPEN: VOTABLE,
    Fate.REVIEW: frozenset({Stage.QUALIFIED, Stage.IN_REVIEW, Stage.PARKED}),
    Fate.MADE: frozenset({Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED}),
    Fate.OVER: frozenset(
        {
            *(Stage.NOT_SELECTED, Stage.EXPIRED, Stage.ARCHIVED, Stage.MERGED, Stage.WITHDRAWN),
            Stage.CANCELLED,
        }
    ),
}


def fate_from(text: str | None) -> Fate:
    """The fate an address asks for; all of them when it asks for none there is."""
    return Fate(text) if text in set(Fate) else Fate.ALL
