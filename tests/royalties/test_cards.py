"""Rates by place, per unit and by steps, through a close; and what the guarantee adds."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.cards.rules import Counts, Pays, Rate, Step, flat
from ideas.agreements.models import Agreement
from ideas.money import Money
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import balance
from ideas.royalties.settlements.models import SettledPart, SettledSale, Settlement, Statement
from ideas.royalties.statements.paper import Fall, Percent
from ideas.royalties.statements.queries import groups_of
from tests.conftest import Clock
from tests.money import a_period, a_product, a_rate, a_row, an_active_agreement, close, take_in

BY_UNITS = (Rate(steps=(Step(0, 100), Step(1_000, 200))),)
BY_VALUE = (Rate(counts=Counts.VALUE, steps=(Step(0, 100), Step(1_000_00, 200))),)


def agreed(fay: Person, ada: Person, rates: tuple[Rate, ...], **changed: object) -> Agreement:
    """Ada's own agreement with these rates, and a lamp on sale under it."""
    plain = {"reserve_bp": 0, "minimum": 0}
    agreement = an_active_agreement(fay, [(ada, 10_000, 0)], rates=rates, **plain | changed)
    a_product(fay, agreement)
    return agreement


def lines(session: Session) -> list[tuple[str, int, int]]:
    found = session.scalars(sa.select(SettledSale).order_by(SettledSale.id))
    return [(each.sale.external_id, each.sign, each.earned) for each in found]


def parts(session: Session) -> list[tuple[int, int]]:
    found = session.scalars(sa.select(SettledPart).order_by(SettledPart.settled_sale_id))
    return sorted((each.step.start, each.quantity) for each in found)


def test_the_most_specific_line_is_paid(session: Session, fay: Person, ada: Person) -> None:
    rates = (
        *flat(100),
        Rate("EU", "", steps=(Step(0, 200),)),
        Rate("EU", "shop", Pays.UNIT, steps=(Step(0, 50),)),
    )
    agreed(fay, ada, rates)
    period = a_period(fay)
    take_in(
        fay,
        a_row("1", territory="US"),
        a_row("2", territory="EU"),
        a_row("3", territory="EU", channel="shop", units=12, returned_units=2),
    )
    close(fay, period)
    assert lines(session) == [("1", 1, 100), ("2", 1, 200), ("3", 1, 500)]
    assert parts(session) == []


def test_per_unit_in_another_currency_goes_through_clearing(
    session: Session, fay: Person, ada: Person
) -> None:
    agreed(fay, ada, (Rate(pays=Pays.UNIT, steps=(Step(0, 46),)),))
    period = a_period(fay)
    a_rate(fay, period)
    take_in(fay, a_row("1", units=10, currency="USD"))
    close(fay, period)
    assert lines(session) == [("1", 1, 460)]
    assert balance("fx-clearing", "EUR") == 460
    assert balance("fx-clearing", "USD") == -500
    check_ledger()


@pytest.mark.parametrize(
    ("rates", "units", "gross"), [(BY_UNITS, 900, "900.00"), (BY_VALUE, 1, "900.00")]
)
def test_steps_go_on_over_periods(
    session: Session,
    fay: Person,
    ada: Person,
    clock: Clock,
    rates: tuple[Rate, ...],
    units: int,
    gross: str,
) -> None:
    agreed(fay, ada, rates)
    first = a_period(fay)
    take_in(fay, a_row("1", units=units, gross=gross))
    close(fay, first)
    clock.go(days=365)
    second = a_period(fay, "2026-H1")
    take_in(fay, a_row("2", period="2026-H1", units=units, gross=gross))
    close(fay, second)
    assert lines(session) == [("1", 1, 900), ("2", 1, 100 + 1_600)]
    scale = 1 if units > 1 else 100
    assert parts(session) == [(0, 100 * scale), (0, 900 * scale), (1_000 * scale, 800 * scale)]
    last = session.scalars(sa.select(Settlement).where(Settlement.period_id == second.id)).one()
    (group,) = groups_of(last)
    told = [Money(each * 100, "EUR") if units == 1 else each for each in (100, 800)]
    assert group.falls == (Fall(Percent(100), told[0]), Fall(Percent(200), told[1]))


