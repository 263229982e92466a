"""Machines: networks of their own, joined by a switch, that can be unplugged or cut from others.

All of this happens inside a name space of the drill's (``begin_apart``); nobody outside sees it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

APART = "IDEAS_CLUSTER_APART"
SWITCH, MIDDLE = "10.0.0.1", "switch0"
"""The drill itself and what stands between the machines: balancer, mail, bucket."""


def begin_apart(words: Sequence[str]) -> None:
    """Go on in a name space whose processes and networks end with the drill."""
    if os.environ.get(APART):
        _look_after_orphans()
        return
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"]
    command = [*apart, sys.executable, "-m", "tests.cluster", *words]
    sys.exit(subprocess.run(command, env=os.environ | {APART: "1"}, check=False).returncode)


def _look_after_orphans() -> None:
    """The first process of a name space must bury what others leave: go on in a child."""
    child = os.fork()
    if child == 0:
        return
    while True:
        process, status = os.wait()
        if process == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def run(*words: str) -> str:
    """What a command says; CalledProcessError when it fails."""
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return done.stdout


def lay_network() -> None:
    """The switch, and room for the machines' names and what they keep in memory."""
    for folder in ("/run", "/dev/shm"):
        run("mount", "-t", "tmpfs", "none", folder)
    Path("/run/netns").mkdir()
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", MIDDLE, "type", "bridge")
    run("ip", "addr", "add", f"{SWITCH}/24", "dev", MIDDLE)
    run("ip", "link", "set", MIDDLE, "up")


@dataclass(frozen=True)
class Machine:
    """One machine; its name, its address and a folder of its own."""

    name: str
    address: str
    home: Path

    def plug_in(self) -> None:
        """Make it, and join it to the switch."""
        self.home.mkdir()
        run("ip", "netns", "add", self.name)
        run(
            *["ip", "link", "add"],
            self._cable,
            *["type", "veth", "peer", "name", "eth0", "netns"],
            self.name,
        )
        run("ip", "-n", self.name, "addr", "add", f"{self.address}/24", "dev", "eth0")
        for each in ("lo", "eth0"):
            run("ip", "-n", self.name, "link", "set", each, "up")
        run("ip", "link", "set", self._cable, "master", MIDDLE, "up")

    @property
    def _cable(self) -> str:
        return f"to-{self.name}"

    @property
    def inside(self) -> list[str]:
        """What stands before a command that shall run there."""
        return ["nsenter", f"--net=/run/netns/{self.name}", "--"]

    def unplug(self) -> None:
        """Pull its cable: nobody hears anything of it any more, not even that it is gone."""
        run("ip", "link", "set", self._cable, "down")

    def plug_back(self) -> None:
        """Put its cable back."""
        run("ip", "link", "set", self._cable, "up")

    def keep_from_copying(self, others: Sequence["Machine"]) -> None:
        """Let no copy of the database reach the others, while everything else does."""
        nft = [*self.inside, "nft"]
        run(*nft, "add table inet drill")
        run(*nft, "add chain inet drill out { type filter hook output priority 0; }")
        for other in others:
            for end in ("sport", "dport"):
                run(*nft, f"add rule inet drill out ip daddr {other.address} tcp {end} 5432 drop")

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        while found := self.processes():
            for process in found:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.02)

    def processes(self) -> list[int]:
        """The ids of what runs there."""
        own = Path(f"/run/netns/{self.name}").stat().st_ino
        return [int(each.name) for each in Path("/proc").glob("[0-9]*") if _network(each) == own]


def _network(process: Path) -> int:
    try:
        if (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return 0
        return (process / "ns" / "net").stat().st_ino
    except OSError:
        return 0
