"""The dials of moderation."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Moderation:
    """What creators are promised."""

    working_days: int = dial(
        2,
        "Working days until a decision",
        help="Promised to creators; the queue turns amber after half of it and red after all.",
        least=1,
        most=60,
    )
