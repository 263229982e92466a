"""The ledger's accounts; a number follows where there is one for each agreement or share."""

from ideas.web.languages import lazy_gettext as _l

LABELS = {
    "account.sales": _l("Sales"),
    "account.returns": _l("Returns"),
    "account.deductions": _l("Deductions"),
    "account.receivable": _l("Receivable from sales"),
    "account.royalties": _l("Royalties owed"),
    "account.adjustments": _l("Corrections"),
    "account.fx-clearing": _l("Exchange of currencies"),
    "account.bank": _l("Bank"),
    "account.earned": _l("Earned, not yet settled: agreement"),
    "account.reserve": _l("Held back: agreement"),
    "account.payee": _l("Carried forward: share"),
    "account.advance": _l("Paid ahead, to recoup: share"),
    "account.payable": _l("Due, not yet paid: share"),
    "group.assets": _l("Assets"),
    "group.liabilities": _l("Liabilities"),
    "group.equity": _l("Clearing"),
    "group.income": _l("Income"),
    "group.expenses": _l("Expenses"),
    "entry.sale": _l("Sale"),
    "entry.sale_taken_back": _l("Sale taken back"),
    "entry.earned": _l("Royalty earned"),
    "entry.settled": _l("Settlement"),
    "entry.due": _l("Found due"),
    "entry.advance_paid": _l("Advance paid"),
    "entry.royalty_paid": _l("Royalty paid"),
}
