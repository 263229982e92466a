"""What happens to exports."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class ExportAsked(Event):
    """Somebody asked for a file."""

    export_id: int
