"""What an import of sales costs: seconds, the most memory, and the longest a writer would wait.

    LINES=1000000 python -m tests.bench.sales
    LINES=50000 FORMAT=xlsx python -m tests.bench.sales

On a database of its own, SQLite or that of ``TEST_DATABASE_URL``; the file is written first and not
counted. The worker runs in this process; beside it, somebody writes now and then and tells how long
they waited.
"""

import csv
import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter
from flask import Flask, current_app

from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.policy import Role
from ideas.royalties.sales.imports.actions import check, post_import, upload
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.posting.listeners import step, work_off
from ideas.royalties.sales.queries import unreconciled_imports
from tests.databases import application, new_database
from tests.factories import a_person
from tests.money import a_period, a_product, a_row, an_active_agreement

LINES = int(os.environ.get("LINES", "100000"))
FORMAT = os.environ.get("FORMAT", "csv")
WAIT_SECONDS = 0.05


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        config = Config(home=Path(home), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app, app.app_context():
            Base.metadata.create_all(db.engine)
            fay, flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
            agreement = an_active_agreement(fay, [(a_person("Ada"), 10_000, 0)])
            for number in range(20):
                a_product(fay, agreement, f"LAMP-{number}")
            a_period(fay)
            path = Path(home) / f"sales.{FORMAT}"
            (write_workbook if FORMAT == "xlsx" else write_file)(path)
            print(f"{LINES:,} lines, {path.stat().st_size / 1e6:.1f} MB, load {os.getloadavg()}")
            run(path, fay, flo)
            assert unreconciled_imports() == []


def rows() -> Iterator[dict[str, str]]:
    """Sales as a shop would send them."""
    dice = random.Random(1)
    for number in range(LINES):
        units = dice.randint(1, 9)
        yield a_row(
            f"{dice.getrandbits(48):012x}-{number}",
            sku=f"LAMP-{dice.randrange(20)}",
            territory=dice.choice(("DE", "FR", "GB", "US")),
            units=units,
            gross=f"{units * 49.99:.2f}",
            returns="49.99" if dice.random() < 0.03 else "0",
            deductions=f"{dice.random() * 5:.2f}",
        )


def write_file(path: Path) -> None:
    """As CSV."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(a_row()))
        writer.writeheader()
        writer.writerows(rows())


def write_workbook(path: Path) -> None:
    """As a spreadsheet; amounts and units are numbers."""
    numbers = {"revision", "units", "returned_units", "gross", "returns", "deductions"}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(a_row()))
        for at, row in enumerate(rows(), start=1):
            told = [float(text) if name in numbers else text for name, text in row.items()]
            sheet.write_row(at, 0, told)


def run(path: Path, fay: Person, flo: Person) -> None:
    """Send, check and post; each part's seconds."""
    began = last = time.monotonic()
    with path.open("rb") as stream, Waiting() as waiting:
        received = receive(stream, path.name, most=10**9)
        kept, _ = upload(received, "shop", by=fay)
        db.session.commit()
        last = told("received", last)
        check(kept, kept.read_by, by=fay)
        work_off(kept.id)
        last = told("checked", last)
        post_import(kept, by=flo)
        db.session.commit()
        while db.session.get_one(SalesImport, kept.id).posted_at is None:
            step(kept.id)
        last = told("posted", last)
        whole = time.monotonic() - began
        work_off(kept.id)
        told("tidied up", last)
    own, helper = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{whole:8.1f} s until everything counts, {own:.0f} MB at most, {helper:.0f} beside it")
    print(f"{waiting.longest:8.3f} s at most for somebody else's write, {waiting.written} written")


def told(what: str, last: float) -> float:
    """Print how long a part took."""
    now = time.monotonic()
    print(f"{now - last:8.1f} s {what}", flush=True)
    return now


class Waiting:
    """Somebody who writes a row 20 times a second beside the import, and how long each took."""

    def __init__(self) -> None:
        self.longest, self.written = 0.0, 0
        self._stop = threading.Event()
        self._app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> "Waiting":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        with self._app.app_context():
            while not self._stop.wait(WAIT_SECONDS):
                began = time.monotonic()
                take_write_lock()
                db.session.execute(sa.update(Person).where(Person.id == 1).values(name="Fay"))
                db.session.commit()
                self.longest = max(self.longest, time.monotonic() - began)
                self.written += 1


if __name__ == "__main__":
    main()
