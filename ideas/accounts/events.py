"""What happened to an account."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class SignedUp(Event):
    """Somebody made an account; the address is not confirmed yet."""

    person_id: int


@dataclass(frozen=True)
class EmailConfirmed(Event):
    """Somebody proved that the address is theirs."""

    person_id: int
