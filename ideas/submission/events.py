"""What happened while drafting."""

from dataclasses import dataclass

from ideas.events.models import Event


@dataclass(frozen=True)
class PictureDropped(Event):
    """An idea no longer shows a picture; the name it is kept under, and its copies."""

    picture: str
    widths: list[int]


@dataclass(frozen=True)
class AddressAsked(Event):
    """An address was asked to join an idea's team; the mark names the invitation, not whose."""

    idea_id: int
    invitation: str


@dataclass(frozen=True)
class AddressDeclined(Event):
    """Whoever owns an address that was asked said no, and is not named for it."""

    idea_id: int
    invitation: str
