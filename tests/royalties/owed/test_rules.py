"""Ageing and the ring-fence, by table and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.royalties.owed.rules import (
    Fence,
    Open,
    aged,
    band_of,
    fences,
    refusal_to_set_apart,
    totals,
)

pytestmark = pytest.mark.once
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "band"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (900, 3)]
)
def test_a_band_ends_with_its_last_day(days: int, band: int) -> None:
    assert band_of(days) == band


OPEN = st.builds(
    Open,
    person_id=st.integers(1, 3),
    currency=st.sampled_from(["EUR", "JPY"]),
    amount=st.integers(1, 10**12),
    since=st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days)),
)


@given(st.lists(OPEN))
def test_ageing_loses_nothing(rows: list[Open]) -> None:
    sums = aged(rows, TODAY)
    assert sum(map(sum, sums.values())) == sum(row.amount for row in rows)
    assert set(sums) == {(row.person_id, row.currency) for row in rows}
    below = totals((currency, bands) for (_, currency), bands in sums.items())
    for currency, bands in below.items():
        assert sum(bands) == sum(row.amount for row in rows if row.currency == currency)
    for row in rows:
        assert sums[row.person_id, row.currency][band_of((TODAY - row.since).days)] >= row.amount


def test_the_ring_fence_is_what_creators_accounts_are_owed() -> None:
    balances = [
        ("payable:1", "EUR", -300),
        ("payable:2", "EUR", -20),
        ("payee:1", "EUR", -7),
        ("reserve:1", "EUR", -50),
        ("earned:1", "EUR", -4),
        ("advance:1", "EUR", 1_000),
        ("withheld:1", "EUR", -90),
        ("bank", "EUR", -5),
        ("reserve:2", "JPY", -8),
    ]
    euro, yen, dollar = sorted(
        fences(balances, {"EUR": 400, "USD": 3}), key=lambda each: "EJU".index(each.currency[0])
    )
    assert euro == Fence("EUR", 320, 7, 50, 4, 400)
    assert (euro.owed, euro.difference) == (381, 19)
    assert (yen.owed, yen.difference) == (8, None)
    assert (dollar.owed, dollar.difference) == (0, 3)


def test_what_one_owes_is_not_taken_off_what_others_are_owed() -> None:
    assert Fence("EUR", 100, -40, 10, -5, 0).owed == 110
    assert Fence("EUR", 100, -40, 10, -5, 0).difference == -110


@pytest.mark.parametrize(
    ("amount", "counted_on", "code"),
    [
        (0, TODAY, None),
        (-1, TODAY, "ring_fence.below_zero"),
        (1, TODAY + timedelta(days=1), "ring_fence.not_yet"),
    ],
)
def test_a_figure_is_of_a_day_that_has_come(
    amount: int, counted_on: date, code: str | None
) -> None:
    refusal = refusal_to_set_apart(amount, counted_on, TODAY)
    assert (refusal.code if refusal else None) == code
