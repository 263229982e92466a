"""The books of a share: all its figures rest on, as files a stranger can read and add up.

Amounts are whole minor units. Of the others who share only their parts are told, as the agreement
tells them; never what they are paid.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ideas.agreements.cards.models import CardRate, RateCard, RateStep
from ideas.agreements.models import Share
from ideas.db import session
from ideas.production.models import Product
from ideas.royalties.auditing.models import AuditRequest
from ideas.royalties.auditing.queries import audited
from ideas.royalties.audits.writing import zipped
from ideas.royalties.ledger.models import Account, JournalEntry, Posting
from ideas.royalties.ledger.rules import advance_of, payable_of, payee_of, reserve_of
from ideas.royalties.periods.models import FxRate, Period
from ideas.royalties.sales.models import Sale
from ideas.royalties.settlements.models import (
    Adjustment,
    SettledPart,
    SettledSale,
    Settlement,
    Statement,
)

Rows = Iterator[Sequence[Any]]
SALE = ("source", "external_id", "revision", "territory", "channel", "units", "returned_units")
AMOUNTS = ("gross", "returns", "deductions", "currency")
SETTLED = ("id", "sign", "allowed", "net", "fx", "converted", "rate_id", "earned")
POOL = ("earned", "reserve_held", "reserve_released", "adjustments", "guarantee", "pool")
OWED = ("opening", "gross", "recouped", "advance_left", "withheld", "payable", "carried")
READ_ME = """The books of share {share} in agreement {agreement}, as they were on {day}.

Amounts are whole minor units of their currency (cents of a euro).
periods.csv      each period with the hash its close wrote down
settlements.csv  what the agreement came to in each: earned - held back + released + adjustments
                 + guarantee = pool
sales.csv        every line beneath: net x rate of exchange = converted, x rate = earned
steps.csv        what of a line fell on which step of its rate
rates.csv        every version of the rates that was used: basis points of net sales, or minor
                 units per unit
