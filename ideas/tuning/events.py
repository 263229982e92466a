"""What tuning did."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class TermsApplied(Event):
    """An open idea was put on the ladder of newer terms."""

    idea_id: int
    application_id: int
