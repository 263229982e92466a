"""Sales an agreement does not speak of: in another territory, or before or after its term."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ideas.agreements.cards.rules import folded


class Beyond(StrEnum):
    """What of an agreement a sale lies beyond."""

    TERRITORY = "territory"
    TERM = "term"


@dataclass(frozen=True)
class Told:
    """Where something was sold, and the first and last day of the period it was told for."""

    sku: str
    territory: str
    first: date
    last: date


def beyond(
    told: Told, territories: Collection[str], begins_on: date | None, ends_on: date | None
) -> Beyond | None:
    """What of an agreement these lie beyond; no territories are the whole world."""
    if territories and folded(told.territory) not in set(map(folded, territories)):
        return Beyond.TERRITORY
    is_early = begins_on is not None and told.last < begins_on
    is_late = ends_on is not None and told.first > ends_on
    return Beyond.TERM if is_early or is_late else None
