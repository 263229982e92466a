"""Laying the lines of a close ready, and moving them where they belong.

The worker writes them a portion in each transaction; the close takes the lock for the rest alone.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from ideas.db import session, writes
from ideas.royalties.closing.figures import Calculated
from ideas.royalties.closing.sorting import Sorted
from ideas.royalties.closing.sources import Outlook
from ideas.royalties.closing.telling import Told
from ideas.royalties.closing.wishes.models import CloseWish, ReadyLine, ReadyPart
from ideas.royalties.closing.writing import parts_of, row_of
from ideas.royalties.sales.queries import hash_of_sales
from ideas.royalties.settlements.models import SettledPart, SettledSale
from ideas.text import short_id

MOVED = ("sale_id", "rate_id", "sign", "allowed", "net", "fx", "converted", "earned")
PORTION = 5_000
"""Lines written, or deleted, in one transaction."""
IN_MEMORY = 20_000
"""Lines held at once, on their way from the calculation to the database."""


class Ready(NamedTuple):
    """What lies ready: the mark of its lines, and the fingerprint of the period's sales."""

    mark: str
    sales_hash: str


NOTHING_READY = Ready("", "")


class NotReady(Exception):
    """Lines that were laid ready are gone: the close begins again."""


def laid_ready(wish: CloseWish, found: Calculated) -> Ready | None:
    """Lay all lines ready; None when they are not those that were calculated."""
    wish_id, sales_hash = wish.id, hash_of_sales(wish.period_id)
    clear(wish_id)
    mark, number = short_id() + short_id(), 0
    for outlook in found.outlook.agreements:
        told = Told({each.id: each.rule for each in outlook.rates.values()})
        on_disk = Sorted(_read(outlook, told, number), run=IN_MEMORY)
        number += outlook.number
        if told.digest != outlook.digest_of_lines:
            return None
        rows, whose = iter(on_disk), {"mark": mark, "wish_id": wish_id}
        while portion := list(islice(rows, PORTION)):
            _lay(portion, whose, outlook.agreement.id)
            session().commit()
    return Ready(mark, sales_hash)


def _read(outlook: Outlook, told: Told, number: int) -> Iterator[tuple[Any, ...]]:
    """Each line with its number, and what fell on each step."""
    for at, (effect, result) in enumerate(outlook.results(), number):
        told.add(result)
        row = row_of(effect, result)
        yield at, row | {"fx": str(row["fx"])}, parts_of(outlook, result)


@writes
def _lay(portion: Sequence[tuple[Any, ...]], whose: dict[str, Any], agreement_id: int) -> None:
    lines = [
        {**whose, **row, "number": at, "agreement_id": agreement_id, "fx": Decimal(row["fx"])}
        for at, row, _ in portion
    ]
    parts = [{**whose, **part, "number": at} for at, _, fallen in portion for part in fallen]
    session().execute(sa.insert(ReadyLine), lines)
    if parts:
        session().execute(sa.insert(ReadyPart), parts)


def settle_ready(mark: str, outlook: Outlook, settlement_id: int) -> None:
    """Settle an agreement's sales by the lines laid ready; NotReady when some are missing."""
    mine = sa.and_(ReadyLine.mark == mark, ReadyLine.agreement_id == outlook.agreement.id)
    told = [getattr(ReadyLine, name) for name in MOVED]
    lines = sa.select(sa.literal(settlement_id), *told).where(mine).order_by(ReadyLine.number)
    moved = sa.insert(SettledSale).from_select(["settlement_id", *MOVED], lines)
    done: Any = session().execute(moved.execution_options(preserve_rowcount=True))
    if done.rowcount != outlook.number:
        raise NotReady(f"{done.rowcount} of {outlook.number} lines")
    if any(each.rule.has_steps for each in outlook.rates.values()):
        _move_parts(mine)


def _move_parts(mine: sa.ColumnElement[bool]) -> None:
    same = sa.and_(SettledSale.sale_id == ReadyLine.sale_id, SettledSale.sign == ReadyLine.sign)
    line = sa.and_(ReadyPart.mark == ReadyLine.mark, ReadyPart.number == ReadyLine.number)
    parts = sa.select(SettledSale.id, ReadyPart.step_id, ReadyPart.quantity)
    parts = parts.select_from(ReadyLine).join(ReadyPart, line).join(SettledSale, same).where(mine)
    names = ["settled_sale_id", "step_id", "quantity"]
    session().execute(sa.insert(SettledPart).from_select(names, parts))


def clear(wish_id: int) -> None:
    """Delete what lies ready for a wish, and what finished ones left, by portions."""
    for table in (ReadyPart, ReadyLine):
        while _clear(table, wish_id):
            session().commit()


@writes
def _clear(table: type[ReadyLine] | type[ReadyPart], wish_id: int) -> bool:
    over = sa.select(CloseWish.id).where(CloseWish.finished_at.is_not(None))
    whose = sa.or_(table.wish_id == wish_id, table.wish_id.in_(over))
    mark = session().scalar(sa.select(table.mark).where(whose).limit(1))
    if mark is None:
        session().rollback()
        return False
    first = session().scalar(sa.select(sa.func.min(table.number)).where(table.mark == mark)) or 0
    some = sa.delete(table).where(table.mark == mark, table.number < first + PORTION)
    session().execute(some, execution_options={"synchronize_session": False})
    return True
