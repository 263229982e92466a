"""Closing a period: the worked example through the database, and what later periods do with it."""

import hashlib
import json
import threading
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.cards.rules import Rate
from ideas.agreements.models import Agreement
from ideas.db import db, take_write_lock
from ideas.events.models import RecordedEvent
from ideas.refusals import Refused
from ideas.royalties.closing.actions import propose_close
from ideas.royalties.closing.figures import figures_of
from ideas.royalties.closing.queries import outlook_of
from ideas.royalties.closing.telling import line_told
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import balance, hash_of_period, trial_balance
from ideas.royalties.lines.rules import EarnedLine, SalesLine, Settled
from ideas.royalties.periods.actions import open_period, soft_close
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.queries import hash_of_sales
from ideas.royalties.settlements.actions import Correction, adjust, reverse
from ideas.royalties.settlements.models import (
    AdjustmentReversal,
    SettledSale,
    Settlement,
    Statement,
)
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import (
    WORKED_EXAMPLE,
    a_period,
    a_product,
    a_rate,
    a_row,
    an_active_agreement,
    close,
    pay,
    take_in,
)


def statements(session: Session) -> list[Statement]:
    return list(session.scalars(sa.select(Statement).order_by(Statement.id)))


def settlement(session: Session, period: Period) -> Settlement:
    return session.scalars(sa.select(Settlement).where(Settlement.period_id == period.id)).one()


@pytest.fixture
def closed(fay: Person, flo: Person, agreement: Agreement, period: Period) -> Period:
    """The worked example, closed, with Ada's advance paid before."""
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    return period


def test_the_worked_example_to_the_cent(session: Session, closed: Period) -> None:
    settled = settlement(session, closed)
    assert (settled.earned, settled.reserve_held, settled.pool) == (710_700, 71_070, 639_630)
    lines = session.scalars(sa.select(SettledSale).order_by(SettledSale.id)).all()
    assert [(each.allowed, each.net, each.converted, each.earned) for each in lines] == [
        (3_410_000, 57_040_000, 57_040_000, 570_400),
        (0, 15_250_000, 14_030_000, 140_300),
    ]
    ada, ben = statements(session)
    assert (ada.gross, ada.recouped, ada.payable, ada.carried) == (383_778, 100_000, 283_778, 0)
    assert (ben.gross, ben.recouped, ben.payable, ben.carried) == (255_852, 0, 255_852, 0)


def test_the_ledger_agrees_with_the_statements(
    session: Session, closed: Period, agreement: Agreement
) -> None:
    check_ledger()
    ada, ben = statements(session)
    assert balance(f"payable:{ada.share_id}", "EUR") == -283_778
    assert balance(f"payable:{ben.share_id}", "EUR") == -255_852
    assert balance(f"advance:{ada.share_id}", "EUR") == 0
    assert balance(f"reserve:{agreement.id}", "EUR") == -71_070
    assert balance(f"earned:{agreement.id}", "EUR") == 0
    assert balance("fx-clearing", "USD") == -152_500
    assert balance("fx-clearing", "EUR") == 140_300
    assert {
        currency: sum(a for _, c, a in trial_balance() if c == currency)
        for currency in ("EUR", "USD")
    } == {
        "EUR": 0,
        "USD": 0,
    }


def test_each_payee_is_told(session: Session, closed: Period) -> None:
    events = session.scalars(
        sa.select(RecordedEvent)
        .where(RecordedEvent.name == "royalties.StatementReady")
        .order_by(RecordedEvent.id)
    )
    people = [event.values["person_id"] for event in events]
    assert people == [each.person_id for each in statements(session)]


