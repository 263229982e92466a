"""Rounds fill one after the other, and what is above their room goes on to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.tuning.filling import Filled, fill
from ideas.tuning.forecast.rules import Range

whole = st.floats(0, 500)
sizes = st.builds(
    lambda low, more, most: Range(low + more, low, low + more + most), whole, whole, whole
)
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("news", "room", "filled"),
    [
        ([], [], []),
        ([Range(0, 0, 0)], [20], [Filled(Range(0, 0, 0), 20, Range(0, 0, 0))]),
        ([Range(12.4, 10.2, 19.1)], [20], [Filled(Range(12, 10, 20), 20, Range(0, 0, 0))]),
        (
            [Range(25, 18, 40), Range(8, 5, 9), Range(0, 0, 1)],
            [20, 10, 20],
            [
                Filled(Range(25, 18, 40), 20, Range(5, 0, 20)),
                Filled(Range(13, 5, 29), 10, Range(3, 0, 19)),
                Filled(Range(3, 0, 20), 20, Range(0, 0, 0)),
            ],
        ),
    ],
)
def test_what_does_not_fit_is_carried_over(
    news: list[Range], room: list[int], filled: list[Filled]
) -> None:
    assert fill(news, room) == filled


@given(st.lists(st.tuples(sizes, st.integers(1, 300)), min_size=1, max_size=4))
def test_no_idea_is_lost_on_the_way(rounds: list[tuple[Range, int]]) -> None:
    filled = fill([size for size, _ in rounds], [room for _, room in rounds])
    for each in filled:
        for bound in ("low", "middle", "high"):
            size, carried = getattr(each.size, bound), getattr(each.carried, bound)
            assert carried == max(0, size - each.capacity)
        assert each.size.low <= each.size.middle <= each.size.high
    taken = sum(min(each.size.high, each.capacity) for each in filled)
    assert taken + filled[-1].carried.high >= sum(size.high for size, _ in rounds)
