"""The journal: balanced, sealed, never edited."""

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.db import take_write_lock
from ideas.royalties.ledger.actions import check_ledger, post, take_back
from ideas.royalties.ledger.models import JournalEntry, Posting
from ideas.royalties.ledger.queries import balance, hash_of_period, trial_balance
from ideas.royalties.ledger.rules import Draft, Kind, Leg, Unbalanced, hash_of, imbalance
from ideas.royalties.periods.models import Period

SALE = Draft("sale:1", Kind.SALE, (Leg("receivable", 500, "EUR"), Leg("sales", -500, "EUR")))


def test_what_is_posted_is_the_balance(session: Session, fay: Person) -> None:
    post([SALE], by=fay)
    assert balance("receivable", "EUR") == 500
    assert balance("receivable", "USD") == 0
    assert trial_balance() == [("receivable", "EUR", 500), ("sales", "EUR", -500)]
    check_ledger()


def test_legs_must_balance_in_every_currency(session: Session, fay: Person) -> None:
    legs = (Leg("a", 5, "EUR"), Leg("b", -5, "USD"))
    assert imbalance(legs) == {"EUR": 5, "USD": -5}
    with pytest.raises(Unbalanced):
        post([SALE, Draft("odd", Kind.SALE, legs)], by=fay)
    assert trial_balance() == []


def test_legs_of_nothing_are_left_out(session: Session, fay: Person) -> None:
    post([Draft("nothing", Kind.SALE, (Leg("a", 0, "EUR"),))], by=fay)
    assert session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == 0


def test_the_same_thing_is_not_posted_twice(session: Session, fay: Person) -> None:
    post([SALE], by=fay)
    with pytest.raises(sqlalchemy.exc.DBAPIError):
        post([SALE], by=fay)


def test_taking_back_is_a_linked_entry(session: Session, fay: Person, period: Period) -> None:
    post([SALE], by=fay)
    take_back([("sale:1", period.id)], by=fay)
    assert trial_balance() == []
    back = session.scalars(sa.select(JournalEntry).where(JournalEntry.reverses == "sale:1")).one()
    assert (back.kind, back.period_id) == (Kind.SALE_TAKEN_BACK, period.id)


@pytest.mark.parametrize("table", ["accounts", "journal_entries", "postings"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_changes(
    session: Session, fay: Person, table: str, change: str
) -> None:
    post([SALE], by=fay)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(change.format(table)))


def test_the_database_refuses_what_does_not_balance(session: Session, fay: Person) -> None:
    post([SALE], by=fay)
    account = session.scalar(sa.text("SELECT id FROM accounts WHERE code = 'sales'"))
    posting = {"entry_key": "odd", "account_id": account, "amount": 1, "currency": "EUR"}
    session.execute(sa.insert(Posting), [posting])
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="does not balance"):
        session.execute(sa.insert(JournalEntry), [_entry("odd", fay)])


def test_the_database_refuses_an_entry_without_postings(session: Session, fay: Person) -> None:
    take_write_lock()
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="does not balance"):
        session.execute(sa.insert(JournalEntry), [_entry("empty", fay)])


def test_the_database_refuses_to_add_to_an_entry(session: Session, fay: Person) -> None:
    post([SALE], by=fay)
    account = session.scalar(sa.text("SELECT id FROM accounts WHERE code = 'sales'"))
    posting = {"entry_key": "sale:1", "account_id": account, "amount": 1, "currency": "EUR"}
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="sealed"):
        session.execute(sa.insert(Posting), [posting])


def test_the_database_refuses_postings_without_an_entry(session: Session, fay: Person) -> None:
    post([SALE], by=fay)
    account = session.scalar(sa.text("SELECT id FROM accounts WHERE code = 'sales'"))
    posting = {"entry_key": "none", "account_id": account, "amount": 1, "currency": "EUR"}
    session.execute(sa.insert(Posting), [posting])
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        session.commit()
    session.rollback()


def test_the_hash_does_not_depend_on_the_order(session: Session, fay: Person) -> None:
    one = ("a", "due", None, [("x", 1, "EUR"), ("y", -1, "EUR")])
    two = ("b", "due", None, [("y", -1, "EUR"), ("x", 1, "EUR")])
    assert hash_of([one, two]) == hash_of([two, one])
    assert hash_of([one]) != hash_of([two])
    assert len(hash_of_period(None)) == 64


def test_sales_count_together_however_they_came() -> None:
    whole = ("a", Kind.SALE, None, [("x", 3, "EUR"), ("y", -3, "EUR")])
    parts = [
        ("b", Kind.SALE, None, [("x", 5, "EUR"), ("y", -5, "EUR")]),
        ("c", Kind.SALE_TAKEN_BACK, None, [("x", -2, "EUR"), ("y", 2, "EUR")]),
    ]
    assert hash_of([whole]) == hash_of(parts)
    assert hash_of([whole]) != hash_of(parts[:1])


def _entry(key: str, by: Person) -> dict[str, object]:
    from ideas import clock

    return {"key": key, "kind": Kind.SALE, "posted_by_id": by.id, "posted_at": clock.now()}
