"""What happened to files beside a case."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class AttachmentDropped(Event):
    """A file is to be erased; its name in the private store."""

    file: str
