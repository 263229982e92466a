"""Recording an event."""

from dataclasses import asdict

from ideas import clock
from ideas.db import session
from ideas.events.models import Event, RecordedEvent


def record(event: Event) -> None:
    """Write down what happened, in the transaction of the change itself."""
    session().add(RecordedEvent(name=event.name(), values=asdict(event), happened_at=clock.now()))
