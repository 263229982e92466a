"""What happens to levels that somebody is told of."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class LevelLost(Event):
    """A decision against somebody lowered their level."""

    move_id: int
