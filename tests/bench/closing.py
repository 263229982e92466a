"""What closing a period with many sales costs: seconds of each part, and the most memory.

    LINES=1000000 python -m tests.bench.closing

On a database of its own, SQLite or that of ``TEST_DATABASE_URL``. The sales of
``tests.bench.sales`` are posted first; then a child process of its own closes the period and writes
the audit file, so that its memory is told alone.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.db import Base, db
from ideas.policy import Role
from ideas.royalties.audits.writing import write_audit
from ideas.royalties.closing.figures import calculate
from ideas.royalties.closing.wishes.actions import (
    ask_close,
    ask_figures,
    carry_out,
    propose_calculated,
)
from ideas.royalties.closing.wishes.laying import clear, laid_ready
from ideas.royalties.periods.actions import soft_close
from ideas.royalties.periods.models import Period
from ideas.royalties.sales.imports.actions import check, post_import, upload
from ideas.royalties.sales.imports.receiving import receive
from ideas.royalties.sales.posting.listeners import work_off
from tests.bench.sales import LINES, told, write_file
from tests.databases import application, new_database
from tests.factories import a_person
from tests.money import a_period, a_product, an_active_agreement

T = TypeVar("T")


def main() -> None:
    """Fill a database here, and close in a process of its own."""
    if len(sys.argv) > 1:
        close(Path(sys.argv[1]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        fill(Path(home), address)
        again = [sys.executable, "-m", "tests.bench.closing", home, address]
        subprocess.run(again, check=True)


def config_of(home: Path, address: str) -> Config:
    """The site that is measured."""
    return Config(home=home, secret_key="s" * 32, database_url=address, worker=False)


def fill(home: Path, address: str) -> None:
    """Twenty products of one agreement, and the sales."""
    with application(config_of(home, address)) as app, app.app_context():
        Base.metadata.create_all(db.engine)
        fay, flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
        agreement = an_active_agreement(fay, [(a_person("Ada"), 10_000, 0)])
        for number in range(20):
            a_product(fay, agreement, f"LAMP-{number}")
        a_period(fay)
        path = home / "sales.csv"
        write_file(path)
        began = time.monotonic()
        with path.open("rb") as stream:
            kept, _ = upload(receive(stream, path.name, most=10**9), "shop", by=fay)
        db.session.commit()
        check(kept, kept.read_by, by=fay)
        work_off(kept.id)
        post_import(kept, by=flo)
        work_off(kept.id)
        told(f"posted {LINES:,} lines, load {os.getloadavg()}", began)


def close(home: Path, address: str) -> None:
    """Calculate, propose, close as the worker does, write the audit file."""
    with application(config_of(home, address)) as app, app.app_context():
        fay, flo = a_person("Fen", Role.FINANCE), a_person("Fox", Role.FINANCE)
        period = db.session.scalars(sa.select(Period)).one()
        print(f"{most_memory():8.0f} MB before", flush=True)
        began = time.monotonic()
        soft_close(period, by=fay)
        wish = ask_figures(period, by=fay)
        carry_out(wish.id, calculate(period))
        db.session.commit()
        began = told(f"calculated, {most_memory():.0f} MB at most", began)
        seen = propose_calculated(period, by=fay, seen=wish.digest).digest
        wish = ask_close(period, by=flo, seen=seen)
        db.session.commit()
        began = told("proposed and confirmed, while who presses waits", began)
        found = calculate(period)
        began = told("calculated again, without the write lock", began)
        ready, longest = longest_lock(lambda: laid_ready(wish, found))
        began = told(f"lines laid ready, locks of {longest:.2f} s at most", began)
        carry_out(wish.id, found, ready)
        db.session.commit()
        began = told(f"closed, holding the write lock, {most_memory():.0f} MB at most", began)
        clear(wish.id)
        began = told("what lay ready deleted, a portion at a time", began)
        db.session.remove()
        file = home / "audit.zip"
        with file.open("wb") as out:
            write_audit(db.session.scalars(sa.select(Period)).one(), out)
        size = file.stat().st_size / 1e6
        told(f"audit file of {size:.1f} MB, {most_memory():.0f} MB at most", began)


def longest_lock(work: Callable[[], T]) -> tuple[T, float]:
    """What it comes to, and for how many seconds at most it held the write lock."""
    held, since = [0.0], [0.0]

    def begin(current: Session, *_: object) -> None:
        since[0] = time.monotonic()

    def end(current: Session) -> None:
        if current.info.get("writing"):
            held[0] = max(held[0], time.monotonic() - since[0])

    events = (("after_begin", begin), ("after_commit", end))
    for name, heard in events:
        sa.event.listen(db.session, name, heard)
    made = work()
    for name, heard in events:
        sa.event.remove(db.session, name, heard)
    return made, held[0]


def most_memory() -> float:
    """The most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
