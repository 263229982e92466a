"""What happened to an idea."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class IdeaMoved(Event):
    """An idea moved on the map; stages as their texts, ``move_id`` names the row."""

    idea_id: int
    from_stage: str
    to_stage: str
    move_id: int


@dataclass(frozen=True)
class TeamInvited(Event):
    """Somebody was asked to join an idea's team."""

    idea_id: int
    person_id: int


@dataclass(frozen=True)
class TeamAnswered(Event):
    """Somebody joined a team, or said no."""

    idea_id: int
    person_id: int
    accepted: bool
