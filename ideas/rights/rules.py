"""When a check is asked for, and what can come of it."""

from enum import StrEnum

from ideas.journey.stages import FINAL, HIDDEN, Stage
from ideas.refusals import Refusal

LONGEST_NOTE = 2_000


class RightsOutcome(StrEnum):
    """What came of a check."""

    CLEAR = "clear"
    LICENSED = "licensed"
    CONFLICT = "conflict"


def is_asked_at(reached: int, asked: int, tiers: int) -> bool:
    """Does this tier ask for the check? On a ladder with fewer, its last does."""
    return reached == min(asked, tiers)


def refusal_to_ask(stage: Stage, *, is_open: bool) -> Refusal | None:
    """Refuse a second check beside the first, and what is not public or is over."""
    if stage in HIDDEN | FINAL or stage is Stage.MERGED:
        return Refusal("rights.wrong_stage", stage=stage.value)
    return Refusal("rights.asked") if is_open else None


def refusal_to_decide(*, is_own: bool, is_decided: bool) -> Refusal | None:
    """Refuse one's own idea, and what somebody else has decided."""
    if is_own:
        return Refusal("rights.own_idea")
    return Refusal("rights.decided") if is_decided else None
