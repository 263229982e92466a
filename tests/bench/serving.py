"""A server in the bench: started, at rest, measured, ended."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVERS: Mapping[str, Sequence[str]] = {
    "gunicorn": ("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--log-level", "error"),
    "granian": ("deploy/granian.conf.py",),
}
THREADS = (
    *("-m", "gunicorn", "--workers", "2", "--worker-class", "gthread", "--threads", "32"),
    *("--reuse-port", "--no-control-socket", "--log-level", "error"),
)
"""gunicorn's own threads, for a bare application beside ours."""
TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 30
QUIET = 0.1


@contextmanager
def serving(
    server: str, address: str, env: Mapping[str, str], app: Sequence[str] = ()
) -> Iterator[int]:
    """The site, or another app, until it is at rest; gives the id of the first process."""
    command = [sys.executable, *SERVERS.get(server, THREADS), *app]
    process = subprocess.Popen(command, env=os.environ | dict(env))
    try:
        wait_for(address)
        _wait_until_quiet(process.pid)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_for(address: str) -> None:
    """Until it answers."""
    for _ in range(SECONDS_TO_START * 10):
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} did not answer.")


def _wait_until_quiet(server: int) -> None:
    used = -1.0
    while cpu_of(server) - used > QUIET:
        used = cpu_of(server)
        time.sleep(2)


def processes_of(server: int) -> list[int]:
    """The first process, its children, theirs, and so on."""
    threads = Path(f"/proc/{server}/task").glob("*/children")
    children = [int(child) for thread in threads for child in thread.read_text().split()]
    return [server, *(each for child in children for each in processes_of(child))]


def cpu_of(server: int) -> float:
    """Processor seconds of a server's processes so far."""
    return sum(_ticks(pid) for pid in processes_of(server)) / TICKS


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def megabytes_of(server: int) -> list[float]:
    """Resident memory of each child, the largest first; of the process itself when it has none."""
    first, *children = processes_of(server)
    statuses = [Path(f"/proc/{pid}/status").read_text() for pid in children or [first]]
    found = [line.split()[1] for text in statuses for line in text.splitlines() if "VmRSS" in line]
    return sorted((int(kilobytes) / 1_024 for kilobytes in found), reverse=True)
