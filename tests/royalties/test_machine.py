"""A machine that does everything to the books at random, beside a model in plain Python.

A small size here; ``make ledger`` walks 100,000 steps (LEDGER_STEPS=n, LEDGER_SEED=n,
LEDGER_WALKERS=n processes that each walk their part).
"""

import os
import sys
import time
from collections import Counter

import pytest
from sqlalchemy.orm import Session

from ideas.db import db
from tests.conftest import Clock
from tests.databases import Emptying
from tests.royalties.machine import KINDS, Machine

STEPS = int(os.environ.get("LEDGER_STEPS", "48"))
SEED = int(os.environ.get("LEDGER_SEED", "5"))
WALKERS = int(os.environ.get("LEDGER_WALKERS", "1"))
EPISODE = 200
"""Steps before the machine begins again with empty books, so that each stays quick."""
ENOUGH = 5_000
"""Steps after which everything must have happened once."""


def walk(steps: int, seed: int) -> Machine:
    """Every kind of step once, where it can be, then whatever comes."""
    machine = Machine(seed)
    for number in range(steps):
        try:
            machine.step(KINDS[number] if number < len(KINDS) else "")
        except Exception as error:
            error.add_note(f"at step {number} of seed {seed}")
            raise
    machine.look_back()
    return machine


@pytest.mark.skipif(STEPS > EPISODE, reason="the full size walks alone")
def test_whatever_is_done_the_books_agree_with_the_model(session: Session, clock: Clock) -> None:
    machine = walk(STEPS, SEED)
    assert set(machine.done) == set(KINDS)
    assert all(machine.done.values())
    assert machine.cut


@pytest.mark.skipif(STEPS <= EPISODE, reason="LEDGER_STEPS=100000 walks the full size")
@pytest.mark.parametrize("walker", range(WALKERS))
def test_the_full_size(session: Session, clock: Clock, walker: int) -> None:
    emptying, done, began = Emptying(db.engine), Counter[str](), time.monotonic()
    for number in range(walker, -(-STEPS // EPISODE), WALKERS):
        machine = walk(EPISODE, SEED + number)
        done += machine.done + Counter(cut=machine.cut, steps=EPISODE) + machine.seen()
        db.session.remove()
        emptying.empty()
        told = f"walker {walker}: {done['steps']:,} steps, {time.monotonic() - began:.0f} s"
        print(told, dict(done), file=sys.stderr, flush=True)
    emptying.close()
    if done["steps"] >= ENOUGH:
        assert all(done[kind] for kind in (*KINDS, "cut", "guaranteed", "withheld", "recouped"))