exchange.csv     exchange rates with their source and day; the last of a period holds
adjustments.csv  what was added or taken off, and why
shares.csv       everybody's part of the pool in basis points
statements.csv   your part: opening + gross = recouped + withheld + payable + carried
postings.csv     every posting on your accounts and on what is held back; a credit is below zero
"""


def books_of(request: AuditRequest) -> bytes:
    """The file: a ZIP of CSV files and what they are; from rows alone that nothing changes."""
    share, settlements = request.share, audited(request)
    said = READ_ME.format(
        share=share.id, agreement=share.agreement_id, day=request.asked_at.date().isoformat()
    )
    ids, periods = [each.id for each in settlements], [each.period_id for each in settlements]
    tables = {
        "periods.csv": _periods(periods),
        "settlements.csv": _settlements(ids),
        "sales.csv": _sales(ids),
        "steps.csv": _steps(ids),
        "rates.csv": _rates(ids),
        "exchange.csv": _exchange(periods),
        "adjustments.csv": _adjustments(share.agreement_id, periods),
        "shares.csv": _shares(share),
        "statements.csv": _statements(share, ids),
        "postings.csv": _postings(share, periods),
    }
    return zipped({"README.txt": said}, tables)


def _table(names: Sequence[str], found: sa.Select[Any]) -> Rows:
    yield names
    yield from session().execute(found)


def _of(model: Any, names: Sequence[str]) -> list[Any]:
    return [getattr(model, name) for name in names]


def _periods(ids: Sequence[int]) -> Rows:
    names = ("code", "starts_on", "ends_on", "ledger_hash")
    found = sa.select(*_of(Period, names)).where(Period.id.in_(ids))
    return _table(names, found.order_by(Period.starts_on))


def _settlements(ids: Sequence[int]) -> Rows:
    found = sa.select(Period.code, Settlement.currency, *_of(Settlement, POOL)).join(Period)
    found = found.where(Settlement.id.in_(ids)).order_by(Settlement.id)
    return _table(("period", "currency", *POOL), found)


def _sales(ids: Sequence[int]) -> Rows:
    found = sa.select(
        *(Period.code, Product.sku, *_of(Sale, (*SALE, *AMOUNTS)), *_of(SettledSale, SETTLED))
    )
    found = found.join(Settlement, Settlement.id == SettledSale.settlement_id)
    found = found.join(Period, Period.id == Settlement.period_id)
    found = found.join(Sale, Sale.id == SettledSale.sale_id).join(Product)
    found = found.where(SettledSale.settlement_id.in_(ids)).order_by(SettledSale.id)
    return _table(("period", "sku", *SALE, *AMOUNTS, "line", *SETTLED[1:]), found)


def _steps(ids: Sequence[int]) -> Rows:
    columns: list[Any] = [SettledPart.settled_sale_id, RateStep.start, RateStep.rate]
    found = sa.select(*columns, SettledPart.quantity)
    found = found.join(RateStep).join(SettledSale)
    found = found.where(SettledSale.settlement_id.in_(ids))
    return _table(
        ("line", "step_from", "rate", "quantity"),
        found.order_by(SettledPart.settled_sale_id, RateStep.start),
    )


def _rates(ids: Sequence[int]) -> Rows:
    card, line = ("version", "first_on"), ("id", "territory", "channel", "pays", "counts")
    used = sa.select(CardRate.card_id).join(SettledSale, SettledSale.rate_id == CardRate.id)
    used = used.where(SettledSale.settlement_id.in_(ids))
    found = sa.select(*_of(RateCard, card), *_of(CardRate, line), RateStep.start, RateStep.rate)
    found = found.join(CardRate, CardRate.card_id == RateCard.id)
    found = found.join(RateStep, RateStep.rate_id == CardRate.id).where(RateCard.id.in_(used))
    names = (*card, "rate_id", *line[1:], "step_from", "rate")
    return _table(names, found.order_by(RateCard.version, CardRate.position, RateStep.start))


def _exchange(periods: Sequence[int]) -> Rows:
    names = ("currency", "into", "rate", "source", "quoted_on", "typed_at")
    found = sa.select(Period.code, *_of(FxRate, names)).join(Period, Period.id == FxRate.period_id)
    return _table(("period", *names), found.where(Period.id.in_(periods)).order_by(FxRate.id))


def _adjustments(agreement_id: int, periods: Sequence[int]) -> Rows:
    names = ("amount", "reason", "made_at")
    found = sa.select(Period.code, *_of(Adjustment, names)).join(Period)
    found = found.where(Adjustment.agreement_id == agreement_id, Period.id.in_(periods))
    return _table(("period", *names), found.order_by(Adjustment.id))


def _shares(share: Share) -> Rows:
    names = ("id", "part", "share_bp")
    found = sa.select(*_of(Share, names)).where(Share.agreement_id == share.agreement_id)
    return _table(names, found.order_by(Share.position))


def _statements(share: Share, ids: Sequence[int]) -> Rows:
    found = sa.select(Statement.id, Period.code, *_of(Statement, OWED))
    found = found.join(Settlement, Settlement.id == Statement.settlement_id).join(Period)
    found = found.where(Statement.share_id == share.id, Settlement.id.in_(ids))
    return _table(("statement", "period", *OWED), found.order_by(Statement.id))


def _postings(share: Share, periods: Sequence[int]) -> Rows:
    own = [reserve_of(share.agreement_id), advance_of(share.id)]
    own += [payee_of(share.id), payable_of(share.id)]
    entry = ("key", "kind", "posted_at")
    found = sa.select(*_of(JournalEntry, entry), Account.code, Posting.amount, Posting.currency)
    found = found.join(Posting, Posting.entry_key == JournalEntry.key).join(Account)
    found = found.where(Account.code.in_(own), JournalEntry.period_id.in_(periods))
    names = ("entry", *entry[1:], "account", "amount", "currency")
    return _table(names, found.order_by(JournalEntry.key, Posting.id))
