"""The power is cut in the middle of a storm of votes: what was not fsynced is gone, votes are not.

The same test with a database
that does not wait for the disk must lose votes, or it would prove nothing.
"""

import random
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.voting.models import Vote
from tests.databases import SERVER
from tests.faults.careless import CARELESS
from tests.faults.crowd import Storm
from tests.faults.plugged import Plugged, plugged_in
from tests.faults.site import Site, demand_exact, serving
from tests.faults.sizes import IS_FULL, size
from tests.faults.told import tell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        SERVER is not None and not IS_FULL, reason="make faults makes a PostgreSQL on the disk"
    ),
]
CUTS = size("cuts", small=1, full=20)
PEOPLE, AT_LEAST = 4_000, 150


def vote_until_the_power_is_cut(plugged: Plugged, site: Site, seed: int) -> Storm:
    """Let people vote; cut the power at some moment after some of them have."""
    storm = Storm(site.port, plugged.crowd(PEOPLE)).begin()
    while len(storm.voted) < AT_LEAST and storm.goes_on:
        time.sleep(0.01)
    time.sleep(random.Random(seed).uniform(0.0, 0.3))
    assert storm.goes_on
    plugged.cut_power(site, seed)
    return storm.stop()


def test_what_was_answered_survives_the_power() -> None:
    answered: list[int] = []
    with plugged_in() as plugged:
        for seed in range(CUTS):
            with serving(plugged.config) as site:
                storm = vote_until_the_power_is_cut(plugged, site, seed)
            answered += storm.voted
            with plugged.app.app_context():
                if SERVER is None:
                    assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
                demand_exact(db.session(), plugged.idea_id, answered)
            plugged.let_go()
        storm.voted = answered
        tell("power cut", CUTS, storm, lost=0)
        with serving(plugged.config) as site:
            assert site.status_of("/") == 200


@pytest.mark.skipif(not IS_FULL, reason="make faults looks at careless databases too")
@pytest.mark.parametrize("synchronous", ["OFF", "LESS"])
def test_a_database_that_does_not_wait_for_the_disk_is_found_out(synchronous: str) -> None:
    told = {"OFF": "OFF", "LESS": "NORMAL"}[synchronous]
    careless = {"application": CARELESS, "FAULT_SYNCHRONOUS": told} if SERVER is None else {}
    switched_off = {"OFF": "fsync", "LESS": "synchronous_commit"}[synchronous]
    with plugged_in(switched_off) as plugged:
        with serving(plugged.config, **careless) as site:
            storm = vote_until_the_power_is_cut(plugged, site, seed=1)
        with plugged.app.app_context():
            lost = _lost(db.session(), storm)
        plugged.let_go()
    off = f"synchronous={told}" if SERVER is None else f"{switched_off}=off"
    tell(f"power cut with {off}", 1, storm, lost=lost)
    assert lost > 0


def _lost(session: Session, storm: Storm) -> int:
    """How many answered votes are not there; all of them when the file cannot be read."""
    try:
        there = set(session.scalars(sa.select(Vote.person_id)))
    except sa.exc.DatabaseError:
        return len(storm.voted)
    return len(set(storm.voted) - there)
