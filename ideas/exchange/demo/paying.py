"""Who pays and is paid in the demo, and where: accounts that reach nobody."""

from collections.abc import Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.exchange.demo.world import World
from ideas.royalties.bank.actions import approve_account, type_account
from ideas.royalties.bank.queries import usable_accounts
from ideas.royalties.bank.rules import SEPA_LENGTHS, WAIT, Account
from ideas.royalties.payments.actions import approve, confirm_all, prepare
from ideas.royalties.payments.dues import due_rows
from ideas.royalties.payments.exporting import export
from ideas.royalties.payments.models import Batch
from ideas.royalties.settings import Royalties
from ideas.settings.actions import turn

PAYER = "Oddlark Works"


def prepare_due(world: World, keys: Sequence[str], *, preparer: str, second: str) -> None:
    """Prepare what is due under these names; it waits for its second person."""
    for row in due_rows():
        if row.due.key in keys:
            _let_be_paid(row.person, world.person(second))
    if keys:
        prepare(by=world.person(preparer), only=keys)


def _let_be_paid(person: Person, second: Person) -> None:
    """Give somebody an account that was typed two days ago."""
    if person.id in usable_accounts([person.id], clock.now()):
        return
    account = _account_of(person)
    with clock.stopped_at(clock.now() - WAIT):
        approve_account(type_account(account, by=person), by=second)


def _account_of(person: Person) -> Account:
    """An IBAN where SEPA reaches, else a bank elsewhere; no bank has either."""
    country = person.country or ""
    if country in SEPA_LENGTHS:
        return Account(person.name, iban=_iban(country, person.id))
    return Account(person.name, other=f"Bank of Nowhere, account 000-4711-{person.id:04d}")


def _iban(country: str, number: int) -> str:
    """A number of noughts with the check digits that belong to it (ISO 13616)."""
    inner = str(number).zfill(SEPA_LENGTHS[country] - 4)
    digits = "".join(str(int(each, 36)) for each in f"{inner}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{inner}"


def let_pay(*, by: int) -> None:
    """Name who owes and the account that pays, so that files for the bank can be made."""
    turn(Royalties, "issuer", f"{PAYER} B.V., Oudezijde 1, Rotterdam", by=by)
    for name, text in (("name", PAYER), ("iban", _iban("NL", 1)), ("bic", "ODDLNL2AXXX")):
        turn(Royalties, f"payer_{name}", text, by=by)


def send_due(world: World, keys: Sequence[str], *, preparer: str, second: str) -> Sequence[Batch]:
    """Prepare and approve it; the bank has its files, and has not answered."""
    by = world.person(second)
    for row in due_rows():
        if row.due.key in keys:
            _let_be_paid(row.person, by)
    batches = prepare(by=world.person(preparer), only=keys) if keys else ()
    for batch in batches:
        export(approve(batch, by=by), by=by)
    return batches


def pay_due(world: World, keys: Sequence[str], *, preparer: str, second: str) -> None:
    """Prepare it, let the second person approve it, and the bank carry it out."""
    for batch in send_due(world, keys, preparer=preparer, second=second):
        confirm_all(batch, by=world.person(second), reference=f"transfer {batch.id}")
