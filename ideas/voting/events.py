"""What happened to a ballot."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class TierReached(Event):
    """The votes reached a tier of the ladder, counted from 1."""

    idea_id: int
    tier: int


@dataclass(frozen=True)
class VotersCalled(Event):
    """Those who voted for the earlier idea are to hear of the one that takes it up."""

    idea_id: int
    earlier_id: int
