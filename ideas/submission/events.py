"""What happened while drafting."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class PictureDropped(Event):
    """An idea no longer shows a picture; the name it is kept under, and its copies."""

    picture: str
    widths: list[int]
