"""What an import did: numbers for the screen, and a row in a CSV for each thing refused."""

import csv
from collections import Counter
from pathlib import Path
from types import TracebackType

from ideas.text import harmless

HEADINGS = ("file", "row", "key", "outcome", "why")


class Report:
    """Counts outcomes and writes the refused rows; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self._file = path.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(HEADINGS)

    def taken(self, what: str, number: int = 1) -> None:
        """Count something that was taken in, or was here already."""
        self.counts[what] += number

    def refused(self, file: Path, row: int, key: str, why: str) -> None:
        """Count and write down a row that was not taken."""
        self.counts[f"refused: {why}"] += 1
        cells = (file.name, str(row), key, "refused", why)
        self._rows.writerow([harmless(cell) for cell in cells])

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
