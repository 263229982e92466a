"""What happened to an agreement."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class AgreementOffered(Event):
    """An agreement waits for its creators; tell each in ``person_ids``."""

    agreement_id: int
    idea_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class AgreementAccepted(Event):
    """A creator accepted; ``is_active`` once nobody is missing."""

    agreement_id: int
    idea_id: int
    person_id: int
    is_active: bool


@dataclass(frozen=True)
class GuardianRefused(Event):
    """A minor's guardian did not agree to a version of what is paid; tell them and finance."""

    link_id: int
    idea_id: int
    person_id: int


@dataclass(frozen=True)
class AgreementEnded(Event):
    """An offer was withdrawn, or an agreement ended; tell each in ``person_ids``."""

    agreement_id: int
    idea_id: int
    person_ids: tuple[int, ...]
