"""A storm of votes: gunicorn before the database, wrk before gunicorn."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CLIENTS = 64
BIND = "127.0.0.1:8474"
SITE = f"http://{BIND}"
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 30
QUIET = 0.1


@dataclass(frozen=True)
class Storm:
    """What wrk saw, and the processor seconds of the site and of wrk itself."""

    answered: int
    failed: int
    seconds: float
    p50_ms: float
    p99_ms: float
    server_cpu: float
    client_cpu: float

    @property
    def rate(self) -> float:
        """Votes a second."""
        return (self.answered - self.failed) / self.seconds


@contextmanager
def serving(env: dict[str, str]) -> Iterator[int]:
    """The site as ``ideas serve`` starts it; gives the id of gunicorn's first process."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    server = subprocess.Popen(
        [*command, "--log-level", "error"], env=os.environ | env | {"IDEAS_BIND": BIND}
    )
    try:
        _wait_for(f"{SITE}/healthz")
        _wait_until_quiet(server.pid)
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _wait_for(address: str) -> None:
    for _ in range(SECONDS_TO_START * 10):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} did not answer.")


def _wait_until_quiet(server: int) -> None:
    """Every process has started: they are at rest for two seconds."""
    used = -1.0
    while _cpu_of(server) - used > QUIET:
        used = _cpu_of(server)
        time.sleep(2)


def storm(server: int, requests: Path, seconds: int, kind: str) -> Storm:
    """Send the prepared votes for at most so long; ``kind`` is "part" (htmx) or "page"."""
    before, own = _cpu_of(server), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(HERE / "cast.lua"), SITE),
            *("--", str(requests), kind),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(done.stdout.splitlines()[-1])
    return Storm(
        **told,
        server_cpu=_cpu_of(server) - before,
        client_cpu=used.ru_utime + used.ru_stime - own.ru_utime - own.ru_stime,
    )


def _cpu_of(server: int) -> float:
    """Processor seconds of gunicorn's processes so far."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return sum(_ticks(pid) for pid in (str(server), *children)) / TICKS


def _ticks(pid: str) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
