"""The dials of rights checks."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Rights:
    """How soon the staff look."""

    check_days: int = dial(
        5,
        "Working days until rights are checked",
        help="The list of checks turns amber after half of it and red after all.",
        least=1,
        most=60,
    )