def test_a_line_is_taken_back_as_it_was_earned_and_makes_room_where_it_stood(
    session: Session, fay: Person, ada: Person, clock: Clock
) -> None:
    agreed(fay, ada, BY_UNITS)
    period = a_period(fay)
    take_in(fay, a_row("1", units=1_000, gross="1000.00"), a_row("2", units=500, gross="500.00"))
    close(fay, period)
    clock.go(days=365)
    later = a_period(fay, "2026-H1")
    take_in(fay, a_row("1", revision=2, units=1_000, gross="1000.00", channel="shop"))
    close(fay, later)
    assert lines(session) == [("1", 1, 1_000), ("2", 1, 1_000), ("1", 1, 1_000), ("1", -1, -1_000)]
    (again,) = session.scalars(sa.select(Settlement).where(Settlement.period_id == later.id))
    assert again.earned == 0
    check_ledger()


def test_the_order_of_lines_in_a_file_does_not_matter(
    session: Session, fay: Person, ada: Person
) -> None:
    agreed(fay, ada, BY_UNITS)
    period = a_period(fay)
    take_in(fay, a_row("2", units=500, gross="5000.00"))
    take_in(fay, a_row("1", units=1_000, gross="1000.00"))
    close(fay, period)
    assert sorted(lines(session)) == [("1", 1, 1_000), ("2", 1, 10_000)]


def test_a_years_guarantee_adds_what_is_missing_once(
    session: Session, fay: Person, ada: Person, clock: Clock
) -> None:
    agreed(fay, ada, flat(100), guarantee=100_000, begins_on=date(2025, 7, 1))
    clock.go(days=900)
    pools = []
    for code, gross in (("2025-H2", 30_000), ("2026-H1", 20_000), ("2026-H2", 200_000)):
        period = a_period(fay, code)
        take_in(fay, a_row(code, period=code, gross=f"{gross}.00"))
        close(fay, period)
        (settled,) = session.scalars(sa.select(Settlement).where(Settlement.period_id == period.id))
        pools.append((settled.earned, settled.guarantee, settled.pool))
    assert pools == [(30_000, 0, 30_000), (20_000, 50_000, 70_000), (200_000, 0, 200_000)]
    assert balance("guarantee", "EUR") == 50_000
    check_ledger()


def test_a_guarantee_is_paid_where_nothing_was_sold(
    session: Session, fay: Person, ada: Person, clock: Clock
) -> None:
    agreed(
        fay,
        ada,
        flat(100),
        guarantee=73_000,
        begins_on=date(2025, 1, 1),
        ends_on=date(2026, 3, 14),
    )
    clock.go(days=900)
    for code in ("2025-H2", "2026-H1"):
        close(fay, a_period(fay, code))
    made = session.scalars(sa.select(Settlement.guarantee).order_by(Settlement.id)).all()
    assert made == [73_000, 73 * 200]


def test_the_reserve_is_released_in_parts(
    session: Session, fay: Person, ada: Person, clock: Clock
) -> None:
    agreed(fay, ada, flat(100), reserve_bp=1_000, reserve_periods=1, reserve_parts=3)
    clock.go(days=900)
    codes = ("2025-H2", "2026-H1", "2026-H2", "2027-H1")
    periods = [a_period(fay, code) for code in codes]
    take_in(fay, a_row("1", gross="10000.00"))
    for period in periods:
        close(fay, period)
    released = session.scalars(sa.select(Settlement.reserve_released).order_by(Settlement.id)).all()
    assert released == [0, 334, 333, 333]
    assert sum(session.scalars(sa.select(Statement.gross))) == 10_000
