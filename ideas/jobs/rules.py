"""How long a job is leased, and how long it rests after a failure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

LEASE = timedelta(seconds=30)
"""For so long others wait for what a killed worker had in hand: letters, notices, deadlines."""
RENEWED_EVERY = LEASE / 5
"""Two turns may fail, each after five seconds of waiting, and the third still comes in time."""
MOST_ATTEMPTS = 6
FIRST_REST = timedelta(seconds=5)
KEPT_DONE = timedelta(days=7)


@dataclass(frozen=True)
class Recurring:
    """An action the schedule runs every ``every``; its name is the action's own."""

    every: timedelta
    action: Callable[[], Any]

    @property
    def name(self) -> str:
        """``voting.close_due_ballots``."""
        return name_of(self.action)


def name_of(action: Callable[..., Any]) -> str:
    """``voting.close_due_ballots``: package and function."""
    return f"{action.__module__.split('.')[1]}.{action.__name__}"


def rest_after(attempts: int) -> timedelta | None:
    """Pause before the next attempt (5 s, 20 s, 80 s …); None when it is time to give up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return FIRST_REST * int(4 ** (attempts - 1))