def test_the_outlook_is_what_the_close_writes(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    (outlook,) = outlook_of(period).agreements
    close(fay, period)
    settled = settlement(session, period)
    assert (outlook.pool.earned, outlook.pool.pool) == (settled.earned, settled.pool)
    assert [after.payable for _, after in outlook.payees] == [
        each.payable for each in statements(session)
    ]


def test_closing_twice_is_refused(session: Session, fay: Person, closed: Period) -> None:
    with pytest.raises(Refused, match=r"period\.closed"):
        propose_close(closed, by=fay)
    assert len(statements(session)) == 2


def test_a_missing_rate_stops_the_close(session: Session, fay: Person, period: Period) -> None:
    take_in(fay, *WORKED_EXAMPLE)
    assert outlook_of(period).missing_rates == (("USD", "EUR"),)
    soft_close(period, by=fay)
    with pytest.raises(Refused) as caught:
        propose_close(period, by=fay)
    assert caught.value.refusal.values == {"pairs": "USD → EUR"}


def test_a_period_that_is_not_over_stays_open(
    session: Session, fay: Person, agreement: Agreement
) -> None:
    with pytest.raises(Refused, match=r"period\.not_over"):
        soft_close(a_period(fay, "2026-H1"), by=fay)


def test_periods_close_in_order(session: Session, fay: Person, period: Period) -> None:
    a_period(fay, "2025-H1")
    with pytest.raises(Refused, match=r"period\.earlier_open"):
        soft_close(period, by=fay)


def test_the_last_rate_typed_holds_until_the_close(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    a_rate(fay, period, "0.50")
    a_rate(fay, period, "0.9200")
    take_in(fay, *WORKED_EXAMPLE)
    close(fay, period)
    assert settlement(session, period).earned == 710_700
    with pytest.raises(Refused, match=r"period\.closed"):
        a_rate(fay, period, "1")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statements SET payable = 0",
        "DELETE FROM settlements",
        "UPDATE settled_sales SET earned = 0",
        "DELETE FROM sales",
        "UPDATE fx_rates SET rate = '1'",
        "UPDATE periods SET state = 'open', ledger_hash = NULL",
        "UPDATE periods SET sales_hash = NULL",
        "DELETE FROM periods",
        "UPDATE payments SET amount = 1",
        "DELETE FROM payments",
        "INSERT INTO fx_rates"
        " (period_id, currency, to_currency, rate, source, quoted_on, typed_by_id, typed_at)"
        " SELECT period_id, currency, 'GBP', rate, source, quoted_on, typed_by_id, typed_at"
        " FROM fx_rates",
    ],
)
def test_the_database_keeps_what_was_closed(session: Session, closed: Period, change: str) -> None:
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=r"append-only|closed|stays"):
        session.execute(sa.text(change))


def test_the_hash_is_of_the_period_as_closed(session: Session, fay: Person, closed: Period) -> None:
    assert closed.sales_hash == hash_of_sales(closed.id)
    assert closed.ledger_hash == hash_of_period(closed.id, closed.sales_hash)
    a_period(fay, "2026-H1")
    take_in(fay, a_row("late"))
    assert closed.sales_hash == hash_of_sales(closed.id)
    assert closed.ledger_hash == hash_of_period(closed.id, closed.sales_hash)


def test_what_is_below_the_minimum_is_carried_forward(
    session: Session, fay: Person, clock: Clock, agreement: Agreement, period: Period
) -> None:
    take_in(fay, a_row("1", gross="10000.00"))
    close(fay, period)
    first = statements(session)[1]
    assert (first.gross, first.payable, first.carried) == (3_600, 0, 3_600)
    clock.go(days=365)
    after = a_period(fay, "2026-H1")
    take_in(fay, a_row("2", period="2026-H1", gross="10000.00"))
    close(fay, after)
    second = statements(session)[3]
    assert (second.opening, second.gross, second.payable, second.carried) == (
        3_600,
        3_600,
        7_200,
        0,
    )
    check_ledger()


def test_an_advance_is_recouped_over_periods(
    session: Session, fay: Person, flo: Person, clock: Clock, agreement: Agreement, period: Period
) -> None:
    pay(agreement.shares[0], by=fay, confirmed_by=flo)
    take_in(fay, a_row("1", gross="100000.00"))
    close(fay, period)
    first = statements(session)[0]
    assert (first.gross, first.recouped, first.advance_left) == (54_000, 54_000, 46_000)
    clock.go(days=365)
    after = a_period(fay, "2026-H1")
    take_in(fay, a_row("2", period="2026-H1", gross="100000.00"))
    close(fay, after)
    second = statements(session)[2]
    assert (second.recouped, second.advance_left, second.payable) == (46_000, 0, 8_000)


