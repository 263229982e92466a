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


def test_the_hash_is_of_all_entries_by_their_keys_and_sales_together(
    session: Session, fay: Person, period: Period
) -> None:
    """Posted in any order, and those of sales in one entry or in two."""
    legs = [("bank", 3, "EUR"), ("sales", -3, "EUR")]
    due = [Draft(key, Kind.DUE, _legs(*legs), period.id) for key in ("é", "b", "B")]
    post(
        [*due, Draft("1", Kind.SALE, _legs(("bank", 5, "EUR"), ("sales", -5, "EUR")), period.id)],
        by=fay,
    )
    back = _legs(("bank", -2, "EUR"), ("sales", 2, "EUR"))
    post([Draft("2", Kind.SALE_TAKEN_BACK, back, period.id)], by=fay)
    sold = {("bank", "EUR"): 3, ("sales", "EUR"): -3}
    others = [(key, "due", None, legs) for key in ("B", "b", "é")]
    assert hash_of_period(period.id) == hash_of(sold, others)
    assert hash_of_period(period.id, "ab") == hash_of(sold, others, "ab")
    different = {hash_of(sold, others, "ab"), hash_of(sold, others), hash_of(sold, others[1:])}
    assert len(different | {hash_of({}, others), hash_of_period(None)}) == 5


def _legs(*legs: tuple[str, int, str]) -> tuple[Leg, ...]:
    return tuple(Leg(*each) for each in legs)


def _entry(key: str, by: Person) -> dict[str, object]:
    from ideas import clock

    return {"key": key, "kind": Kind.SALE, "posted_by_id": by.id, "posted_at": clock.now()}
