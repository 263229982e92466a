"""Entering withholding rates and tax forms."""

from datetime import date

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.personal import export
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.refusals import Refused
from ideas.royalties.payees.actions import FormFacts, keep_form, set_withholding
from ideas.royalties.payees.models import Withholding
from ideas.royalties.payees.queries import tax_forms_of, withholding_of, withholdings_of
from ideas.royalties.payees.rules import TaxFormKind
from ideas.royalties.periods.models import Period
from tests.money import a_row, close, take_in

JAN = date(2026, 1, 1)


def test_what_finance_enters_is_withheld_from_its_day_on(
    session: Session, fay: Person, ada: Person, ben: Person
) -> None:
    set_withholding(ada, 1_500, JAN, reason=" Treaty, article 12 ", by=fay)
    set_withholding(ada, 500, date(2026, 3, 1), reason="New certificate", by=fay)
    assert withholding_of([ada.id, ben.id], date(2026, 2, 28)) == {ada.id: 1_500, ben.id: 0}
    assert withholding_of([ada.id], date(2026, 3, 1)) == {ada.id: 500}
    assert withholding_of([], JAN) == {}
    assert [each.reason for each in withholdings_of(ada.id)] == [
        "New certificate",
        "Treaty, article 12",
    ]
    noted = sa.select(AuditEntry.detail).where(AuditEntry.action == "withholding.set")
    assert {"rate_bp": 1_500, "day": "2026-01-01"} in session.scalars(noted).all()


def test_nobody_enters_their_own_rate_or_form(session: Session, fay: Person) -> None:
    with pytest.raises(Refused, match=r"withholding\.own"):
        set_withholding(fay, 0, JAN, reason="Mine", by=fay)
    with pytest.raises(Refused, match=r"tax_form\.own"):
        keep_form(fay, FormFacts(TaxFormKind.OTHER, "", JAN, None), by=fay)


def test_a_closed_period_keeps_its_rates(
    session: Session, fay: Person, ada: Person, period: Period
) -> None:
    take_in(fay, a_row())
    close(fay, period)
    with pytest.raises(Refused, match=r"withholding\.closed"):
        set_withholding(ada, 1_500, period.ends_on, reason="Treaty", by=fay)
    take_write_lock()
    session.add(_row(ada, fay, from_on=period.ends_on))
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="the period is closed"):
        session.flush()


def test_a_rate_stays_as_it_was_entered(session: Session, fay: Person, ada: Person) -> None:
    entered = set_withholding(ada, 1_500, JAN, reason="Treaty", by=fay)
    session.commit()
    take_write_lock()
    entered.rate_bp = 0
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"):
        session.flush()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"rate_bp": 10_001}, "rate_is_a_part"),
        ({"reason": " "}, "reason_written"),
        ({"entered_by_id": 0}, "not_ones_own"),
    ],
)
def test_the_database_knows_what_a_rate_is(
    session: Session, fay: Person, ada: Person, changed: dict[str, object], named: str
) -> None:
    take_write_lock()
    row = _row(ada, fay)
    for name, value in changed.items():
        setattr(row, name, value or ada.id)
    session.add(row)
    with pytest.raises(sqlalchemy.exc.IntegrityError, match=named):
        session.flush()


def _row(payee: Person, by: Person, from_on: date = JAN) -> Withholding:
    return Withholding(
        person_id=payee.id,
        rate_bp=1,
        from_on=from_on,
        reason="Treaty",
        entered_by_id=by.id,
        entered_at=by.created_at,
    )


def test_the_form_entered_last_counts_and_both_are_exported(
    session: Session, fay: Person, ada: Person
) -> None:
    for name in ("A", "B"):
        keep_form(ada, FormFacts(TaxFormKind.RESIDENCE, name, JAN, date(2028, 12, 31)), by=fay)
    session.commit()
    assert [form.name for form in tax_forms_of(ada.id)] == ["B", "A"]
    assert {form["name"] for form in export(ada.id)["tax_forms"]} == {"A", "B"}
