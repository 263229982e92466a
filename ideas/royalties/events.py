"""What happened to royalties."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class StatementReady(Event):
    """A payee's statement can be read."""

    statement_id: int
    person_id: int
    idea_id: int


@dataclass(frozen=True)
class DisputeOpened(Event):
    """A payee says that a statement is wrong, or asks for a second look."""

    dispute_id: int
    person_id: int
    idea_id: int


@dataclass(frozen=True)
class DisputeAnswered(Event):
    """Finance answered a dispute."""

    dispute_id: int
    person_id: int
    idea_id: int
    outcome: str


@dataclass(frozen=True)
class PaymentSent(Event):
    """A payment was marked as sent."""

    payment_id: int
    person_id: int
    idea_id: int


@dataclass(frozen=True)
class PaymentReturned(Event):
    """A payment came back, or was not carried out; it is due again."""

    payment_id: int
    person_id: int
    idea_id: int


@dataclass(frozen=True)
class BankAccountChanged(Event):
    """A payee's bank account was typed, approved, refused or withdrawn: ``state`` says which."""

    account_id: int
    person_id: int
    state: str
