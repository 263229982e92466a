"""Dials of review."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Review:
    """What a new round starts with."""

    capacity: int = dial(
        20, "Ideas a round can take", help="Shown beside the forecast.", least=1, most=1000
    )
