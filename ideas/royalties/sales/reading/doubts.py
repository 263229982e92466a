"""Amounts that could be meant in two ways: 1.234 as a thousand, or with three decimals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ideas.money import EXPONENTS
from ideas.royalties.sales.reading.cells import SHAPES, UNGROUPED
from ideas.royalties.sales.reading.layout import Numbers


@dataclass(frozen=True)
class Doubt:
    """A cell whose ``mark`` groups thousands if ``is_grouped``, and could begin decimals; or not.

    ``currency`` is empty where the cell is a number of units.
    """

    cell: str
    currency: str
    mark: str
    is_grouped: bool


def doubt_in(cells: Sequence[tuple[str, str]], numbers: Numbers) -> Doubt | None:
    """The first cell that another spelling reads otherwise; None where one of them rules that out.

    Each is an amount with its currency, or a number of units with none.
    """
    for other in Numbers:
        if not all(_can_be_meant(cell, currency, other) for cell, currency in cells):
            continue
        for cell, currency in cells:
            now, then = _value(cell, numbers), _value(cell, other)
            if now is not None and then is not None and now != then:
                mark = next(each for each in cell if not each.isdigit() and each != "-")
                return Doubt(cell, currency, mark, is_grouped=abs(now) > abs(then))
    return None


def _can_be_meant(cell: str, currency: str, numbers: Numbers) -> bool:
    """Nobody writes parts of a unit, or of a yen."""
    value, has_parts = _value(cell, numbers), EXPONENTS.get(currency, 2 if currency else 0) > 0
    return value is not None and (has_parts or value == value.to_integral_value())


def _value(cell: str, numbers: Numbers) -> Decimal | None:
    found = SHAPES[numbers].fullmatch(cell)
    if found is None:
        return None
    return Decimal(f"{found['sign']}{found['whole'].translate(UNGROUPED)}.{found['part'] or 0}")
