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


@dataclass(frozen=True)
class RoleRefused(Event):
    """An admin did not agree to a change of roles that another had proposed at ``proposed_at``."""

    person_id: int
    proposed_by_id: int
    refused_by_id: int
    role: str
    gives: bool
    proposed_at: str


@dataclass(frozen=True)
class AccountErased(Event):
    """Somebody left for good; the number names nobody."""

    person_id: int
