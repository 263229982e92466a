"""A file's records, one after the other, from any place in it."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from ideas.refusals import Refusal, refuse
from ideas.royalties.sales.reading.layout import Layout

LONGEST_LINE = 1_000_000
MOST_COLUMNS = 64
csv.field_size_limit(100_000)


@dataclass(frozen=True)
class Record:
    """A line of a table: its number in the file, its cells (None: it cannot be read).

    ``place`` is where the next one begins, in bytes.
    """

    line: int
    cells: list[str] | None
    place: int


class Records:
    """Reads a file from ``place``, which is after ``line`` lines; memory stays small."""

    def __init__(self, file: BinaryIO, layout: Layout, *, place: int = 0, line: int = 0) -> None:
        self._file, self._layout = file, layout
        self._place, self._line = place, line
        file.seek(place)

    def _lines(self) -> Iterator[str]:
        while raw := self._file.readline(LONGEST_LINE):
            self._place += len(raw)
            text = raw.decode(self._layout.encoding.value, errors="replace")
            yield text.removeprefix("\ufeff") if self._place == len(raw) else text

    def __iter__(self) -> Iterator[Record]:
        reader = csv.reader(self._lines(), delimiter=self._layout.delimiter.value, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Record(self._line + reader.line_num, None, self._place)
                continue
            if any(cells):
                yield Record(self._line + reader.line_num, cells, self._place)


@dataclass(frozen=True)
class Sample:
    """The names of a file's columns, and its first rows (those that can be read)."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def heading_of(cells: Sequence[str] | None) -> tuple[str, ...]:
    """The names of the columns; Refused when they name none, or one twice."""
    names = tuple(cell.strip() for cell in cells or ())
    named = [name for name in names if name]
    if len(named) < 2 or not all(name.isprintable() for name in named):
        refuse(Refusal("sales_file.no_heading"))
    if len(names) > MOST_COLUMNS:
        refuse(Refusal("sales_file.too_wide", most=MOST_COLUMNS))
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        refuse(Refusal("sales_file.twice", columns=", ".join(twice)))
    return names


def sample_of(file: BinaryIO, layout: Layout, *, most: int = 200) -> Sample:
    """The beginning of a file."""
    rows: list[tuple[str, ...]] = []
    records = iter(Records(file, layout))
    first = next(records, None)
    heading = heading_of(first.cells if first else None)
    for record in records:
        if len(rows) >= most:
            break
        if record.cells is not None and len(record.cells) == len(heading):
            rows.append(tuple(record.cells))
    return Sample(heading, tuple(rows))
