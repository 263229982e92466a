"""What can be judged, until when, and who may take it back."""

from enum import StrEnum

from ideas.refusals import Refusal


class Ruling(StrEnum):
    """What was decided: about an idea in the queue, or about something reported."""

    PUBLISH = "publish"
    RETURN = "return"
    DECLINE = "decline"
    KEEP = "keep"
    REMOVE = "remove"
    REMOVE_NAME = "remove_name"


class Ending(StrEnum):
    """What became of a judgement."""

    DONE = "done"
    UNDONE = "undone"
    LAPSED = "lapsed"


def refusal_to_judge(*, is_judged: bool) -> Refusal | None:
    """Refuse a second judgement while the first can still be taken back."""
    return Refusal("judgement.made") if is_judged else None


def refusal_to_undo(*, is_own: bool, is_open: bool) -> Refusal | None:
    """Refuse taking back somebody else's judgement, and what has taken effect."""
    if not is_own:
        return Refusal("judgement.of_another")
    return None if is_open else Refusal("judgement.over")
