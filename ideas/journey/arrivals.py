"""What must be true in the same transaction when an idea arrives at a stage.

The table comes from ``ideas.wiring`` when the application is made: a stage, and what later
packages do the moment an idea gets there.
"""

from collections.abc import Callable, Mapping, Sequence

from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage

Arrival = Callable[[Idea, Move], None]

_arrivals: dict[Stage, Sequence[Arrival]] = {}


def hand_over(table: Mapping[Stage, Sequence[Arrival]]) -> None:
    """Take the table of arrivals."""
    _arrivals.clear()
    _arrivals.update(table)


def run(idea: Idea, move: Move) -> None:
    """Let every package that waits at this stage do its part."""
    for arrival in _arrivals.get(move.to_stage, ()):
        arrival(idea, move)
