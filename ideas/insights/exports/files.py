"""Where the files lie until they are fetched or their time is over: never among the pictures."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ideas.insights.exports.models import Export
from ideas.insights.exports.writing import PIECES
from ideas.storage.waiting import EXPORTS, waiting

NAME = re.compile(r"\.?([0-9a-f]{32})\.[a-z]+")  # with a dot before it while it is written


def file_of(export: Export) -> Path:
    """The file of an export when it is just written, on this machine."""
    return folder() / name_of(export)


def name_of(export: Export) -> str:
    """Under which its file lies."""
    return f"{export.mark}.{export.file_kind}"


def folder() -> Path:
    """Where files are written, on this machine."""
    return waiting(EXPORTS).scratch


def keep_file(name: str) -> None:
    """It is written: from now on every node can give it away."""
    waiting(EXPORTS).give(name)


def opened(export: Export) -> BinaryIO | None:
    """The file of an export to read; None when there is none."""
    try:
        return waiting(EXPORTS).open(name_of(export))
    except FileNotFoundError:
        return None


def forget_file(name: str) -> None:
    """Nobody may have it any more."""
    waiting(EXPORTS).delete(name)


def pieces_left(before: float) -> Iterator[Path]:
    """What is left of workbooks nobody finished, untouched since this moment (Unix time)."""
    pieces = folder() / PIECES
    for path in pieces.iterdir() if pieces.is_dir() else ():
        with suppress(FileNotFoundError):  # finished meanwhile
            if path.stat().st_mtime < before:
                yield path


def files_there() -> Iterator[tuple[str, str]]:
    """The files of exports that lie there, each with its mark."""
    for name, _ in waiting(EXPORTS).found():
        if named := NAME.fullmatch(name):
            yield named[1], name
