"""Bars side by side, as numbers for a drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDE, HIGH, LEFT, BASE, HEAD = 520.0, 168.0, 40.0, 180.0, 1.08
STEPS = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Group:
    """What stands under some bars."""

    name: str


@dataclass(frozen=True)
class Series:
    """One bar in each group, with the range it may lie in."""

    name: str
    numbers: Sequence[float]
    ranges: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Bar:
    """A bar's place in the drawing: its middle, its top, and from where to where it may lie."""

    series: int
    x: float
    y: float
    wide: float
    number: float
    low: float | None = None
    high: float | None = None

    @property
    def tall(self) -> float:
        """How high it stands."""
        return round(BASE - self.y, 1)


@dataclass(frozen=True)
class Bars:
    """A drawing of grouped bars, and the numbers it is made of."""

    groups: Sequence[tuple[str, float]]
    series: Sequence[Series]
    bars: Sequence[Bar]
    top: int
    mark: float | None
    mark_at: float = field(default=0.0)


def bars_of(
    groups: Sequence[Group],
    series: Sequence[Series],
    *,
    mark: float | None = None,
    top: int | None = None,
) -> Bars:
    """Lay bars out; ``mark`` is a line across, such as a capacity."""
    most = [number for each in series for number in each.numbers]
    most += [high for each in series for _, high in each.ranges]
    scale = top or nice(max([*most, mark or 0, 1]))
    room = WIDE / max(1, len(groups))
    wide = room * 0.7 / len(series)
    bars = []
    for at, each in enumerate(series):
        for group in range(len(each.numbers)):
            x = LEFT + group * room + room * 0.15 + wide * at
            bars.append(_bar(at, (x, wide), (each, group), scale))
    named = [(each.name, round(LEFT + (at + 0.5) * room, 1)) for at, each in enumerate(groups)]
    marked = _height(mark, scale) if mark is not None else 0.0
    return Bars(named, series, bars, scale, mark, marked)


def _bar(at: int, place: tuple[float, float], shown: tuple[Series, int], scale: int) -> Bar:
    (x, wide), (series, group) = place, shown
    number = series.numbers[group]
    low, high = series.ranges[group] if series.ranges else (None, None)
    return Bar(
        series=at,
        x=round(x + wide * 0.06, 1),
        y=_height(number, scale),
        wide=round(wide * 0.88, 1),
        number=number,
        low=_height(low, scale) if low is not None else None,
        high=_height(high, scale) if high is not None else None,
    )


def _height(number: float, scale: int) -> float:
    return round(BASE - min(number, scale) / scale * HIGH, 1)


def nice(most: float) -> int:
    """A round number somewhat above."""
    size, most = 1, most * HEAD
    while size * 10 < most:
        size *= 10
    return next(step * size for step in STEPS if step * size >= most)
