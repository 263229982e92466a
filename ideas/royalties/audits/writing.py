"""Writing the file: a ZIP of CSV files and how to check them, the same bytes each time."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import IO, Any

from ideas.config import shipped
from ideas.royalties.audits.queries import tables_of
from ideas.royalties.periods.models import Period

Table = Iterable[Sequence[Any]]
FIXED = (1980, 1, 1, 0, 0, 0)
READ_ME = """Period {code}, {first} to {last}.
Ledger hash: {hash}
Hash of the sales: {sales}

Amounts are whole minor units of their currency; a debit is above zero, a credit below.
The ledger hash is SHA-256 over all entries of the period and the hash of the sales, which is over
every sale in sales.csv (a period closed before sales were hashed has none, and its ledger hash is
over the entries alone). To compute both again, and to see that every entry sums to zero in each
currency and that the statements agree with the postings, take verify_ledger.py out of this file (it
needs nothing but Python) and run:

    python3 verify_ledger.py THIS-FILE.zip

Who would rather not take the program from those who are checked finds the same one in the source
of the product, as static/verify_ledger.py.
"""


def audit_of(period: Period) -> bytes:
    """The file of a period as bytes."""
    out = io.BytesIO()
    write_audit(period, out)
    return out.getvalue()


def write_audit(period: Period, out: IO[bytes]) -> None:
    """Write the file of a period, row by row; one that is not closed has no hash yet."""
    said = READ_ME.format(
        code=period.code,
        first=period.starts_on,
        last=period.ends_on,
        hash=period.ledger_hash or "not closed",
        sales=period.sales_hash or "none",
    )
    texts = {
        "README.txt": said,
        "verify_ledger.py": (shipped("static") / "verify_ledger.py").read_text("utf-8"),
        "ledger-hash.txt": f"{period.ledger_hash or ''}\n",
        "sales-hash.txt": f"{period.sales_hash or ''}\n",
    }
    _zip(out, texts, tables_of(period))


def zipped(texts: Mapping[str, str], tables: Mapping[str, Table]) -> bytes:
    """These texts and tables in a ZIP, the same bytes each time."""
    out = io.BytesIO()
    _zip(out, texts, tables)
    return out.getvalue()


def _zip(out: IO[bytes], texts: Mapping[str, str], tables: Mapping[str, Table]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            packed.writestr(_info(name), text)
        for name, rows in tables.items():
            with (
                packed.open(_info(name), "w") as file,
                io.TextIOWrapper(file, encoding="utf-8", newline="") as table,
            ):
                _write_csv(rows, table)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _write_csv(rows: Table, out: IO[str]) -> None:
    """Rows as CSV, moments as ISO 8601."""
    csv.writer(out, lineterminator="\n").writerows([_cell(each) for each in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
