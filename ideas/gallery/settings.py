"""The dials of the gallery."""

from dataclasses import dataclass

from ideas.settings.rules import declare, dial


@declare
@dataclass(frozen=True)
class Gallery:
    """What the home page and the list of ideas put first."""

    shows_rising: bool = dial(
        True,
        "Rising ideas are shown",
        help="Off: no list is ordered by recent votes. The home page begins with staff picks and "
        "new ideas, and the list of ideas with the newest.",
        alarm="Rising ideas are hidden.",
    )
