"""The order of calculation, by the worked example and by what must hold for every input."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.agreements.cards.rules import Counts, Pays, Rate, Step, flat
from ideas.royalties.closing.sorting import Sorted
from ideas.royalties.lines.rules import (
    EarnedLine,
    SalesLine,
    Settled,
    Tally,
    YearSoFar,
    earned,
    in_own_currency,
    quantity_of,
    taken_before,
)
from ideas.royalties.rules import (
    Beside,
    Deal,
    PayeeBefore,
    anniversary,
    payees_of,
    shortfall,
    years_over,
)
from tests.royalties.calculating import (
    Calculated,
    allowed_at_once,
    calculated,
    earned_at_once,
    lines_of,
    totalled,
)

DEAL = Deal(currency="EUR", reserve_bp=1000, deductions_cap_bp=600, minimum=5_000)
(ONE,) = flat(100)
EU = SalesLine(
    key="eu",
    currency="EUR",
    gross=62_000_000,
    returns=1_550_000,
    deductions=3_410_000,
    units=12_090,
    rate=ONE,
)
US = SalesLine(
    key="us", currency="USD", gross=15_250_000, units=3_050, fx=Decimal("0.9200"), rate=ONE
)

money = st.integers(min_value=0, max_value=10**10)
basis_points = st.integers(min_value=0, max_value=10_000)
rates = st.decimals(min_value="0.0001", max_value="500", places=6)
deals = st.builds(
    Deal,
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    reserve_bp=basis_points,
    deductions_cap_bp=basis_points,
    minimum=st.integers(min_value=0, max_value=10**6),
)


def a_rate(pays: Pays, counts: Counts, starts: list[int], amounts: list[int]) -> Rate:
    firsts = [0, *sorted(set(starts))][: len(amounts)]
    steps = tuple(Step(start, rate) for start, rate in zip(firsts, amounts, strict=False))
    return Rate(pays=pays, counts=Counts.UNITS if pays is Pays.UNIT else counts, steps=steps)


cards = st.builds(
    a_rate,
    st.sampled_from(Pays),
    st.sampled_from(Counts),
    st.lists(st.integers(min_value=1, max_value=10**9), max_size=3),
    st.lists(basis_points, min_size=1, max_size=4),
)
lines = st.lists(
    st.builds(
        SalesLine,
        key=st.uuids().map(str),
        currency=st.sampled_from(["EUR", "USD", "JPY"]),
        gross=money,
        returns=money,
        deductions=money,
        units=st.integers(min_value=-1_000, max_value=10**6),
        fx=rates,
        rate=st.shared(cards, key="card"),
    ),
    max_size=12,
    unique_by=lambda line: line.key,
)
payees = st.lists(
    st.builds(
        PayeeBefore,
        share_bp=st.integers(min_value=1, max_value=10_000),
        opening=st.integers(min_value=-(10**6), max_value=10**6),
        advance=st.integers(min_value=0, max_value=10**7),
        withholding_bp=basis_points,
    ),
    min_size=1,
    max_size=6,
)


def test_the_worked_example_to_the_cent() -> None:
    pool = calculated(DEAL, [EU, US])
    eu, us = pool.lines
    assert (eu.allowed, eu.net, eu.earned) == (3_410_000, 57_040_000, 570_400)
    assert (us.net, us.converted, us.earned) == (15_250_000, 14_030_000, 140_300)
    assert (pool.earned, pool.total.reserve_held, pool.pool) == (710_700, 71_070, 639_630)
    ada, ben = payees_of(DEAL, pool.pool, [PayeeBefore(6000, advance=100_000), PayeeBefore(4000)])
    assert (ada.gross, ada.recouped, ada.payable, ada.carried) == (383_778, 100_000, 283_778, 0)
    assert (ben.gross, ben.recouped, ben.payable, ben.carried) == (255_852, 0, 255_852, 0)


def test_a_line_rounds_once_and_not_at_the_conversion() -> None:
    line = SalesLine(key="a", currency="USD", gross=163, fx=Decimal("0.92"), rate=ONE)
    result = earned("EUR", line, 0, [0])
    assert (result.converted, result.earned) == (150, 1)


def allowed_deductions(cap_bp: int, sold: list[SalesLine], year: dict[str, YearSoFar]) -> list[int]:
    deal = Deal("EUR", deductions_cap_bp=cap_bp)
    return [each.allowed for each in lines_of(deal, sold, year=year)]


def test_deductions_stop_at_the_cap() -> None:
    assert allowed_deductions(500, [EU, US], {}) == [3_022_500, 0]


def test_the_cap_runs_over_the_year() -> None:
    full = {"EUR": YearSoFar(base=10_000_000, allowed=600_000)}
    assert allowed_deductions(600, [EU], full) == [3_410_000]
    used = {"EUR": YearSoFar(base=0, allowed=3_000_000)}
    assert allowed_deductions(600, [EU], used) == [627_000]
    over = {"EUR": YearSoFar(base=0, allowed=9_000_000)}
    assert allowed_deductions(600, [EU], over) == [0]


def test_taking_back_a_settled_line_is_its_exact_negative() -> None:
    first = calculated(DEAL, [EU, US])
    back = [
        replace(
            each.line,
            gross=-each.line.gross,
            returns=-each.line.returns,
            deductions=-each.line.deductions,
            settled=Settled(-each.allowed, -each.converted, -each.earned),
        )
        for each in first.lines
    ]
    second = calculated(DEAL, back)
    assert [line.earned for line in second.lines] == [-line.earned for line in first.lines]
    assert second.total.reserve_held == 0
    assert second.pool == -first.earned


def test_below_the_minimum_is_carried_forward_and_paid_when_it_grows() -> None:
    (first,) = payees_of(DEAL, 4_999, [PayeeBefore(10_000)])
    assert (first.payable, first.carried) == (0, 4_999)
    (second,) = payees_of(DEAL, 1, [PayeeBefore(10_000, opening=first.carried)])
    assert (second.payable, second.carried) == (5_000, 0)


def test_a_debt_is_carried_forward_before_an_advance_is_recouped() -> None:
    (result,) = payees_of(DEAL, -700, [PayeeBefore(10_000, advance=1_000)])
    assert (result.recouped, result.payable, result.carried) == (0, 0, -700)
    assert result.advance_left == 1_000


@pytest.mark.parametrize(
    ("pool", "withholding_bp", "minimum", "withheld", "payable", "carried"),
    [
        (1, 0, 0, 0, 1, 0),
        (1, 5_000, 0, 1, 0, 0),
        (3, 5_000, 0, 2, 1, 0),
        (0, 10_000, 0, 0, 0, 0),
        (-4, 10_000, 0, 0, 0, -4),
        (10_000, 3_000, 7_000, 3_000, 7_000, 0),
        (10_000, 3_000, 7_001, 0, 0, 10_000),
    ],
)
def test_tax_is_withheld_of_what_is_paid_and_the_minimum_is_what_arrives(
    pool: int, withholding_bp: int, minimum: int, withheld: int, payable: int, carried: int
) -> None:
    before = [PayeeBefore(10_000, withholding_bp=withholding_bp)]
    (after,) = payees_of(Deal("EUR", minimum=minimum), pool, before)
    assert (after.withheld, after.payable, after.carried) == (withheld, payable, carried)


STEPPED = Rate(steps=(Step(0, 100), Step(10, 200)))


@pytest.mark.parametrize(
    ("rate", "filled", "earlier", "taken"),
    [
        (STEPPED, {}, {}, [0, 0]),
        (STEPPED, {7: (3, 0)}, {}, [3, 0]),
        (STEPPED, {5: (8, 0), 6: (2, 1)}, {7: (5, 6)}, [10, 1]),
        (STEPPED, {5: (8, 0), 6: (2, 1), 7: (0, 4)}, {7: (5, 6)}, [10, 5]),
        (STEPPED, {5: (8, 0)}, {7: (5, 6), 9: (7,)}, [8, 0]),
    ],
)
def test_what_earlier_cards_sold_is_carried_to_a_later_one(
    rate: Rate,
    filled: dict[int, tuple[int, ...]],
    earlier: dict[int, tuple[int, ...]],
    taken: list[int],
) -> None:
    assert taken_before(rate, 7, filled, earlier) == taken


def test_what_is_taken_back_frees_its_steps_before_anything_is_sold() -> None:
    sold = SalesLine(key="a", currency="EUR", gross=1_000, units=10, rate=STEPPED, rate_id=7)
    was = Settled(allowed=0, converted=-1_000, earned=-10, parts=(-10, 0))
    back = replace(sold, gross=-1_000, units=-10, settled=was)
    tally = Tally(filled={7: (10, 0)})
    results = calculated(Deal("EUR"), [sold, back], tally=tally).lines
    assert [(each.parts, each.earned) for each in results] == [((10, 0), 10), ((-10, 0), -10)]


def test_steps_are_filled_in_the_order_of_cards_then_keys() -> None:
    first = SalesLine(key="b", currency="EUR", gross=1_000, units=10, rate=STEPPED, rate_id=7)
    lines = [first, replace(first, key="a"), replace(first, key="a", rate_id=8)]
    tally = Tally(earlier={8: (7,)})
    results = calculated(Deal("EUR"), lines, tally=tally).lines
    assert [each.parts for each in results] == [(0, 10), (10, 0), (0, 10)]


@pytest.mark.parametrize(
    ("guarantees", "given_before", "earned_now", "missing"),
    [
        ((), 0, 5, 0),
        (((100, 30, False),), 0, 50, 70),
        (((100, 30, True),), 0, 50, 20),
        (((100, 30, True),), 0, 70, 0),
        (((100, 30, True),), 15, 50, 5),
        (((100, 30, True),), 21, 50, 0),
        (((100, 100, False), (100, 0, False), (100, 200, False)), 0, 9, 100),
        (((100, 90, False), (100, 90, True)), 4, 3, 13),
        (((100, 0, True),), 0, -5, 105),
    ],
)
def test_what_is_missing_to_a_guarantee(
    guarantees: tuple[tuple[int, int, bool], ...], given_before: int, earned_now: int, missing: int
) -> None:
    beside = Beside(guarantees=guarantees, guaranteed_before=given_before)
    assert shortfall(earned_now, beside) == missing
    sold = [SalesLine(key="a", currency="EUR", gross=100 * earned_now, rate=ONE)]
    pool = calculated(Deal("EUR"), sold, beside=beside).total
    assert (pool.guarantee, pool.pool) == (missing, earned_now + missing)


def test_a_line_says_what_became_of_it() -> None:
    by_value = Rate(counts=Counts.VALUE, steps=STEPPED.steps)
    line = SalesLine("a", "EUR", 30, 4, 9, units=5, rate=by_value, rate_id=7)
    assert earned("EUR", line, 2, [4, 0]) == EarnedLine(line, 2, 24, 24, 0, (6, 18))
    dear = replace(line, gross=3_000_000, rate=STEPPED, units=0)
    assert earned("EUR", dear, 0, [9, 0]).earned == 30_000
    assert earned("EUR", dear, 0, [10, 0]).earned == 60_000
    assert earned("EUR", replace(line, rate=ONE), 2, [0]).parts == ()
    back = replace(line, settled=Settled(-1, -2, -3, (-4, -5)))
    assert earned("EUR", back, -1, [0]) == EarnedLine(back, -1, 27, -2, -3, (-4, -5))


@pytest.mark.parametrize(
    ("counts", "currency", "fx", "quantity"),
    [
        (Counts.UNITS, "USD", "0.92", 7),
        (Counts.VALUE, "USD", "0.92", 150),
        (Counts.VALUE, "JPY", "0.006", 98),
        (Counts.VALUE, "KWD", "3.015", 49),
        (Counts.VALUE, "EUR", "1", 163),
    ],
)
def test_steps_are_filled_with_units_or_with_what_they_are_worth(
    counts: Counts, currency: str, fx: str, quantity: int
) -> None:
    by = Rate(counts=counts, steps=STEPPED.steps)
    line = SalesLine("a", currency, 175, 3, 20, units=7, fx=Decimal(fx), rate=by)
    assert quantity_of("EUR", line, 9) == quantity


@pytest.mark.parametrize(
    ("currency", "fx", "earned_by_it", "own"),
    [
        ("EUR", "1", 301, 301),
        ("EUR", "2", 301, 151),
        ("USD", "1", 301, 301),
        ("USD", "0.92", 301, 327),
        ("USD", "2", 301, 151),
        ("JPY", "1", 301, 3),
        ("JPY", "0.006", -301, -502),
        ("KWD", "3.015", 301, 998),
    ],
)
def test_what_a_line_earned_is_told_in_the_currency_of_its_sale(
    currency: str, fx: str, earned_by_it: int, own: int
) -> None:
    line = SalesLine("a", currency, 0, fx=Decimal(fx), rate=ONE)
    result = EarnedLine(line, 0, 0, 0, earned_by_it)
    assert in_own_currency(result, "EUR") == own


def test_a_total_tells_currencies_of_sale_by_name() -> None:
    sold = [SalesLine("a", code, 0, fx=Decimal(2), rate=ONE) for code in ("USD", "JPY", "USD")]
    total = totalled("EUR", [EarnedLine(line, 0, 0, 0, 301) for line in sold])
    assert total.number == 3
    assert total.by_currency() == (("JPY", 2, 301), ("USD", 302, 602))


def test_what_is_taken_back_makes_room_under_the_cap() -> None:
    back = SalesLine(key="b", currency="EUR", gross=-1_000, settled=Settled(-100, -900, -9))
    sold = SalesLine(key="a", currency="EUR", gross=2_000, deductions=500)
    assert allowed_deductions(1_000, [sold, back], {}) == [200, -100]


def test_odd_units_go_by_remainder_then_key() -> None:
    def ask(key: str, deductions: int, currency: str = "EUR") -> SalesLine:
        return SalesLine(key=key, currency=currency, gross=10, deductions=deductions)

    alike = [ask("c", 1), ask("a", 1), ask("b", 1), ask("z", 9, "USD")]
    assert allowed_deductions(666, alike, {}) == [0, 1, 0, 0]
    assert allowed_deductions(1_000, [ask("c", 3), ask("b", 2), ask("a", 2)], {}) == [1, 1, 1]
    assert allowed_deductions(1_000, [ask("c", 9), ask("b", 2), ask("a", 2)], {}) == [2, 0, 1]


def test_what_was_held_is_released_into_a_later_pool() -> None:
    assert calculated(DEAL, [], beside=Beside(reserve_released=71_070)).pool == 71_070


@given(deals, lines, st.integers(min_value=-(10**6), max_value=10**6))
def test_the_pool_adds_up(deal: Deal, sold: list[SalesLine], adjustments: int) -> None:
    pool = calculated(deal, sold, beside=Beside(17, adjustments))
    assert pool.earned == sum(line.earned for line in pool.lines)
    assert pool.pool == pool.earned - pool.total.reserve_held + 17 + adjustments
    assert 0 <= pool.total.reserve_held <= max(pool.earned, 0)


@given(deals, lines, st.randoms())
def test_the_order_of_lines_does_not_matter(
    deal: Deal, sold: list[SalesLine], random: Random
) -> None:
    shuffled = random.sample(sold, len(sold))
    assert by_key(calculated(deal, sold)) == by_key(calculated(deal, shuffled))


@given(deals, lines)
def test_allowed_deductions_keep_within_claim_and_cap(deal: Deal, sold: list[SalesLine]) -> None:
    allowed = allowed_deductions(deal.deductions_cap_bp, sold, {})
    for line, part in zip(sold, allowed, strict=True):
        assert 0 <= part <= line.deductions
    for currency in {line.currency for line in sold}:
        base = sum(line.base for line in sold if line.currency == currency)
        granted = sum(
            part for line, part in zip(sold, allowed, strict=True) if line.currency == currency
        )
        assert granted <= max(base * deal.deductions_cap_bp // 10_000, 0)


@given(deals, st.integers(min_value=-(10**9), max_value=10**9), payees)
def test_nothing_is_lost_between_pool_and_payees(
    deal: Deal, pool: int, before: list[PayeeBefore]
) -> None:
    after = payees_of(deal, pool, before)
    assert sum(payee.gross for payee in after) == pool
    for payee in after:
        owed = payee.before.opening + payee.gross
        assert owed == payee.recouped + payee.withheld + payee.payable + payee.carried
        assert payee.recouped + payee.advance_left == payee.before.advance
        assert payee.payable == 0 or payee.payable >= deal.minimum
        assert 0 <= payee.recouped <= payee.before.advance


@given(deals, lines, st.booleans(), st.integers(min_value=0, max_value=10**9))
def test_one_after_another_comes_to_what_all_at_once_do(
    deal: Deal, sold: list[SalesLine], is_twice: bool, used: int
) -> None:
    """Also where the same was sold often, and where some of it is taken back."""
    was = Settled(-1, -2, -3, tuple(-1 for _ in sold[0].rate.steps) if sold else ())
    again = [replace(each, key=f"{each.key}:2") for each in sold] if is_twice else []
    back = [replace(each, key=f"{each.key}:-1", settled=was, gross=-5) for each in sold[:2]]
    every = [*sold, *again, *back]
    year = {"EUR": YearSoFar(base=used, allowed=used // 2)}
    allowed = allowed_at_once(deal.deductions_cap_bp, every, year)
    expected = earned_at_once(deal.currency, every, allowed, Tally())
    for run in (2, 1_000):
        found = lines_of(deal, every, year=year, ordered=partial(Sorted, run=run))
        assert found == expected


def by_key(pool: Calculated) -> tuple[dict[str, tuple[int, int]], int]:
    return {each.line.key: (each.allowed, each.earned) for each in pool.lines}, pool.pool


def test_one_percentage_is_a_line_for_everywhere() -> None:
    assert flat(250) == (Rate("", "", Pays.PERCENT, Counts.UNITS, (Step(0, 250),)),)


LEAP = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("begins_on", "ends_on", "until", "years"),
    [
        (date(2025, 7, 1), None, date(2026, 6, 29), []),
        (date(2025, 7, 1), None, date(2026, 6, 30), [("2025-07-01", "2026-06-30", 1)]),
        (
            *(date(2025, 1, 1), date(2026, 3, 14), date(2026, 12, 31)),
            [("2025-01-01", "2025-12-31", 1), ("2026-01-01", "2026-03-14", Fraction(73, 365))],
        ),
        (
            *(date(2025, 1, 1), date(2026, 12, 31), date(2030, 1, 1)),
            [("2025-01-01", "2025-12-31", 1), ("2026-01-01", "2026-12-31", 1)],
        ),
        (date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1), [("2025-01-01",) * 2]),
        (LEAP, None, date(2026, 1, 1), [("2024-02-29", "2025-02-28", 1)]),
        (date(2025, 1, 2), date(2025, 1, 1), date(2030, 1, 1), []),
    ],
)
def test_years_of_a_term_that_are_over(
    begins_on: date, ends_on: date | None, until: date, years: list[tuple[object, ...]]
) -> None:
    found = [(str(a), str(b), part) for a, b, part in years_over(begins_on, ends_on, until)]
    assert found == [each if len(each) == 3 else (*each, Fraction(1, 365)) for each in years]


def test_an_anniversary_of_a_leap_day() -> None:
    assert [anniversary(LEAP, years) for years in (0, 1, 4)] == [
        *(LEAP, date(2025, 3, 1), date(2028, 2, 29)),
    ]
