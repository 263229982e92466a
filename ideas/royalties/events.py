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
class AuditAsked(Event):
    """A payee wants the figures of their agreement checked."""

    request_id: int
    person_id: int
    idea_id: int


@dataclass(frozen=True)
class AuditAnswered(Event):
    """Finance gave the books out, or said why not."""

    request_id: int
    person_id: int
    idea_id: int
    reply: str


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


@dataclass(frozen=True)
class AmendmentOffered(Event):
    """A change of an agreement waits for its creators; tell each in ``person_ids``."""

    card_id: int
    idea_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class AmendmentAgreed(Event):
    """Everybody accepted a change of an agreement; tell each in ``person_ids``."""

    card_id: int
    idea_id: int
    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class AmendmentEnded(Event):
    """A change was withdrawn by finance, or refused by the creator ``refused_by_id``."""

    card_id: int
    idea_id: int
    person_ids: tuple[int, ...]
    refused_by_id: int | None
