"""What happens to wishes."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class CloseWished(Event):
    """The worker is asked to calculate a period, or to close it."""

    wish_id: int
