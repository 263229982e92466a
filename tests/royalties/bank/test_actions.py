"""Bank accounts: typed, approved by somebody else, used 48 hours later, kept encrypted."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import sqlalchemy.exc
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.personal import erase, export
from ideas.agreements.models import Agreement
from ideas.audit.models import AuditEntry
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.refusals import Refused
from ideas.royalties.bank.actions import (
    approve_account,
    refuse_account,
    type_account,
    withdraw_account,
)
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.queries import account_in, accounts_waiting, usable_accounts
from ideas.royalties.bank.rules import Account, AccountState
from ideas.royalties.payees.keys import opened
from tests.conftest import Clock
from tests.factories import a_person
from tests.money import an_active_agreement

IBAN = "DE89370400440532013000"
OWN = Account("Ada Lovelace", IBAN)


def test_an_account_waits_for_somebody_else_and_for_two_days(
    session: Session, clock: Clock, agreement: Agreement, fay: Person, ada: Person
) -> None:
    row = type_account(OWN, by=ada)
    assert list(accounts_waiting()) == [row]
    approve_account(row, by=fay)
    approve_account(row, by=fay)
    assert usable_accounts([ada.id], clock.moment) == {}
    assert usable_accounts([ada.id], clock.moment + timedelta(hours=48, seconds=-1)) == {}
    usable = usable_accounts([ada.id], clock.moment + timedelta(hours=48))
    assert account_in(usable[ada.id]) == OWN
    named = RecordedEvent.name == "royalties.BankAccountChanged"
    told = session.scalars(sa.select(RecordedEvent.values).where(named)).all()
    assert sorted(each["state"] for each in told) == ["approved", "waiting"]


def test_the_account_that_is_used_stays_until_another_has_waited(
    session: Session, clock: Clock, agreement: Agreement, fay: Person, ada: Person
) -> None:
    first = type_account(OWN, by=ada)
    approve_account(first, by=fay)
    clock.go(hours=50)
    second = type_account(Account("Ada Lovelace", "GB82WEST12345698765432"), by=ada)
    approve_account(second, by=fay)
    assert usable_accounts([ada.id], clock.moment)[ada.id].id == first.id
    clock.go(hours=50)
    assert usable_accounts([ada.id], clock.moment)[ada.id].id == second.id


def test_what_is_typed_anew_takes_the_place_of_what_waits(
    session: Session, agreement: Agreement, fay: Person, ada: Person
) -> None:
    first, second = type_account(OWN, by=ada), type_account(OWN, by=ada)
    session.refresh(first)
    assert (first.state, second.state) == (AccountState.WITHDRAWN, AccountState.WAITING)
    with pytest.raises(Refused, match=r"account\.decided"):
        approve_account(first, by=fay)
    withdraw_account(second, by=ada)
    with pytest.raises(Refused, match=r"account\.decided"):
        withdraw_account(second, by=ada)


def test_nobody_approves_their_own_account(session: Session, fay: Person, flo: Person) -> None:
    an_active_agreement(flo, [(fay, 10_000, 0)])
    row = type_account(Account("Fay", IBAN), by=fay)
    with pytest.raises(Refused) as caught:
        approve_account(row, by=fay)
    assert caught.value.refusal.code == "account.own"
    assert caught.value.refusal.values == {"names": "Flo"}
    row.state, row.decided_by_id, row.decided_at = AccountState.APPROVED, fay.id, row.typed_at
    with pytest.raises(sqlalchemy.exc.IntegrityError, match="four_eyes"):
        session.flush()


def test_a_no_comes_with_its_reason(
    session: Session, agreement: Agreement, fay: Person, ada: Person
) -> None:
    row = type_account(OWN, by=ada)
    with pytest.raises(Refused, match=r"account\.no_reason"):
        refuse_account(row, by=fay, reason=" ")
    refuse_account(row, by=fay, reason=" Not your name. ")
    assert (row.state, row.reason) == (AccountState.REFUSED, "Not your name.")


def test_only_payees_have_accounts(session: Session) -> None:
    with pytest.raises(Refused, match=r"account\.not_a_payee"):
        type_account(OWN, by=a_person("Eve"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"usable_at": timedelta(hours=47, minutes=59)}, "waits"),
        ({"state": AccountState.APPROVED}, "waits to be approved"),
    ],
)
def test_the_database_keeps_the_wait_and_the_approval(
    session: Session, clock: Clock, ada: Person, values: dict, said: str
) -> None:
    take_write_lock()
    ahead = values.get("usable_at", timedelta(hours=48))
    row = BankAccount(
        person_id=ada.id,
        sealed="x",
        typed_at=clock.moment,
        usable_at=clock.moment + ahead,
        state=values.get("state", AccountState.WAITING),
    )
    session.add(row)
    with pytest.raises(sqlalchemy.exc.DBAPIError, match=said):
        session.flush()


@pytest.mark.parametrize("column", ["usable_at", "state"])
def test_what_was_decided_stays_decided(
    session: Session, clock: Clock, agreement: Agreement, fay: Person, ada: Person, column: str
) -> None:
    row = type_account(OWN, by=ada)
    refuse_account(row, by=fay, reason="No")
    changed = {"usable_at": clock.moment + timedelta(days=9), "state": AccountState.WITHDRAWN}
    with pytest.raises(sqlalchemy.exc.DBAPIError, match="decided about once"):
        session.execute(sa.update(BankAccount).values({column: changed[column]}))


def test_what_is_kept_tells_nothing_without_the_key(
    session: Session, agreement: Agreement, ada: Person, ben: Person
) -> None:
    row = type_account(OWN, by=ada)
    session.commit()
    for table in ("bank_accounts", "audit_entries", "events"):
        for line in session.execute(sa.text(f"SELECT * FROM {table}")).all():
            assert not any("0532013" in str(cell) or "Lovelace" in str(cell) for cell in line)
    assert opened(row.sealed, of=ben.id) == {}
    noted = sa.select(AuditEntry).where(AuditEntry.action == "bank_account.type")
    assert session.scalars(noted).one().detail == {"account": row.id}


def test_a_person_reads_their_own_accounts_and_takes_them_along(
    session: Session, agreement: Agreement, ada: Person
) -> None:
    type_account(OWN, by=ada)
    session.commit()
    assert export(ada.id)["bank_accounts"][0]["iban"] == IBAN
    erase(ada)
    session.commit()
    assert session.scalars(sa.select(BankAccount)).all() == []
