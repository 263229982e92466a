"""A worker is killed in the middle of an import, again and again: nothing is half-posted."""

import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.config import Config
from ideas.policy import Role
from ideas.royalties.ledger.actions import check_ledger
from ideas.royalties.ledger.queries import hash_of_period, trial_balance
from ideas.royalties.sales.imports.actions import check, post_import
from ideas.royalties.sales.imports.models import SalesImport
from ideas.royalties.sales.imports.rules import ImportState
from ideas.royalties.sales.queries import hash_of_sales, unreconciled_imports
from tests.factories import a_person
from tests.faults.sizes import size
from tests.money import a_file, a_period, a_product, a_row, an_active_agreement, uploaded, worked

pytestmark = pytest.mark.long
LINES = size("lines", small=400, full=40_000)
PORTION = max(LINES // 40, 10)
WORKER = """
import sys, time
from pathlib import Path
from ideas.app import create_app
from ideas.config import Config
import ideas.royalties.sales.posting.listeners as posting
import ideas.royalties.sales.posting.reading as reading

home, address, import_id, portion = sys.argv[1:]
config = Config(home=Path(home), secret_key="s" * 32, database_url=address, worker=False)
posting.PORTION = reading.PORTION = int(portion)
with create_app(config).app_context():
    print("begun", flush=True)
    while posting.step(int(import_id)):
        print("step", flush=True)
"""


def killed_after(config: Config, import_id: int, steps: int) -> bool:
    """Let a worker of its own do so many pieces, and kill it; True when it had not finished."""
    told = [str(config.home), config.database_url, str(import_id), str(PORTION)]
    with subprocess.Popen([sys.executable, "-c", WORKER, *told], stdout=subprocess.PIPE) as worker:
        assert worker.stdout is not None
        seen = [worker.stdout.readline() for _ in range(steps + 1)]
        time.sleep(0.002)
        os.kill(worker.pid, signal.SIGKILL)
    return bool(seen[-1])


@pytest.mark.slow
def test_a_killed_import_goes_on_to_the_same_ledger(session: Session, config: Config) -> None:
    fay, flo = a_person("Fay", Role.FINANCE), a_person("Flo", Role.FINANCE)
    agreement = an_active_agreement(fay, [(a_person("Ada"), 10_000, 0)])
    a_product(fay, agreement)
    period = a_period(fay)
    rows = [a_row(str(number), gross=f"{number}.37") for number in range(LINES)]
    kept = uploaded(fay, a_file(*rows))
    check(kept, kept.read_by, by=fay)
    session.commit()
    _be_killed(session, config, kept, until=ImportState.CHECKED)
    assert (kept.added, kept.bad, trial_balance()) == (LINES, 0, [])
    post_import(kept, by=flo)
    session.commit()
    _be_killed(session, config, kept, until=ImportState.POSTED)
    check_ledger()
    assert unreconciled_imports() == []
    ledger = hash_of_period(period.id), hash_of_sales(period.id)
    again = uploaded(fay, a_file(*reversed(rows)))
    check(again, again.read_by, by=fay)
    worked(again)
    assert (again.added, again.known) == (0, LINES)
    assert (hash_of_period(period.id), hash_of_sales(period.id)) == ledger
    assert session.scalar(sa.text("SELECT count(*) FROM sales")) == LINES


def _be_killed(session: Session, config: Config, kept: SalesImport, *, until: ImportState) -> None:
    """Kill a worker after two pieces each time, look each time, and let the last one finish."""
    for _ in range(size("kills", small=2, full=12)):
        assert killed_after(config, kept.id, steps=2)
        session.expire_all()
        assert kept.state is not until
        assert trial_balance() == []
        session.commit()
    worked(kept)
    assert kept.state is until
