"""What moderators did, beyond the moves of ideas."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class StaffPicked(Event):
    """The brand recommends an idea."""

    idea_id: int
