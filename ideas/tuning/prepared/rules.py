"""A sample as plain values, small and soon read: days and votes as steps from those before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from ideas.campaigns.ladder import pairs_of
from ideas.tuning.forecast.rules import Pace
from ideas.tuning.proposals import Seen
from ideas.tuning.rules import Curve, Standing, ladder_of


def packed(seen: Iterable[Seen]) -> list[Any]:
    """Ideas as what JSON can hold."""
    return [[each.idea_id, each.stands_for, *_curve(each.curve), _climb(each)] for each in seen]


def _curve(curve: Curve) -> list[Any]:
    days = _steps(curve.opened, curve.days)
    return [curve.opened, curve.known_until, days, _steps(0, curve.sums)]


def _steps(start: int, numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([start, *numbers])]


def _climb(seen: Seen) -> list[Any] | None:
    standing, pace = seen.standing, seen.pace
    if standing is None or pace is None:
        return None
    ladder = pairs_of(standing.ladder)
    closes_at = standing.closes_at.isoformat()
    return [ladder, standing.tier, standing.votes, closes_at, pace.a_day, pace.age]


def unpacked(rows: Iterable[Sequence[Any]]) -> list[Seen]:
    """The ideas again, as they were packed."""
    return [_seen(*row) for row in rows]


def _seen(idea_id: int, stands_for: float, *curve_and_climb: Any) -> Seen:
    opened, until, days, sums, climb = curve_and_climb
    known = list(accumulate(days, initial=opened))[1:], list(accumulate(sums))
    curve = Curve(opened, until, *known)
    if climb is None:
        return Seen(idea_id, stands_for, curve)
    pairs, tier, votes, closes_at, a_day, age = climb
    ladder = ladder_of(tuple(map(tuple, pairs)))
    standing = Standing(ladder, tier, votes, datetime.fromisoformat(closes_at))
    return Seen(idea_id, stands_for, curve, standing, Pace(a_day, age))
