"""Parts: commands that are kept running as systemd keeps them, and killed by the drill."""

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.serving import processes_of

REST = 1.0
"""Seconds until what ended is begun again, unless its unit says otherwise."""


@dataclass
class Part:
    """One command, begun again whenever it ends, until it is told to rest."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    pause: float = REST
    process: "subprocess.Popen[bytes] | None" = None
    rests: threading.Event = field(default_factory=threading.Event)
    keeper: threading.Thread | None = None

    def begin(self) -> None:
        """Begin, and keep it running."""
        self.rests.clear()
        self.keeper = threading.Thread(target=self._keep, name=f"keeps {self.name}", daemon=True)
        self.keeper.start()

    def _keep(self) -> None:
        while not self.rests.is_set():
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    self.command, env=os.environ | self.env, stdout=log, stderr=log,
                    stdin=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            self.process.wait()
            self.rests.wait(self.pause)

    def rest(self) -> None:
        """Begin it no more; what runs goes on."""
        self.rests.set()

    def kill(self) -> None:
        """End its first process at once; its keeper begins another."""
        assert self.process is not None
        self.process.kill()

    def kill_all(self) -> None:
        """End it with all that it began."""
        assert self.process is not None
        for process in reversed(processes_of(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
