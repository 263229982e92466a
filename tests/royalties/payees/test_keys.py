"""The keys of payees' data: kept apart, changed by a command, unusable for others."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement
from ideas.cli import add_commands
from ideas.config import Config
from ideas.royalties.bank.actions import type_account
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.queries import account_in
from ideas.royalties.bank.rules import Account
from ideas.royalties.payees import keys
from ideas.royalties.payees.actions import tell_details
from ideas.royalties.payees.queries import details_in, details_of
from ideas.royalties.payees.rules import Details, PayeeKind

OWN = Account("Ada Lovelace", "DE89370400440532013000")
WHO = Details("Ada Lovelace", "1 Engine Road", "London", "123 456")


def test_a_new_key_opens_what_the_old_one_closed_and_the_old_one_goes(
    app: Flask, session: Session, agreement: Agreement, ada: Person, config: Config
) -> None:
    row = type_account(OWN, by=ada)
    tell_details(WHO, PayeeKind.PERSON, "GB", by=ada)
    session.commit()
    file, before = config.home / keys.FILE, row.sealed
    old = file.read_text()
    add_commands(app)
    done = app.test_cli_runner().invoke(args=["payee-key"])
    assert "2 rows are encrypted under the newest key." in done.output
    assert (len(file.read_text().split()), old in file.read_text()) == (1, False)
    assert file.stat().st_mode & 0o077 == 0
    session.expire_all()
    row = session.scalars(sa.select(BankAccount)).one()
    assert row.sealed != before
    assert account_in(row) == OWN
    assert details_in(details_of([ada.id])[ada.id]) == WHO
    file.write_text(old)
    assert account_in(row) == Account("")


def test_keys_from_the_environment_are_the_operators_to_change(
    app: Flask, session: Session, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = keys.new_key(), keys.new_key()
    monkeypatch.setitem(app.extensions, "ideas.config", replace(config, payee_keys=old))
    sealed = keys.seal({"iban": "x"}, of=1)
    monkeypatch.setitem(app.extensions, "ideas.config", replace(config, payee_keys=f"{new} {old}"))
    assert keys.opened(keys.sealed_anew(sealed), of=1) == {"iban": "x"}
    assert keys.sealed_anew("nonsense") == "nonsense"
    with pytest.raises(keys.BadKey, match="IDEAS_PAYEE_KEYS"):
        keys.add_key()
    monkeypatch.setitem(app.extensions, "ideas.config", replace(config, payee_keys="short"))
    with pytest.raises(keys.BadKey, match="not 32 bytes"):
        keys.seal({}, of=1)
