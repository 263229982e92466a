"""Sorting more than memory should hold: in runs on disk, merged as they are read."""

import heapq
import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

RUN = 50_000
TOGETHER = 500


class Sorted:
    """Tuples in order, to go through again and again, one walk at a time.

    They are of what JSON can hold. Up to ``run`` of them stay in memory. What lies on disk has no
    name there and ends with this.
    """

    def __init__(self, items: Iterable[tuple[Any, ...]], run: int = RUN) -> None:
        rest, self._runs = iter(items), list[IO[bytes]]()
        weakref.finalize(self, _close, self._runs)
        self._last = sorted(islice(rest, run))
        while len(self._last) == run:
            self._runs.append(_written(self._last))
            self._last = sorted(islice(rest, run))

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return heapq.merge(*map(_read, self._runs), self._last)


def _close(files: list[IO[bytes]]) -> None:
    for file in files:
        file.close()


def _written(items: list[tuple[Any, ...]]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed with the run
    for start in range(0, len(items), TOGETHER):
        file.write(json.dumps(items[start : start + TOGETHER]).encode() + b"\n")
    return file


def _read(file: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    file.seek(0)
    for line in file:
        yield from map(tuple, json.loads(line))