def test_an_advance_that_was_never_paid_is_not_recouped(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1", gross="100000.00"))
    close(fay, period)
    assert statements(session)[0].recouped == 0


def test_the_reserve_is_released_two_periods_later(
    session: Session, fay: Person, clock: Clock, closed: Period, agreement: Agreement
) -> None:
    clock.go(days=800)
    released = []
    for code in ("2026-H1", "2026-H2", "2027-H1"):
        later = a_period(fay, code)
        take_in(fay, a_row(code, period=code, gross="1000.00"))
        close(fay, later)
        released.append(settlement(session, later).reserve_released)
    assert released == [0, 71_070, 100]
    assert balance(f"reserve:{agreement.id}", "EUR") == -200
    check_ledger()


def test_a_release_alone_makes_a_statement(
    session: Session, fay: Person, clock: Clock, closed: Period
) -> None:
    clock.go(days=800)
    close(fay, a_period(fay, "2026-H1"))
    assert len(statements(session)) == 2
    last = a_period(fay, "2026-H2")
    close(fay, last)
    assert settlement(session, last).pool == 71_070


def test_a_correction_after_the_close_takes_back_what_was_settled(
    session: Session, fay: Person, clock: Clock, closed: Period
) -> None:
    clock.go(days=365)
    after = a_period(fay, "2026-H1")
    a_rate(fay, after, "0.5000")
    take_in(
        fay, a_row("us", revision=2, territory="US", units=3_050, gross="152600.00", currency="USD")
    )
    close(fay, after)
    lines = session.scalars(
        sa.select(SettledSale).join(Settlement).where(Settlement.period_id == after.id)
    ).all()
    assert sorted((each.sign, each.earned) for each in lines) == [(-1, -140_300), (1, 140_392)]
    assert {str(each.fx) for each in lines} == {"0.9200"}
    assert settlement(session, after).earned == 92
    check_ledger()


def test_a_sale_corrected_within_its_period_is_settled_once(
    session: Session, fay: Person, period: Period
) -> None:
    take_in(fay, a_row("1", gross="100000.00"))
    take_in(fay, a_row("1", revision=2, gross="200000.00"))
    close(fay, period)
    (line,) = session.scalars(sa.select(SettledSale)).all()
    assert (line.sale.revision, line.earned) == (2, 200_000)


def test_deductions_stop_at_the_years_cap(
    session: Session, fay: Person, clock: Clock, agreement: Agreement, period: Period
) -> None:
    earlier = a_period(fay, "2025-H1")
    take_in(fay, a_row("1", period="2025-H1", gross="1000.00", deductions="10.00"))
    take_in(fay, a_row("2", gross="1000.00", deductions="200.00"))
    close(fay, earlier)
    close(fay, period)
    allowed = session.scalars(sa.select(SettledSale.allowed).order_by(SettledSale.id)).all()
    assert allowed == [1_000, 11_000]


def test_an_adjustment_is_part_of_the_pool(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    take_in(fay, a_row("1", gross="100000.00"))
    adjust(agreement, period, Correction(-5_000, "Sent twice last year"), by=fay)
    close(fay, period)
    settled = settlement(session, period)
    assert (settled.adjustments, settled.pool) == (-5_000, 85_000)
    check_ledger()
    with pytest.raises(Refused, match=r"period\.closed"):
        adjust(agreement, period, Correction(1, "Late"), by=fay)


@pytest.mark.parametrize(
    ("amount", "reason", "code"),
    [(0, "Why", "adjustment.nothing"), (1, " ", "adjustment.no_reason")],
)
def test_an_adjustment_has_an_amount_and_a_reason(
    session: Session,
    fay: Person,
    agreement: Agreement,
    period: Period,
    amount: int,
    reason: str,
    code: str,
) -> None:
    with pytest.raises(Refused) as caught:
        adjust(agreement, period, Correction(amount, reason), by=fay)
    assert caught.value.refusal.code == code


def test_a_loss_is_carried_forward_and_holds_nothing_back(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    take_in(fay, a_row("1", gross="0", returns="100000.00"))
    close(fay, period)
    settled = settlement(session, period)
    assert (settled.earned, settled.reserve_held) == (-100_000, 0)
    assert [(each.payable, each.carried) for each in statements(session)] == [
        (0, -60_000),
        (0, -40_000),
    ]


def test_yen_and_dinar_keep_their_decimals(session: Session, fay: Person, clock: Clock) -> None:
    kim = a_person("Kim")
    agreement = an_active_agreement(
        fay, [(kim, 10_000, 0)], currency="KWD", minimum=0, reserve_bp=0
    )
    a_product(fay, agreement, "DINAR")
    period = a_period(fay)
    a_rate(fay, period, "0.0020", "JPY/KWD")
    take_in(fay, a_row("1", sku="DINAR", gross="1000000", currency="JPY"))
    close(fay, period)
    settled = settlement(session, period)
    assert (settled.currency, settled.earned) == ("KWD", 20_000)
    assert str(statements(session)[0].payment) == "20.000 KWD"


def test_two_ideas_are_settled_apart(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    other = an_active_agreement(fay, [(a_person("Zoe"), 10_000, 0)], rate_bp=500)
    a_product(fay, other, "KITE-1")
    take_in(fay, a_row("1", gross="100000.00"), a_row("2", sku="KITE-1", gross="100000.00"))
    close(fay, period)
    earned = {each.agreement_id: each.earned for each in session.scalars(sa.select(Settlement))}
    assert earned == {agreement.id: 100_000, other.id: 500_000}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (("2025-12-01", "2026-02-01"), "period.overlaps"),
        (("2026-02-01", "2026-01-01"), "period.days"),
        (("2025-01-01", "2025-06-30"), "period.before_closed"),
    ],
)
def test_periods_do_not_overlap_or_come_before_closed_ones(
    session: Session, fay: Person, closed: Period, days: tuple[str, str], code: str
) -> None:
    with pytest.raises(Refused) as caught:
        open_period("new", *map(date.fromisoformat, days), by=fay)
    assert caught.value.refusal.code == code


def test_nobody_adjusts_an_agreement_they_have_a_share_in(
    session: Session, agreement: Agreement, period: Period, ada: Person
) -> None:
    with pytest.raises(Refused, match=r"adjustment\.own"):
        adjust(agreement, period, Correction(1_000_000, "A gift to myself"), by=ada)


def test_an_adjustment_is_taken_back_by_its_opposite_once(
    session: Session, fay: Person, flo: Person, agreement: Agreement, period: Period
) -> None:
    take_in(fay, a_row("1", gross="100000.00"))
    wrong, late = (
        adjust(agreement, period, Correction(amount, "Wrong"), by=fay) for amount in (-5_000, 700)
    )
    back = reverse(wrong, by=flo, reason="It was another idea's")
    assert (back.amount, back.period_id, back.reason) == (5_000, period.id, "It was another idea's")
    assert reverse(wrong, by=fay, reason="Again").id == back.id
    with pytest.raises(Refused, match=r"adjustment\.is_reversal"):
        reverse(back, by=fay, reason="After all")
    close(fay, period)
    assert (settlement(session, period).adjustments, len(taken_back(session))) == (700, 1)
    with pytest.raises(Refused, match=r"adjustment\.no_period"):
        reverse(late, by=fay, reason="Wrong as well")
    after = a_period(fay, "2026-H1")
    assert reverse(late, by=fay, reason="Wrong as well").period_id == after.id
    assert taken_back(session) == {wrong.id: back.id, late.id: back.id + 1}
    session.commit()
    third = adjust(agreement, after, Correction(1, "A cent"), by=fay)
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="by its opposite"):
        session.execute(
            sa.insert(AdjustmentReversal).values(adjustment_id=third.id, reversal_id=third.id)
        )


def taken_back(session: Session) -> dict[int, int]:
    rows = session.scalars(sa.select(AdjustmentReversal))
    return {each.adjustment_id: each.reversal_id for each in rows}


def test_of_two_periods_opened_at_once_one_overlaps(
    app: Flask, session: Session, fay: Person
) -> None:
    fay_id, refused = fay.id, list[str]()

    def open_another() -> None:
        with app.app_context():
            fay = db.session.get_one(Person, fay_id)
            try:
                open_period("two", date(2025, 2, 1), date(2025, 2, 28), by=fay)
            except Refused as error:
                refused.append(error.refusal.code)
            db.session.rollback()

    open_period("one", date(2025, 1, 1), date(2025, 3, 31), by=fay)
    other = threading.Thread(target=open_another)
    other.start()
    other.join(timeout=1)
    session.commit()
    other.join()
    assert refused == ["period.overlaps"]


def test_a_periods_name_is_its_own(session: Session, fay: Person, period: Period) -> None:
    with pytest.raises(Refused, match=r"period\.code_taken"):
        open_period(period.code, period.starts_on, period.ends_on, by=fay)


def test_the_digest_is_of_all_that_is_written(
    session: Session, fay: Person, agreement: Agreement, period: Period
) -> None:
    a_rate(fay, period)
    take_in(fay, *WORKED_EXAMPLE)
    outlook = outlook_of(period)
    (each,) = outlook.agreements
    payees = [(share.id, asdict(after)) for share, after in each.payees]
    lines = "".join(f"{as_json(asdict(result))}\n" for _, result in each.results())
    assert lines.count("\n") == each.number == len(WORKED_EXAMPLE)
    told = hashlib.sha256(lines.encode()).hexdigest()
    whole = as_json([asdict(each.pool), told, payees])
    assert figures_of(outlook)[0].digest == hashlib.sha256(whole.encode()).hexdigest()


@pytest.mark.parametrize("settled", [None, Settled(-1, -2, -3, (-4, 0))])
@pytest.mark.parametrize("parts", [(), (7, -2)])
def test_a_line_is_told_as_json_tells_it(settled: Settled | None, parts: tuple[int, ...]) -> None:
    line = SalesLine('a "\u00e4":1', "JPY", -5, 4, 3, 2, Decimal("0.9200"), Rate(), 9, settled)
    result = EarnedLine(line, 1, -10, 11, 12, parts)
    assert line_told(result, as_json(asdict(line.rate))) == as_json(asdict(result))


def as_json(values: Any) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), default=str)
