"""What the orders of a list are made of."""

import math
from datetime import datetime

from ideas.voting.rules import EPOCH, warmth

WEEK_SECONDS = 7 * 86_400


def rising(heat: int | None, published_at: datetime) -> int:
    """High for what was voted for much and lately; without a ballot it cools from the start."""
    return warmth(published_at) if heat is None else heat


def under_seen(votes: int, published_at: datetime) -> int:
    """Small for what has waited long with few votes: twice the votes count as a week less."""
    waited_from = (published_at - EPOCH).total_seconds()
    return round(waited_from + WEEK_SECONDS * math.log2(1 + votes))
