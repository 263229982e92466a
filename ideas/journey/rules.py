"""What may happen to an idea, whatever its package."""

from ideas.journey.stages import Stage, may_move
from ideas.refusals import Refusal


def refusal_to_move(start: Stage, to: Stage, *, left: Stage | None) -> Refusal | None:
    """Refuse a move that is not on the map."""
    if may_move(start, to, left=left):
        return None
    return Refusal("idea.wrong_stage", stage=start.value, to=to.value)
