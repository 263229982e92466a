"""The three machines of the database: etcd, Patroni and PostgreSQL on each."""

import contextlib
import json
import os
import pwd
import shutil
import signal
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.cluster.filled import filled, pause_of
from tests.cluster.machines import Machine, run
from tests.cluster.needs import POSTGRES
from tests.cluster.parts import Part

SUPERUSER, SITE = "drill-first", "drill-site"
PASSWORDS = {
    "change-this-1": SUPERUSER,
    "change-this-2": "drill-copy",
    "change-this-3": "drill-rewind",
}
HOSTS = "10.0.0.11,10.0.0.12,10.0.0.13"
ADDRESS = (
    f"postgresql+psycopg://ideas:{SITE}@/ideas?host={HOSTS}&port=5432,5432,5432"
    "&target_session_attrs=read-write"
)
SECONDS_TO_BE_WHOLE = 120


@dataclass
class Node:
    """A machine of the database with its two parts."""

    machine: Machine
    etcd: Part
    patroni: Part

    @property
    def name(self) -> str:
        """The name that Patroni knows it by."""
        return self.machine.name

    def postmaster(self) -> int:
        """The id of PostgreSQL's first process."""
        return int((self.machine.home / "data" / "postmaster.pid").read_text().split("\n")[0])

    def begin(self) -> None:
        """Switch it on."""
        self.etcd.begin()
        self.patroni.begin()

    def die(self) -> None:
        """The machine is gone from one moment to the next."""
        self.etcd.rest()
        self.patroni.rest()
        self.machine.unplug()
        self.machine.kill()

    def kill_postgres(self) -> None:
        """End the first process of PostgreSQL; the others notice."""
        os.kill(self.postmaster(), signal.SIGKILL)


@dataclass
class Database:
    """All three."""

    nodes: Mapping[str, Node]

    def begin(self) -> None:
        """Start them, and make the site's own database."""
        for node in self.nodes.values():
            node.begin()
        self.wait_until_whole()
        first = f"host={HOSTS} user=postgres password={SUPERUSER} target_session_attrs=read-write"
        with psycopg.connect(f"{first} dbname=postgres", autocommit=True) as server:
            server.execute(f"CREATE ROLE ideas LOGIN PASSWORD '{SITE}'")
            server.execute("CREATE DATABASE ideas OWNER ideas")

    def members(self) -> dict[str, dict[str, Any]]:
        """What Patroni says of each member it knows, by name."""
        for node in self.nodes.values():
            with contextlib.suppress(OSError, ValueError):
                address = f"http://{node.machine.address}:8008/cluster"
                with urllib.request.urlopen(address, timeout=2) as said:
                    return {each["name"]: each for each in json.load(said)["members"]}
        return {}

    def first(self) -> Node:
        """The node that is written to, as it says itself."""
        for node in self.nodes.values():
            if self.leads(node):
                return node
        raise LookupError("nobody leads")

    def standby(self) -> Node:
        """The node that has each commit before it is answered."""
        return next(node for node in self.nodes.values() if self._is(node, "synchronous"))

    def leads(self, node: Node) -> bool:
        """Does this node say that it is written to?"""
        return self._is(node, "primary")

    @staticmethod
    def _is(node: Node, role: str) -> bool:
        address = f"http://{node.machine.address}:8008/{role}"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            return False
        return True

    def wait_until_whole(self) -> float:
        """Until one leads and two follow, one of them at once; the seconds that took."""
        began = time.monotonic()
        while not self.is_whole():
            if time.monotonic() - began > SECONDS_TO_BE_WHOLE:
                raise AssertionError(f"the database is not whole: {self.members()}")
            time.sleep(0.2)
        return time.monotonic() - began

    def is_whole(self) -> bool:
        """Does one lead, do two follow, one of them at once?"""
        members = self.members()
        states = [(each["role"], each["state"]) for each in members.values()]
        followers = [role for role, state in states if state in ("streaming", "running")]
        return len(followers) == len(self.nodes) and {"leader", "sync_standby"} <= set(followers)

    def hand_over(self) -> str:
        """Let the standby lead, while everybody is well; its name."""
        to = self.standby()
        run("patronictl", "-c", str(to.machine.home / "patroni.yml"),
            "switchover", "ideas", "--candidate", to.name, "--force")  # fmt: skip
        return to.name

    def change(self, **settings: object) -> None:
        """Change what the nodes agree on."""
        said = json.dumps(settings).encode()
        address = f"http://{self.first().machine.address}:8008/config"
        asked = urllib.request.Request(address, said, method="PATCH")
        urllib.request.urlopen(asked, timeout=10).close()


def a_database(machines: Iterator[Machine]) -> Database:
    """The database of these machines, not begun."""
    return Database({each.name: _node(each) for each in machines})


def _node(machine: Machine) -> Node:
    home = machine.home
    changes = {
        **PASSWORDS,
        "/var/lib/postgresql/ideas": str(home / "data"),
        "/var/lib/postgresql/.pgpass-ideas": str(home / "pgpass"),
        "/var/run/postgresql": str(home),
        "/usr/lib/postgresql/15/bin": str(POSTGRES),
    }
    elsewhere = filled("etcd-elsewhere.sh", home / "etcd-elsewhere.sh", {}, machine)
    elsewhere.chmod(0o755)
    changes["/etc/ideas/etcd-elsewhere.sh"] = str(elsewhere)
    etcd = filled("etcd.yml", home / "etcd.yml", {"/var/lib/etcd": str(home / "etcd")}, machine)
    patroni = filled("patroni.yml", home / "patroni.yml", changes, machine)
    owner = pwd.getpwnam("postgres")
    for each in (home, patroni):
        os.chown(each, owner.pw_uid, owner.pw_gid)
    as_postgres = [
        "setpriv",
        f"--reuid={owner.pw_uid}",
        f"--regid={owner.pw_gid}",
        "--clear-groups",
    ]
    program = shutil.which("patroni")
    return Node(
        machine,
        Part("etcd", [*machine.inside, "etcd", "--config-file", str(etcd)], home / "etcd.log"),
        Part(
            "patroni",
            [*machine.inside, *as_postgres, str(program), str(patroni)],
            home / "patroni.log",
            {"HOME": str(home)},
            pause_of("patroni.service"),
        ),
    )
