"""A statement as CSV: every line of it, then every figure of its page. One for all languages."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from ideas.agreements.cards.rules import Pays
from ideas.money import BASIS_POINTS, Money
from ideas.royalties.settlements.models import SettledSale
from ideas.royalties.statements.paper import Paper, Percent, Step
from ideas.text import harmless

Cell = str | int | Decimal
HEADINGS = (
    *("what", "product", "sku", "territory", "channel", "period", "source", "external_id"),
    *("revision", "import", "units", "returned_units", "gross", "returns", "deductions"),
    *("allowed", "net", "currency", "rate_of_exchange", "converted", "royalty_percent"),
    *("amount", "into", "note"),
)
WIDTH = len(HEADINGS)
SINCE_CARDS = 2  # the version of statements from which on the rate card's version is named
SINCE_RIGHTS = 3  # from which on it says what is not paid, and the audit clause
CARD_AT = HEADINGS.index("amount")


def csv_of(paper: Paper, lines: Iterable[SettledSale]) -> str:
    """The statement as CSV; texts are made harmless for spreadsheets, numbers are plain."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_with_card(paper, HEADINGS, "rate_version"))
    for cells in _rows(paper, lines):
        rows.writerow([harmless(cell) if isinstance(cell, str) else str(cell) for cell in cells])
    return out.getvalue()


def _rows(paper: Paper, lines: Iterable[SettledSale]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        yield _with_card(paper, _line(line, paper.currency), line.rate.card.version)
    for step in (*paper.pool, *paper.part):
        yield _with_card(paper, _step(step), dict(step.notes).get("card", ""))
    for what, text in (
        ("statement", str(paper.number)),
        ("payee", paper.payee),
        ("statement_period", paper.period),
        ("disputable_until", paper.until.isoformat()),
        ("ledger_hash", paper.ledger_hash),
        *_said_since_rights(paper),
    ):
        yield _with_card(paper, (what, *_blank(WIDTH - 2), text), "")


def _said_since_rights(paper: Paper) -> tuple[tuple[str, str], ...]:
    if paper.version < SINCE_RIGHTS:
        return ()
    clauses = ((f"audit_clause_{language}", clause) for language, clause in paper.audit)
    return (("while_disputed", "nothing of this statement is paid"), *clauses)


def _with_card(paper: Paper, cells: tuple[Cell, ...], card: Any) -> tuple[Cell, ...]:
    """With the rate card's version beside the rate; earlier statements stay as they were."""
    if paper.version < SINCE_CARDS:
        return cells
    return (*cells[:CARD_AT], card, *cells[CARD_AT:])


def _line(line: SettledSale, into: str) -> tuple[Cell, ...]:
    sale, sign = line.sale, line.sign
    own = (sale.gross * sign, sale.returns * sign, sale.deductions * sign, line.allowed, line.net)
    return (
        "sale" if sign > 0 else "taken_back",
        *(sale.product.name, sale.product.sku, sale.territory, sale.channel),
        *(sale.told_period.code, sale.source, sale.external_id, sale.revision, sale.import_id),
        *(sale.units * sign, sale.returned_units * sign),
        *(Money(amount, sale.currency).decimal() for amount in own),
        *(sale.currency, line.fx, Money(line.converted, into).decimal()),
        rate_of(line, into),
        *(Money(line.earned, into).decimal(), into, ""),
    )


def _step(step: Step) -> tuple[Cell, ...]:
    rates = [_percent(each.basis_points) for _, each in step.notes if isinstance(each, Percent)]
    rate: Cell = rates[0] if rates else ""
    money = step.money
    return (step.code, *_blank(WIDTH - 5), rate, money.decimal(), money.currency, step.said)


def rate_of(line: SettledSale, into: str) -> Cell:
    """A percentage, "0.50 EUR per unit", or of steps "1 (400) + 2 (100)" with what fell on each."""
    is_unit = line.rate.pays is Pays.UNIT
    parts = [(part.step.rate, f" ({part.quantity})") for part in line.parts]
    told = [
        (f"{Money(rate, into)} per unit" if is_unit else f"{_percent(rate)}") + of
        for rate, of in parts or [(line.rate.steps[0].rate, "")]
    ]
    return _percent(line.rate.steps[0].rate) if not is_unit and not parts else " + ".join(told)


def _percent(basis_points: int) -> Decimal:
    return Decimal(basis_points * 100) / BASIS_POINTS


def _blank(width: int) -> tuple[str, ...]:
    return ("",) * width
