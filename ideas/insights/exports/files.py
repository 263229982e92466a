"""Where the files lie until they are fetched or their time is over: never among the pictures."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flask import current_app

from ideas.config import Config
from ideas.insights.exports.models import Export
from ideas.insights.exports.writing import PIECES

NAME = re.compile(r"\.?([0-9a-f]{32})\.[a-z]+")  # with a dot before it while it is written


def file_of(export: Export) -> Path:
    """The file of an export, there or not."""
    return folder() / f"{export.mark}.{export.file_kind}"


def folder() -> Path:
    """The folder of all, readable by the site alone."""
    config: Config = current_app.extensions["ideas.config"]
    path = config.home / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def pieces_left(before: float) -> Iterator[Path]:
    """What is left of workbooks nobody finished, untouched since this moment (Unix time)."""
    pieces = folder() / PIECES
    for path in pieces.iterdir() if pieces.is_dir() else ():
        with suppress(FileNotFoundError):  # finished meanwhile
            if path.stat().st_mtime < before:
                yield path


def files_there() -> Iterator[tuple[str, Path]]:
    """The files of exports that lie here, each with its mark."""
    for path in folder().iterdir():
        if named := NAME.fullmatch(path.name):
            yield named[1], path
