"""The last twelve months, replayed: how many ideas qualify, how they end, how far they come."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from ideas.tuning.proposals import Seen
from ideas.tuning.rules import End, Replay

MONTHS = 12


def months_before(today: date) -> list[date]:
    """The first days of the last twelve months, oldest first, this month the last."""
    first = today.year * 12 + today.month - MONTHS
    return [date((first + ago) // 12, (first + ago) % 12 + 1, 1) for ago in range(MONTHS)]


def by_month(replays: Sequence[tuple[Seen, Replay]], today: date) -> list[float]:
    counted: Counter[tuple[int, int]] = Counter()
    for seen, played in replays:
        if played.end is End.QUALIFIED:
            on = date.fromordinal(played.on)
            counted[on.year, on.month] += seen.stands_for  # type: ignore[assignment]
    return [counted[month.year, month.month] for month in months_before(today)]


def ends_of(replays: Sequence[tuple[Seen, Replay]], today: date) -> dict[End, float]:
    """How the ideas end that do so within these months; what is open still is not counted."""
    first, counted = months_before(today)[0].toordinal(), dict.fromkeys(End, 0.0)
    for seen, played in replays:
        is_open = played.end is End.UNKNOWN and seen.standing is not None
        if played.on >= first and not is_open:
            counted[played.end] += seen.stands_for
    return counted


def shares_of(replays: Sequence[tuple[Seen, Replay]], tiers: int) -> list[float]:
    """Of the ideas of which it is known, how many reach each tier."""
    reached, known = [0.0] * tiers, [0.0] * tiers
    for seen, played in replays:
        for number in range(tiers):
            is_reached = played.reached > number
            reached[number] += is_reached * seen.stands_for
            known[number] += (is_reached or played.end is not End.UNKNOWN) * seen.stands_for
    shares = [part / whole if whole else 0.0 for part, whole in zip(reached, known, strict=True)]
    return [min(shares[: number + 1]) for number in range(tiers)]
