"""The faults, each with how long nobody may be able to write meanwhile."""

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.cluster.database import Node
from tests.cluster.whole import Cluster, Crowd

CUT_OFF = 30.0
"""Seconds for which a cable stays out: longer than it takes to lead no more."""
SECONDS_TO_GO_ON = 60
SECONDS_TO_SHOW = 10.0
"""What a fault does may show only when somebody asks whether the part still lives."""


@dataclass(frozen=True)
class Fault:
    """What happens, and within how many seconds people write again."""

    do: Callable[[Cluster], None]
    most: float


@dataclass(frozen=True)
class Outcome:
    """How long nobody was answered, and after how long everything was whole again; seconds.

    ``began`` and ``ended`` are moments of ``time.monotonic``; ``trouble`` is what broke the drill.
    """

    name: str
    most: float
    began: float
    ended: float
    gap: float
    whole: float
    trouble: str = ""

    @property
    def is_well(self) -> bool:
        """Did people write again in time, and was everything whole after it?"""
        return not self.trouble and self.gap <= self.most


def happen(name: str, cluster: Cluster, crowd: Crowd) -> Outcome:
    """Let a fault happen while people write; come back when everything is whole, or cannot be."""
    fault, began, whole, trouble = FAULTS[name], time.monotonic(), 0.0, ""
    try:
        cluster.database.wait_until_whole()
        crowd.voters.wait_for_more(SECONDS_TO_GO_ON)
        began = time.monotonic()
        fault.do(cluster)
        crowd.voters.wait_for_more(SECONDS_TO_GO_ON)
        cluster.database.wait_until_whole()
        whole = time.monotonic() - began
        time.sleep(max(0.0, SECONDS_TO_SHOW - whole))
        crowd.voters.wait_for_more(SECONDS_TO_GO_ON)
    except (AssertionError, LookupError, OSError, subprocess.CalledProcessError) as error:
        trouble = f"{type(error).__name__}: {error}"
    ended = time.monotonic()
    gap = crowd.voters.longest_gap(began, ended)
    return Outcome(name, fault.most, began, ended, gap, whole, trouble)


def nothing(cluster: Cluster) -> None:
    """For comparison: five seconds pass."""
    time.sleep(5)


def kill_web(cluster: Cluster) -> None:
    """All processes of the site on one machine, the teller with them."""
    cluster.fronts["app1"].parts["gunicorn"].kill_all()


def kill_on_front(part: str) -> Callable[[Cluster], None]:
    """A part of one machine of the site."""
    return lambda cluster: cluster.fronts["app1"].parts[part].kill_all()


def kill_around(part: str) -> Callable[[Cluster], None]:
    """A part between the machines."""
    return lambda cluster: cluster.around[part].kill_all()


def kill_etcd(cluster: Cluster) -> None:
    """etcd beside the first."""
    cluster.database.first().etcd.kill()


def kill_patroni(cluster: Cluster) -> None:
    """Patroni of the first; PostgreSQL goes on without."""
    cluster.database.first().patroni.kill()


def patroni_stays_away(cluster: Cluster) -> None:
    """Patroni of the first dies and nobody begins it, until another leads."""
    node = cluster.database.first()
    node.patroni.rest()
    node.patroni.kill()
    _wait_for_another(cluster, node)
    node.patroni.begin()


def kill_standby(cluster: Cluster) -> None:
    """PostgreSQL that has each commit first."""
    cluster.database.standby().kill_postgres()


def kill_first(cluster: Cluster) -> None:
    """PostgreSQL that is written to."""
    cluster.database.first().kill_postgres()


def hand_over(cluster: Cluster) -> None:
    """Another leads, as before an upgrade."""
    cluster.database.hand_over()


def machine_dies(cluster: Cluster) -> None:
    """The machine of the first is gone, and comes back when another leads."""
    node = cluster.database.first()
    node.die()
    _wait_for_another(cluster, node)
    node.machine.plug_back()
    node.begin()


def cable_out(cluster: Cluster) -> None:
    """The first is cut off from everybody, alive, and comes back."""
    node, began = cluster.database.first(), time.monotonic()
    node.machine.unplug()
    _wait_for_another(cluster, node)
    time.sleep(max(0.0, CUT_OFF - (time.monotonic() - began)))
    node.machine.plug_back()


def front_cut_off(cluster: Cluster) -> None:
    """A machine of the site is cut off, and comes back."""
    machine = cluster.fronts["app1"].machine
    machine.unplug()
    time.sleep(10)
    machine.plug_back()


def _wait_for_another(cluster: Cluster, gone: Node) -> None:
    deadline = time.monotonic() + SECONDS_TO_GO_ON
    others = {name: each for name, each in cluster.database.nodes.items() if each is not gone}
    while not any(cluster.database.leads(each) for each in others.values()):
        assert time.monotonic() < deadline, "nobody took over"
        time.sleep(0.2)


FAULTS: Mapping[str, Fault] = {
    "nothing": Fault(nothing, 5),
    "web": Fault(kill_web, 5),
    "worker": Fault(kill_on_front("worker"), 5),
    "pgbouncer": Fault(kill_on_front("pgbouncer"), 5),
    "haproxy": Fault(kill_on_front("haproxy"), 5),
    "balancer": Fault(kill_around("web"), 5),
    "bucket": Fault(kill_around("bucket"), 5),
    "mail": Fault(kill_around("mail"), 5),
    "etcd": Fault(kill_etcd, 5),
    "patroni": Fault(kill_patroni, 5),
    "silence": Fault(patroni_stays_away, 25),
    "standby": Fault(kill_standby, 5),
    "postgres": Fault(kill_first, 5),
    "switchover": Fault(hand_over, 5),
    "machine": Fault(machine_dies, 25),
    "cable": Fault(cable_out, 25),
    "front": Fault(front_cut_off, 5),
}
