"""Copies on disk, for every process of this machine and for the next start.

A page that many ask for is drawn by one process and taken from here by the others; the rest is read
only when a page cannot be drawn and this process has not seen it. A copy's slot is told by its key:
two pages of one slot take turns, so the shelf never grows. What is older than an hour is thrown
away whenever something is laid down: it may name somebody who left meanwhile.
"""

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Hashable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ideas.web.keeping.copies import HOUR, OFTEN, Copy, Sheet, seconds

log = logging.getLogger(__name__)
SLOTS = 16_384
A_MINUTE, BETWEEN = 60.0, 600.0
"""Seconds until a page is laid down anew, and between two times of throwing old ones away."""
LONGEST_TURN, A_MOMENT = 1.0, 0.005
AS_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
LATIN = "latin-1"


def wall() -> float:
    """Seconds since 1970: a clock that all processes share."""
    return time.time()


class Shelf:
    """A folder with so many slots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cleared = 0.0
        self.turns: int | None = None

    @contextlib.contextmanager
    def turn(self, key: Hashable) -> Iterator[None]:
        """Draw a page while no other process of this machine does; nobody waits long for that.

        The system keeps the turns, and ends those of a process that ends.
        """
        place, until = self._number(key), time.monotonic() + LONGEST_TURN
        while not self._has(place) and time.monotonic() < until:
            time.sleep(A_MOMENT)
        try:
            yield
        finally:
            if self.turns is not None:
                fcntl.lockf(self.turns, fcntl.LOCK_UN, 1, place)

    def _has(self, place: int) -> bool:
        """Is the turn ours? Where none can be kept, nobody waits for it."""
        try:
            if self.turns is None:
                beside = self.folder.with_name(f"{self.folder.name}-turns")
                self.turns = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.lockf(self.turns, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except (BlockingIOError, PermissionError):  # somebody else's
            return self.turns is None
        except OSError:
            return True
        return True

    def put(self, key: Hashable, copy: Copy, before: Copy | None) -> None:
        """Lay the copy down; a full disk is no trouble.

        Once a minute is enough for a page that few ask for.
        """
        is_rare = before is not None and before.given < OFTEN
        if before is not None and is_rare and seconds() - before.shelved < A_MINUTE:
            copy.shelved = before.shelved
            return
        copy.shelved = seconds()
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            unfinished = self.folder / f"{os.getpid()}-{threading.get_ident()}"  # ours alone
            with os.fdopen(os.open(unfinished, AS_NEW, 0o600), "w", encoding="ascii") as out:
                json.dump(_told(key, copy), out)
            unfinished.replace(self._slot(key))
            if wall() - self.cleared >= BETWEEN:
                self.cleared = wall()
                self.clear()
        except OSError:
            log.warning("no copy could be laid down in %s", self.folder, exc_info=True)

    def get(self, key: Hashable) -> Copy | None:
        """The copy laid down last, if it is of the last hour."""
        try:
            told = json.loads(self._slot(key).read_text(encoding="ascii"))
            age = wall() - told["drawn"]
            return _copy(told, age) if told["key"] == repr(key) and 0 <= age < HOUR else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def drop(self, key: Hashable) -> None:
        """Forget a page that is no more."""
        self._slot(key).unlink(missing_ok=True)

    def clear(self) -> None:
        """Throw away what nobody is given any more."""
        for each in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another process was sooner
                if wall() - each.stat().st_mtime >= HOUR:
                    each.unlink()

    def _slot(self, key: Hashable) -> Path:
        return self.folder / f"{self._number(key):04x}"

    @staticmethod
    def _number(key: Hashable) -> int:
        return int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8]) % SLOTS


def _told(key: Hashable, copy: Copy) -> dict[str, Any]:
    sheet = copy.sheet
    return {
        "key": repr(key),
        "drawn": wall() - copy.age,
        "pressed": copy.pressed.decode(LATIN),
        "headers": copy.headers,
        "digest": copy.digest,
        "hole": sheet.hole,
        "about": sheet.about,
        "notice": str(sheet.notice),
        "drawn_at": sheet.drawn_at.isoformat(),
        "heard": sheet.heard.isoformat(),
    }


def _copy(told: dict[str, Any], age: float) -> Copy:
    sheet = Sheet(told["hole"], about=told["about"], notice=told["notice"])
    sheet.drawn_at = datetime.fromisoformat(told["drawn_at"])
    sheet.heard = datetime.fromisoformat(told["heard"])
    headers = [(name, value) for name, value in told["headers"]]
    pressed = told["pressed"].encode(LATIN)
    return Copy(pressed, headers, sheet, told["digest"], drawn=seconds() - age)
