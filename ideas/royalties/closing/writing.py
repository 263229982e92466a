"""Writing the lines of a settlement: what each sale was settled by."""

from itertools import islice
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.royalties.closing.sources import Outlook
from ideas.royalties.lines.rules import EarnedLine
from ideas.royalties.settlements.effects import Effect
from ideas.royalties.settlements.models import SettledPart, SettledSale

PORTION = 5_000
"""Lines written in one statement."""


def write_lines(outlook: Outlook, settlement_id: int) -> None:
    """A portion at a time: there may be a million."""
    results = outlook.results()
    while portion := list(islice(results, PORTION)):
        rows = [{"settlement_id": settlement_id, **row_of(*each)} for each in portion]
        if not any(result.parts for _, result in portion):
            session().execute(sa.insert(SettledSale), rows)
            continue
        told = sa.insert(SettledSale).returning(SettledSale.id, sort_by_parameter_order=True)
        ids = session().scalars(told, rows).all()
        parts = [
            {"settled_sale_id": settled_id, **part}
            for settled_id, (_, result) in zip(ids, portion, strict=True)
            for part in parts_of(outlook, result)
        ]
        if parts:
            session().execute(sa.insert(SettledPart), parts)


def row_of(effect: Effect, result: EarnedLine) -> dict[str, Any]:
    """What a sale was settled by, as a row of ``SettledSale``."""
    return {
        "sale_id": effect.sale.id,
        "rate_id": result.line.rate_id,
        "sign": effect.sign,
        "allowed": result.allowed,
        "net": result.net,
        "fx": result.line.fx,
        "converted": result.converted,
        "earned": result.earned,
    }


def parts_of(outlook: Outlook, result: EarnedLine) -> list[dict[str, int]]:
    """How much of a line fell on each step of its rate, as rows of ``SettledPart``."""
    steps = outlook.rates[result.line.rate_id].steps
    return [
        {"step_id": step.id, "quantity": part}
        for step, part in zip(steps, result.parts, strict=False)
        if part
    ]
