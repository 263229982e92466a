"""The dials of moderation."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Moderation:
    """What creators are promised, and how long a decision can be taken back."""

    working_days: int = dial(
        2,
        "Working days until a decision",
        help="Promised to creators; the queue turns amber after half of it and red after all.",
        least=1,
        most=60,
    )
    report_days: int = dial(
        1,
        "Working days until a report is decided",
        help="The list of reports turns amber after half of it and red after all.",
        least=1,
        most=60,
    )
    claim_minutes: int = dial(
        10,
        "Minutes an item stays with a moderator",
        help="While one looks at it, nobody else judges it; after them it is free again.",
        least=1,
        most=120,
    )
    appeal_days: int = dial(
        183,
        "Days to appeal against a decision",
        help="Whose idea or words are taken away may appeal for so long. The law: six months.",
        least=14,
        most=730,
    )
    undo_seconds: int = dial(
        30,
        "Seconds to take a decision back",
        help="A moderator’s decision takes effect after them; nobody is told before. 0: at once.",
        least=0,
        most=600,
    )
