"""Writing rows into a file with bounded memory: CSV, a workbook, lines of JSON."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import xlsxwriter

from ideas.insights.exports.rules import FileKind
from ideas.insights.exports.tables import Cell
from ideas.text import harmless, without_controls

PIECES = "pieces"
WIDE = 18
LONGEST_CELL = 32_767
"""What a cell of a workbook holds."""


class Row(Protocol):
    """Takes the cells of the next row."""

    def __call__(self, cells: Sequence[Cell]) -> None:
        """Write them."""


def _safe(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


@contextmanager
def _csv(path: Path) -> Iterator[Row]:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # with a mark, for spreadsheets
        rows = csv.writer(file)
        yield lambda cells: rows.writerow(["" if c is None else _safe(c) for c in cells])


def pieces_beside(path: Path) -> Path:
    """The folder for what a workbook is put together from; who is killed leaves it there."""
    pieces = path.parent / PIECES
    pieces.mkdir(mode=0o700, exist_ok=True)
    return pieces


@contextmanager
def _xlsx(path: Path) -> Iterator[Row]:
    options = {
        "constant_memory": True,
        "in_memory": False,
        "tmpdir": str(pieces_beside(path)),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, bold, reached = book.add_worksheet(), book.add_format({"bold": True}), 0
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, WIDE, WIDE)

        def write(cells: Sequence[Cell]) -> None:
            nonlocal reached
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    text = without_controls(str(_safe(cell)))[:LONGEST_CELL]
                    sheet.write_string(reached, column, text, None if reached else bold)
                elif cell is not None:
                    sheet.write_number(reached, column, cell)
            reached += 1

        yield write


WRITERS = {FileKind.CSV: _csv, FileKind.XLSX: _xlsx}
