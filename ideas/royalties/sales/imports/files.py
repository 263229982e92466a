"""Where the files lie until their import is posted or cancelled: read by the site alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from ideas.storage.waiting import IMPORTS, waiting


def folder() -> Path:
    """Where a file is taken in, on this machine."""
    return waiting(IMPORTS).scratch


def file_of(mark: str) -> Path:
    """The file of an import while it is taken in."""
    return folder() / _name_of(mark)


def keep_file(mark: str) -> None:
    """It is taken in: from now on every node can read it."""
    waiting(IMPORTS).give(_name_of(mark))


def opened(mark: str) -> BinaryIO:
    """Read the file of an import; FileNotFoundError when there is none."""
    return waiting(IMPORTS).open(_name_of(mark))


def forget_file(mark: str) -> None:
    """Nobody needs it any more."""
    waiting(IMPORTS).delete(_name_of(mark))


def files_there() -> Iterator[tuple[str, str, float]]:
    """The files that lie there: mark, name, and since when (Unix time)."""
    for name, since in waiting(IMPORTS).found():
        yield name.partition(".")[0], name, since


def forget_named(name: str) -> None:
    """Delete what lies there under this name."""
    waiting(IMPORTS).delete(name)


def _name_of(mark: str) -> str:
    return f"{mark}.csv"
