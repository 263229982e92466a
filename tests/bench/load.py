"""wrk before a server: so many clients at once, and what they saw."""

import json
import resource
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.serving import cpu_of

CLIENTS = 64


@dataclass(frozen=True)
class Seen:
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
        """Right answers a second."""
        return (self.answered - self.failed) / self.seconds

    @property
    def microseconds(self) -> float:
        """Processor time of the site an answer; a busy machine changes it less than the rate."""
        return self.server_cpu / max(1, self.answered) * 1e6


def load(server: int, site: str, seconds: int, script: Path, said: Sequence[str]) -> Seen:
    """Ask a site, whose first process this is, for so long; ``said`` is for the Lua script."""
    before, own = cpu_of(server), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "-s", str(script), site, "--", *said]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Seen(
        **json.loads(done.stdout.splitlines()[-1]),
        server_cpu=cpu_of(server) - before,
        client_cpu=used.ru_utime + used.ru_stime - own.ru_utime - own.ru_stime,
    )
