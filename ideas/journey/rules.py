"""What may happen to an idea, whatever its package."""

from dataclasses import dataclass

from ideas.journey.stages import Stage, may_move
from ideas.refusals import Refusal

ENOUGH_DECIDED = 20
CHOSEN = frozenset(
    {Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED, Stage.CANCELLED}
)
PASSED = CHOSEN | {Stage.QUALIFIED, Stage.IN_REVIEW, Stage.PARKED, Stage.NOT_SELECTED}
COUNTED = {
    "reached": PASSED,
    "expired": frozenset({Stage.EXPIRED}),
    "selected": CHOSEN,
    "not_selected": frozenset({Stage.NOT_SELECTED}),
}
"""Where ideas stand that each number of the odds counts."""


def refusal_to_move(start: Stage, to: Stage, *, left: Stage | None) -> Refusal | None:
    """Refuse a move that is not on the map."""
    if may_move(start, to, left=left):
        return None
    return Refusal("idea.wrong_stage", stage=start.value, to=to.value)


@dataclass(frozen=True)
class Odds:
    """How ideas here have fared, counted by where they stand."""

    reached: int
    expired: int
    selected: int
    not_selected: int

    @property
    def reach_percent(self) -> int | None:
        """Of a hundred ideas whose voting has ended, how many reach the goal; None too early."""
        return _percent(self.reached, self.reached + self.expired)

    @property
    def select_percent(self) -> int | None:
        """Of a hundred ideas that got an answer, how many are selected; None too early."""
        return _percent(self.selected, self.selected + self.not_selected)


def _percent(part: int, decided: int) -> int | None:
    return round(100 * part / decided) if decided >= ENOUGH_DECIDED else None
