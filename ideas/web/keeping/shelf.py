"""Copies on disk, for every process of this machine and for the next start.

They are read only when a page cannot be drawn and this process has not seen it. A copy's slot is
told by its key: two pages of one slot take turns, so the shelf never grows. What is older than an
hour is thrown away whenever something is laid down: it may name somebody who left meanwhile.
"""

import contextlib
import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Hashable
from datetime import datetime
from pathlib import Path
from typing import Any

from ideas.web.keeping.copies import HOUR, Copy, Sheet, seconds

log = logging.getLogger(__name__)
SLOTS = 16_384
A_MINUTE, BETWEEN = 60.0, 600.0
"""Seconds until a page is laid down anew, and between two times of throwing old ones away."""
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

    def put(self, key: Hashable, copy: Copy, before: Copy | None) -> None:
        """Lay the copy down, unless that was done in the last minute; a full disk is no trouble."""
        if before is not None and seconds() - before.shelved < A_MINUTE:
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
        number = int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8]) % SLOTS
        return self.folder / f"{number:04x}"


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
    }


def _copy(told: dict[str, Any], age: float) -> Copy:
    sheet = Sheet(told["hole"], about=told["about"], notice=told["notice"])
    sheet.drawn_at = datetime.fromisoformat(told["drawn_at"])
    headers = [(name, value) for name, value in told["headers"]]
    pressed = told["pressed"].encode(LATIN)
    return Copy(pressed, headers, sheet, told["digest"], drawn=seconds() - age)
