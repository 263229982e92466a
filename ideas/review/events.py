"""What happened in review."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class RoundCutOff(Event):
    """A round took what was qualified."""

    round_id: int


@dataclass(frozen=True)
class RoundDelayed(Event):
    """It was said why the answers of a round come later, and when."""

    delay_id: int
    round_id: int


@dataclass(frozen=True)
class DecisionPublished(Event):
    """An idea has its answer; ``outcome`` as its text."""

    decision_id: int
    idea_id: int
    outcome: str


@dataclass(frozen=True)
class RoundPublished(Event):
    """All answers of a round are public."""

    round_id: int


@dataclass(frozen=True)
class ChanceOffered(Event):
    """The brand invites an idea's creator to take it up again."""

    idea_id: int
