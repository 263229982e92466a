"""Who is paid in the demo, and where: accounts that reach nobody."""

from collections.abc import Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.exchange.demo.world import World
from ideas.royalties.bank.actions import approve_account, type_account
from ideas.royalties.bank.queries import usable_accounts
from ideas.royalties.bank.rules import WAIT, Account
from ideas.royalties.payments.actions import approve, confirm_all, prepare
from ideas.royalties.payments.dues import due_rows
from ideas.royalties.payments.exporting import export


def prepare_due(world: World, keys: Sequence[str], *, preparer: str, second: str) -> None:
    """Prepare what is due under these names; it waits for its second person."""
    for row in due_rows():
        if row.due.key in keys:
            _let_be_paid(row.person, world.person(second))
    if keys:
        prepare(by=world.person(preparer), only=keys)


def _let_be_paid(person: Person, second: Person) -> None:
    """Give somebody an account that was typed two days ago; its country has no IBAN."""
    if person.id in usable_accounts([person.id], clock.now()):
        return
    account = Account(person.name, other=f"Bank of Nowhere, account 000-4711-{person.id:04d}")
    with clock.stopped_at(clock.now() - WAIT):
        approve_account(type_account(account, by=person), by=second)


def pay_due(world: World, keys: Sequence[str], *, preparer: str, second: str) -> None:
    """Prepare it, let the second person approve it, and the bank carry it out."""
    for row in due_rows():
        if row.due.key in keys:
            _let_be_paid(row.person, world.person(second))
    by = world.person(second)
    for batch in prepare(by=world.person(preparer), only=keys) if keys else ():
        export(approve(batch, by=by), by=by)
        confirm_all(batch, by=by, reference=f"transfer {batch.id}")
