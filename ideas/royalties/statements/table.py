"""A statement as a table of cells: the CSV that a payee can check line by line."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from ideas.money import BASIS_POINTS, Money
from ideas.royalties.settlements.models import SettledSale
from ideas.royalties.statements.queries import Sheet
from ideas.text import harmless

Cell = str | int | Decimal
HEADINGS = (
    *("what", "product", "sku", "territory", "channel", "period", "source", "external_id"),
    *("revision", "units", "returned_units", "gross", "returns", "deductions", "allowed", "net"),
    *("currency", "rate_of_exchange", "converted", "royalty_percent", "amount", "into"),
)
WIDTH = len(HEADINGS)


def csv_of(sheet: Sheet) -> str:
    """The statement as CSV; texts are made harmless for spreadsheets, numbers are plain."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    for cells in _rows(sheet):
        rows.writerow([harmless(cell) if isinstance(cell, str) else str(cell) for cell in cells])
    return out.getvalue()


def _rows(sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    for line in sheet.lines:
        yield _line(line, sheet)
    statement, settlement = sheet.statement, sheet.settlement
    agreement = {
        "earned": settlement.earned,
        "reserve_held": -settlement.reserve_held,
        "reserve_released": settlement.reserve_released,
        "adjustments": settlement.adjustments,
        "pool": settlement.pool,
    }
    payee = {
        "opening_balance": statement.opening,
        "your_part": statement.gross,
        "advance_recouped": -statement.recouped,
        "payable": statement.payable,
        "carried_forward": statement.carried,
    }
    currency = settlement.currency
    for what, amount in agreement.items():
        yield _total(what, amount, currency)
    share = Decimal(statement.share.share_bp * 100) / BASIS_POINTS
    yield ("share_percent", *_blank(WIDTH - 3), share, "")
    for what, amount in payee.items():
        yield _total(what, amount, currency)
    yield ("ledger_hash", settlement.period.ledger_hash or "", *_blank(WIDTH - 2))


def _line(line: SettledSale, sheet: Sheet) -> tuple[Cell, ...]:
    sale, sign, into = line.sale, line.sign, sheet.settlement.currency
    own = (sale.gross * sign, sale.returns * sign, sale.deductions * sign, line.allowed, line.net)
    return (
        "sale" if sign > 0 else "taken_back",
        *(sale.product.name, sale.product.sku, sale.territory, sale.channel),
        *(sale.told_period.code, sale.source, sale.external_id, sale.revision),
        *(sale.units * sign, sale.returned_units * sign),
        *(Money(amount, sale.currency).decimal() for amount in own),
        *(sale.currency, line.fx, Money(line.converted, into).decimal()),
        Decimal(sheet.settlement.rate_bp * 100) / BASIS_POINTS,
        *(Money(line.earned, into).decimal(), into),
    )


def _total(what: str, amount: int, currency: str) -> tuple[Cell, ...]:
    return (what, *_blank(WIDTH - 3), Money(amount, currency).decimal(), currency)


def _blank(width: int) -> tuple[str, ...]:
    return ("",) * width
