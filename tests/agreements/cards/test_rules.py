"""Which line of a card applies, how steps are filled, and what a sale earns."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.agreements.cards.rules import (
    Card,
    Counts,
    Pays,
    Rate,
    Step,
    card_on,
    filled,
    flat,
    place_of_rate,
    refusal_to_write,
    royalty,
)

pytestmark = pytest.mark.once

TIERS = Rate(steps=(Step(0, 100), Step(1_000, 200), Step(5_000, 300)))
PLACES = (
    Rate(),
    Rate(channel="web"),
    Rate(territory="EU"),
    Rate(territory="eu", channel="Web"),
)


@pytest.mark.parametrize(
    ("territory", "channel", "place"),
    [
        ("US", "shop", 0),
        ("US", "web", 1),
        ("EU", "shop", 2),
        ("EU", "web", 3),
        (" eu ", "WEB", 3),
        ("", "", 0),
    ],
)
def test_the_line_that_says_most_applies(territory: str, channel: str, place: int) -> None:
    assert place_of_rate(PLACES, territory, channel) == place
    assert place_of_rate(PLACES[::-1], territory, channel) == 3 - place


def test_the_scope_of_a_count_is_compared_as_places_are() -> None:
    assert Rate(" New  Zealand", "WEB").scope == ("new zealand", "web", Counts.UNITS)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2026, 1, 1), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 2),
        (date(2027, 1, 1), 4),
        (date(2030, 1, 1), 4),
    ],
)
def test_the_last_agreed_version_that_has_begun_holds(day: date, version: int) -> None:
    versions = [
        (1, None, True),
        (2, date(2026, 7, 1), True),
        (3, date(2026, 1, 1), False),
        (4, date(2027, 1, 1), True),
    ]
    assert card_on(versions, day) == version
    assert card_on([(1, None, False)], day) == 1


@pytest.mark.parametrize(
    ("taken", "quantity", "parts"),
    [
        ((0, 0, 0), 0, (0, 0, 0)),
        ((0, 0, 0), 999, (999, 0, 0)),
        ((0, 0, 0), 1_000, (1_000, 0, 0)),
        ((0, 0, 0), 1_001, (1_000, 1, 0)),
        ((0, 0, 0), 9_000, (1_000, 4_000, 4_000)),
        ((900, 0, 0), 200, (100, 100, 0)),
        ((1_000, 4_000, 10), 1, (0, 0, 1)),
        ((400, 4_000, 10), 700, (600, 0, 100)),
        ((1_000, 500, 0), -700, (-200, -500, 0)),
        ((100, 0, 0), -300, (-300, 0, 0)),
        ((-200, 0, 0), 1_300, (1_200, 100, 0)),
    ],
)
def test_steps_fill_from_below_and_empty_from_above(
    taken: tuple[int, ...], quantity: int, parts: tuple[int, ...]
) -> None:
    assert filled(TIERS, taken, quantity) == parts


def test_the_part_beyond_a_step_earns_the_next_rate() -> None:
    parts = filled(TIERS, (900, 0, 0), 400)
    assert royalty(TIERS, Fraction(400_00), parts, (900, 0, 0)) == 100 * 1 + 300 * 2


def test_per_unit_is_the_amount_of_each_step() -> None:
    rate = Rate(pays=Pays.UNIT, steps=(Step(0, 50), Step(10, 75)))
    assert royalty(rate, Fraction(0), (10, 2), (0, 0)) == 10 * 50 + 2 * 75


@pytest.mark.parametrize(("taken", "bp"), [((0, 0, 0), 100), ((1_000, 0, 0), 200)])
def test_a_sale_without_units_earns_what_the_next_would(taken: tuple[int, ...], bp: int) -> None:
    assert royalty(TIERS, Fraction(10_000), (0, 0, 0), taken) == bp


steps = st.builds(
    lambda starts, rates: tuple(
        Step(start, rate) for start, rate in zip([0, *sorted(starts)], rates, strict=False)
    ),
    st.sets(st.integers(1, 10**6), max_size=4),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=5),
)


@given(steps, st.integers(0, 10**7), st.integers(-(10**7), 10**7))
def test_nothing_is_lost_on_the_steps(found: tuple[Step, ...], sold: int, quantity: int) -> None:
    rate = Rate(steps=found)
    taken = filled(rate, (0,) * len(found), sold)
    parts = filled(rate, taken, quantity)
    assert sum(parts) == quantity
    assert all(part * quantity >= 0 for part in parts)
    after = [a + b for a, b in zip(taken, parts, strict=True)]
    assert filled(rate, after, -quantity) == tuple(-part for part in parts)


@given(steps, st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_sales_fill_what_one_of_both_would(found: tuple[Step, ...], a: int, b: int) -> None:
    rate, nothing = Rate(steps=found), (0,) * len(found)
    first = filled(rate, nothing, a)
    second = filled(rate, first, b)
    assert tuple(x + y for x, y in zip(first, second, strict=True)) == filled(rate, nothing, a + b)


@given(steps, st.sampled_from(Pays), st.fractions(-(10**9), 10**9), st.integers(-999, 10**6))
def test_what_is_earned_is_symmetric(
    found: tuple[Step, ...], pays: Pays, net: Fraction, quantity: int
) -> None:
    rate, nothing = Rate(pays=pays, steps=found), (0,) * len(found)
    parts = filled(rate, nothing, quantity)
    back = tuple(-part for part in parts)
    assert royalty(rate, -net, back, nothing) == -royalty(rate, net, parts, nothing)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (flat(100), None),
        (PLACES, None),
        ((Rate(territory="EU"),), "card.no_general_rate"),
        ((), "card.no_general_rate"),
        ((Rate(), Rate(territory="EU"), Rate(territory=" eu ")), "card.place_twice"),
        ((Rate(steps=()),), "card.steps"),
        ((Rate(steps=(Step(1, 1),)),), "card.steps"),
        ((Rate(steps=(Step(0, 1), Step(0, 2))),), "card.steps"),
        ((Rate(steps=(Step(0, 1), Step(9, 2), Step(5, 3))),), "card.steps"),
        (flat(10_000), None),
        ((Rate(steps=(Step(0, 10_001),)),), "card.too_much"),
        ((Rate(), Rate(territory="New Zealand"), Rate(territory="Newzealand")), None),
        ((Rate(), Rate(channel="a  b"), Rate(channel="A b")), "card.place_twice"),
        ((Rate(pays=Pays.UNIT, steps=(Step(0, 10_001),)),), None),
        ((Rate(pays=Pays.UNIT, counts=Counts.VALUE),), "card.unit_by_value"),
    ],
)
def test_writing_a_card(rates: tuple[Rate, ...], expected: str | None) -> None:
    refusal = refusal_to_write(Card(rates=rates))
    assert (refusal.code if refusal else None) == expected
