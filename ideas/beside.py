"""What runs beside the web's processes: the teller, who casts votes, and the worker.

Each process of the web would keep them; a lock in the site's home says which one does. What is kept
ends when its standard input does, so that nothing outlives its keeper, however that one ends.
"""

import atexit
import contextlib
import fcntl
import gc
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

from flask import Flask

from ideas.app import create_app
from ideas.config import Config
from ideas.jobs import worker
from ideas.voting.casting.teller import Teller
from ideas.voting.casting.together import work
from ideas.voting.casting.way import address_of

log = logging.getLogger(__name__)
SECONDS_BETWEEN_STARTS = 2.0
MOST_SECONDS_BETWEEN_STARTS = 60.0
SECONDS_TO_END = 10.0


def keep_beside(config: Config) -> None:
    """Keep what belongs beside this process of the web, for as long as it lives."""
    for name in ("teller", "worker") if config.worker else ("teller",):
        lock = config.home / f"{name}-{config.mark}.lock"
        keeper = Keeper(lock, (sys.executable, "-m", __name__, name))
        threading.Thread(target=keeper.keep, name=f"ideas-{name}-keeper", daemon=True).start()
        atexit.register(keeper.end)


class Keeper:
    """Starts a command when its turn has come, and again whenever it has ended."""

    def __init__(self, lock: Path, command: tuple[str, ...]) -> None:
        self.lock = lock
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.over = threading.Event()

    def keep(self) -> None:
        """Wait for the lock, and keep the command running until told to end.

        One that fails again and again is begun less and less often.
        """
        with self.lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            pause = SECONDS_BETWEEN_STARTS
            while not self.over.is_set():
                begun = time.monotonic()
                is_failing = (
                    self._fails() and time.monotonic() - begun < MOST_SECONDS_BETWEEN_STARTS
                )
                longer = min(2 * pause, MOST_SECONDS_BETWEEN_STARTS)
                pause = longer if is_failing else SECONDS_BETWEEN_STARTS
                self.over.wait(pause)

    def _fails(self) -> bool:
        """Let it run to its end, which may be an error of its own; or it cannot even be begun."""
        try:
            with subprocess.Popen(self.command, stdin=subprocess.PIPE) as self.process:  # noqa: S603
                return self.process.wait() > 0
        except OSError:  # no more processes, no more memory
            log.exception("cannot begin %s", self.command[-1])
            return True

    def end(self) -> None:
        """Let it finish what it has in hand."""
        self.over.set()
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_END)


def spare_what_stays() -> None:
    """Let the collector look past what is there once a process has begun: all of it stays.

    Else each full collection stops every thread for a tenth of a second.
    """
    gc.collect()
    gc.freeze()


def tell(app: Flask, until: BinaryIO) -> None:
    """Be the teller until this file ends."""
    config: Config = app.extensions["ideas.config"]
    Teller(address_of(config), partial(work, app)).serve(until)


def work_off(app: Flask, until: BinaryIO) -> None:
    """Be the worker until this file ends."""
    stop = threading.Event()

    def listen() -> None:
        until.read()
        stop.set()

    threading.Thread(target=listen, name="ideas-worker-end", daemon=True).start()
    worker.run(app, stop)


PARTS: Mapping[str, Callable[[Flask, BinaryIO], None]] = {"teller": tell, "worker": work_off}

if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # the end comes from whoever keeps us
        signal.signal(number, signal.SIG_IGN)
    made = create_app()
    spare_what_stays()
    PARTS[sys.argv[1]](made, sys.stdin.buffer)
