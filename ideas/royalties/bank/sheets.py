"""All that is known of a payee, for their own page and for finance's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas import clock
from ideas.accounts.models import Person
from ideas.royalties.bank.models import BankAccount
from ideas.royalties.bank.queries import account_in, bank_accounts_of
from ideas.royalties.bank.rules import Account, AccountState, is_usable
from ideas.royalties.payees.models import PayeeDetails, TaxForm, Withholding
from ideas.royalties.payees.queries import (
    details_of,
    tax_forms_of,
    withholding_of,
    withholdings_of,
)
from ideas.royalties.payees.rules import FormState, form_state


@dataclass(frozen=True)
class Kept:
    """An account with its row, and whether money goes there now."""

    row: BankAccount
    account: Account
    is_used: bool

    @property
    def waits(self) -> bool:
        """True while finance has not decided."""
        return self.row.state is AccountState.WAITING


@dataclass(frozen=True)
class PayeeSheet:
    """A payee on one page; ``rate_bp`` is what is withheld today."""

    person: Person
    told: PayeeDetails | None
    accounts: Sequence[Kept]
    rates: Sequence[Withholding]
    rate_bp: int
    forms: Sequence[TaxForm]
    form_state: FormState


def sheet_of(person: Person) -> PayeeSheet:
    """The sheet of a payee."""
    today, forms = clock.today(), tax_forms_of(person.id)
    ends_on = forms[0].ends_on if forms else None
    return PayeeSheet(
        person=person,
        told=details_of([person.id]).get(person.id),
        accounts=_kept(bank_accounts_of(person.id), clock.now()),
        rates=withholdings_of(person.id),
        rate_bp=withholding_of([person.id], today)[person.id],
        forms=forms,
        form_state=form_state(ends_on, today, is_there=bool(forms)),
    )


def _kept(rows: Sequence[BankAccount], moment: datetime) -> list[Kept]:
    usable = [each.id for each in rows if is_usable(each.state, each.usable_at, moment)]
    used = usable[0] if usable else None
    return [Kept(each, account_in(each), each.id == used) for each in rows]
