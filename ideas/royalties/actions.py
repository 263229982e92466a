"""Encrypting anew what is kept of payees, when the key changes."""

from typing import Any

import sqlalchemy as sa

from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.payees.keys import sealed_anew
from ideas.royalties.payees.models import PayeeDetails
from ideas.royalties.payments.models import BatchFile

SEALED: tuple[type[Any], ...] = (PayeeDetails, BankAccount, BatchFile)


@writes
def seal_anew() -> int:
    """Encrypt every row under the newest key; answers how many."""
    count = 0
    for model in SEALED:
        for row in session().scalars(sa.select(model).where(model.sealed != "")):
            row.sealed = sealed_anew(row.sealed)
            count += 1
    session().flush()
    note("payees.new_key", "payees", by=None, rows=count)
    return count
