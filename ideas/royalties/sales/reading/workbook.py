"""A process of its own that rewrites the first sheet of a workbook (XLSX) as CSV in UTF-8.

``python -m ideas.royalties.sales.reading.workbook from.xlsx to.csv`` answers one line of JSON:
nothing, or what was refused. What would unpack to too much, or stands too far out, is refused
before it is read; whatever else goes wrong ends the process and means that it cannot be read.
Numbers are written with a point and at most 15 digits, as spreadsheets show them, days with the
year first; line breaks within a cell become spaces, so that lines are the sheet's rows.
"""

import csv
import json
import re
import resource
import sys
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ideas.refusals import Refusal, Refused, refuse
from ideas.royalties.sales.reading.records import MOST_COLUMNS

MOST_ROWS = 50_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 2_000
MEMORY, CPU_SECONDS = 900 * 1024 * 1024, 60
CHUNK, OVERLAP = 1 << 20, 64
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,9})([0-9]{1,19})[\"']")
_BREAKS = re.compile(r"[\r\n]+")


def main() -> None:
    """Look, read, write, answer."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS)):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_UNPACKED, MOST_UNPACKED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        look_at(source)
        write_as_csv(source, target)
    except Refused as refused:
        print(json.dumps({"refused": refused.refusal.code, "values": refused.refusal.values}))
        return
    print("{}")


def look_at(path: Path) -> None:
    """Refuse what unpacks to too much, and cells beyond the rows and columns that are read."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                refuse(Refusal("sales_file.bomb"))
            for part in parts:
                _look_through(packed, part)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError, ValueError):
        refuse(Refusal("sales_file.workbook"))


def _look_through(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack it to the end, so that its size is as it says."""
    is_sheet = part.filename.lower().startswith("xl/worksheets/")
    with packed.open(part) as file:
        last = b""
        while raw := file.read(CHUNK):
            if is_sheet:
                for column, row in _PLACE.findall(last + raw):
                    _refuse_far_out(column, int(row))
            last = raw[-OVERLAP:]


def _refuse_far_out(column: bytes, row: int) -> None:
    if row > MOST_ROWS + 1:
        refuse(Refusal("sales_file.too_long", most=MOST_ROWS))
    if _number_of(column) > MOST_COLUMNS:
        refuse(Refusal("sales_file.too_wide", most=MOST_COLUMNS))


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def write_as_csv(source: Path, target: Path) -> None:
    """Write the first sheet's rows, from its first row on."""
    try:
        with CalamineWorkbook.from_path(str(source)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError, ValueError):
        refuse(Refusal("sales_file.workbook"))
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([plain(cell) for cell in row] for row in rows)


def plain(cell: Any) -> str:
    """A cell as text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{Decimal(format(cell, '.15g')):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return _BREAKS.sub(" ", str(cell))


if __name__ == "__main__":
    main()
