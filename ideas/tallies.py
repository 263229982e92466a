"""What the site counts as it runs, and how the counts of many processes become one.

Each process counts in memory and lays its counts into the site's home about once a second; a lock
tells whether it still lives. What ended processes counted is added up in a file, so that no count
ever goes back. A process that is killed loses its last second.
"""

import atexit
import contextlib
import fcntl
import functools
import json
import os
import re
import secrets
import socket
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PAUSE = 1.0
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which a bucket of a duration reaches; the last is without end."""
ENDLESS = "+Inf"

Labels = tuple[tuple[str, str], ...]
Key = tuple[str, Labels]
"""A name and its labels."""
Counts = Counter[Key]


@functools.cache
def _keys_of(name: str, labels: Labels) -> tuple[Key, list[Key]]:
    """Of a duration: the key of its sum and those of its buckets."""
    bounds = (*(f"{each:g}" for each in BOUNDS), ENDLESS)
    return (f"{name}_sum", labels), [(f"{name}_bucket", (*labels, ("le", le))) for le in bounds]


def here() -> str:
    """This machine's name, as part of a file's."""
    return re.sub(r"[^A-Za-z0-9.]", "_", socket.gethostname()) or "here"


class Tallies:
    """The counts of one process, and of those beside it once it knows their folder."""

    def __init__(self) -> None:
        self._look, self._writing = threading.Lock(), threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._counts: Counts = Counter()
        self._folder: Path | None = None
        self._lock: int | None = None
        self._file = Path()
        self._due = 0.0

    def keep_in(self, folder: Path) -> None:
        """From now on the counts are laid into this folder."""
        with self._look:
            if folder != self._folder:
                self._let_go()
                self._folder = folder

    def begin_anew(self) -> None:
        """In a forked process: what was counted before belongs to the other."""
        folder = self._folder
        self._let_go()
        self._look, self._writing = threading.Lock(), threading.Lock()
        self._begin()
        self._folder = folder

    def _let_go(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def add(self, name: str, number: float = 1, /, **labels: str) -> None:
        """Count something; the labels of a name are always given in the same order."""
        key = name, tuple(labels.items())
        with self._look:
            self._counts[key] += number  # type: ignore[assignment]

    def took(self, name: str, seconds: float, /, **labels: str) -> None:
        """Count something that took so long, in its bucket."""
        total, buckets = _keys_of(name, tuple(labels.items()))
        bucket = buckets[bisect_left(BOUNDS, seconds)]
        with self._look:
            self._counts[bucket] += 1
            self._counts[total] += seconds  # type: ignore[assignment]

    def settle(self) -> None:
        """Lay the counts down when that is due."""
        if time.monotonic() >= self._due:
            self.lay_down()

    def lay_down(self) -> None:
        """Write this process's counts for the others; on a full disk they wait in memory."""
        with self._look:
            self._due = time.monotonic() + PAUSE
            folder, counts = self._folder, Counter(self._counts)
        if folder is not None and counts:
            with contextlib.suppress(OSError), self._writing:
                _write(self._own(folder), counts)

    def _own(self, folder: Path) -> Path:
        """This process's file, with a lock beside it for as long as the process lives."""
        if self._lock is None:
            folder.mkdir(mode=0o700, exist_ok=True)
            lock = folder / f"{here()}-{os.getpid()}-{secrets.token_hex(4)}.lock"
            with _turn(folder):
                self._lock = os.open(lock, os.O_CREAT | os.O_WRONLY, 0o600)
                fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._file = lock.with_suffix(".json")
        return self._file

    def gathered(self) -> Counts:
        """What all processes of this machine counted, the ended ones as well."""
        self.lay_down()
        folder = self._folder
        if folder is None or not folder.is_dir():
            return Counter(self._counts)
        with _turn(folder):
            return _gathered(folder)


def _gathered(folder: Path) -> Counts:
    past = folder / f"{here()}.past"
    gone, living = _read(past), Counter[Key]()
    ended = []
    for lock in sorted(folder.glob(f"{here()}-*.lock")):
        is_alive = _is_held(lock)
        (living if is_alive else gone).update(_read(lock.with_suffix(".json")))
        if not is_alive:
            ended.append(lock)
    if ended:
        _write(past, gone)
    for lock in ended:
        lock.with_suffix(".json").unlink(missing_ok=True)
        lock.unlink()
    return gone + living


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One at a time on this machine."""
    with (folder / f"{here()}.turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _is_held(lock: Path) -> bool:
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _read(path: Path) -> Counts:
    if not path.exists():
        return Counter()
    rows = json.loads(path.read_text(encoding="utf-8"))
    return Counter({(name, tuple(map(tuple, labels))): n for name, labels, n in rows})


def _write(path: Path, counts: Counts) -> None:
    """Put a file in place as a whole."""
    beside = path.with_name(f"{path.name}.new")
    rows = [(name, labels, number) for (name, labels), number in counts.items()]
    beside.write_text(json.dumps(rows), encoding="utf-8")
    beside.replace(path)


tallies = Tallies()
"""Of this process."""
atexit.register(tallies.lay_down)
os.register_at_fork(after_in_child=tallies.begin_anew)
