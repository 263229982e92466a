"""The dials of digests."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Digests:
    """When the gathered notices go out."""

    hour: int = dial(
        8,
        "Hour of the digest",
        help="0 to 23, in the time zone below. Digests go out within minutes after it.",
        least=0,
        most=23,
    )
    weekday: int = dial(
        1, "Day of the weekly digest", help="1 is Monday, 7 is Sunday.", least=1, most=7
    )
    zone: str = dial(
        "UTC",
        "Time zone",
        help="Like Europe/Paris; a name that is unknown counts as UTC.",
        least=1,
        most=40,
        pattern="[A-Za-z]+([/_+-][A-Za-z0-9_+-]+)*",
    )
