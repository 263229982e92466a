"""What happened to votes that are looked into."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class VotesSwept(Event):
    """A decision about votes was carried out, wholly or, when it holds, for some of them."""

    sweep_id: int
    idea_id: int


@dataclass(frozen=True)
class AppealDecided(Event):
    """Somebody heard what became of their appeal."""

    appeal_id: int
    idea_id: int
