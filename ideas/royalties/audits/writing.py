"""Writing the file: a ZIP of CSV files and how to check them, the same bytes each time."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from ideas.royalties.audits.queries import tables_of
from ideas.royalties.periods.models import Period

FIXED = (1980, 1, 1, 0, 0, 0)
READ_ME = """Period {code}, {first} to {last}.
Ledger hash: {hash}
Hash of the sales: {sales}

Amounts are whole minor units of their currency; a debit is above zero, a credit below.
The ledger hash is SHA-256 over all entries of the period and the hash of the sales, which is over
every sale in sales.csv (a period closed before sales were hashed has none, and its ledger hash is
over the entries alone). To compute both again, and to see that every entry sums to zero in each
currency and that the statements agree with the postings:

    python3 verify_ledger.py THIS-FILE.zip
"""


def audit_of(period: Period) -> bytes:
    """The file of a period; one that is not closed has no hash yet."""
    said = READ_ME.format(
        code=period.code,
        first=period.starts_on,
        last=period.ends_on,
        hash=period.ledger_hash or "not closed",
        sales=period.sales_hash or "none",
    )
    texts = {
        "README.txt": said,
        "ledger-hash.txt": f"{period.ledger_hash or ''}\n",
        "sales-hash.txt": f"{period.sales_hash or ''}\n",
    }
    return zipped(texts | {name: csv_of(rows) for name, rows in tables_of(period).items()})


def zipped(texts: Mapping[str, str]) -> bytes:
    """These files in a ZIP, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, text)
    return out.getvalue()


def csv_of(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as CSV, moments as ISO 8601."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([_cell(each) for each in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
