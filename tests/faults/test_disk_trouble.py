"""The disk is full, or its fsync fails: reads go on, votes are refused kindly, and none is lost."""

from collections.abc import Iterator

import pytest

from ideas.db import db
from tests.databases import SERVER
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
PEOPLE = size("troubled", small=120, full=1_000)
FAILING = 3
ENOUGH = 40 * 1024 * 1024


@pytest.fixture(scope="module")
def trouble() -> Iterator[tuple[Plugged, Site]]:
    """A site where people have voted before, so that every file stands."""
    with plugged_in() as plugged, serving(plugged.config) as site:
        Storm(site.port, plugged.crowd(20)).begin().end()
        yield plugged, site


def demand_reads(plugged: Plugged, site: Site) -> None:
    """Pages are there, kept copies or not."""
    for address in (f"/ideas/{plugged.slug}", f"/ideas/{plugged.slug}?via=qr", "/", "/healthz"):
        assert site.status_of(address) == 200, address


def test_a_full_disk_refuses_votes_kindly_and_recovers(trouble: tuple[Plugged, Site]) -> None:
    plugged, site = trouble
    presses = plugged.crowd(PEOPLE)
    plugged.disk.leave_room(0)
    full = Storm(site.port, presses, again=frozenset()).begin().end()
    demand_reads(plugged, site)
    plugged.disk.leave_room(ENOUGH)
    later = Storm(site.port, presses).begin().end()
    with plugged.app.app_context():
        demand_exact(db.session(), plugged.idea_id, full.voted + later.voted)
    plugged.let_go()
    tell("disk full", 1, full)
    tell("disk with room again", 1, later)
    assert set(full.statuses) <= {303, 503}
    assert full.statuses[503] > 0
    assert b"\r\nretry-after: 5\r\n" in full.heads[503]
    assert sorted(later.voted) == sorted(press.person_id for press in presses)


def test_a_vote_whose_fsync_failed_is_not_acknowledged(trouble: tuple[Plugged, Site]) -> None:
    plugged, site = trouble
    presses = plugged.crowd(PEOPLE)
    plugged.disk.fail_fsyncs(FAILING)
    storm = Storm(site.port, presses, again=frozenset()).begin().end()
    demand_reads(plugged, site)
    later = Storm(site.port, presses).begin().end()
    plugged.cut_power(site, seed=6)
    with plugged.app.app_context():
        demand_exact(db.session(), plugged.idea_id, storm.voted + later.voted)
    plugged.let_go()
    tell("fsync failed", FAILING, storm)
    assert set(storm.statuses) <= {303, 503}
    assert storm.statuses[503] > 0
    assert sorted(later.voted) == sorted(press.person_id for press in presses)
