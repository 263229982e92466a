"""The same with copies that may be late: votes must be lost, or the drill proves nothing."""

import subprocess
import time

from ideas.db import db
from tests.cluster import demands
from tests.cluster.faults import SECONDS_TO_GO_ON, machine_dies
from tests.cluster.whole import Cluster, a_crowd

SECONDS = 4
LATE = 1 << 40
"""Bytes by which a copy may be late and yet lead."""


def loses(cluster: Cluster) -> bool:
    """Cut the copies off, let people vote, let the machine die: True when votes are lost."""
    try:
        cluster.database.wait_until_whole()
        lost, answered = _lost(cluster)
    except (AssertionError, LookupError, OSError, subprocess.CalledProcessError) as error:
        print(f"careless: {type(error).__name__}: {error}")
        return False
    print(f"careless: {lost} of {answered} votes lost, as they must be")
    return lost > 0


def _lost(cluster: Cluster) -> tuple[int, int]:
    cluster.database.change(synchronous_mode=False, maximum_lag_on_failover=LATE)
    time.sleep(5)
    crowd = a_crowd(cluster, voters=2_000, others=4)
    crowd.voters.begin()
    crowd.voters.wait_for_more(SECONDS_TO_GO_ON)
    first = cluster.database.first()
    first.machine.keep_from_copying(
        [each.machine for each in cluster.database.nodes.values() if each is not first]
    )
    time.sleep(SECONDS)
    machine_dies(cluster)
    crowd.voters.wait_for_more(SECONDS_TO_GO_ON)
    crowd.voters.end()
    db.session.remove()
    db.engine.dispose()
    return len(demands.lost_votes(crowd)), len(crowd.voters.answered)
