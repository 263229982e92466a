"""Where the files lie until their import is posted or cancelled: read by the site alone."""

from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from ideas.config import Config


def folder() -> Path:
    """The folder of all."""
    config: Config = current_app.extensions["ideas.config"]
    path = config.home / "imports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def file_of(mark: str) -> Path:
    """The file of an import, there or not."""
    return folder() / f"{mark}.csv"


def files_there() -> Iterator[tuple[str, Path]]:
    """The files that lie here, each with its mark."""
    for path in folder().iterdir():
        yield path.name.partition(".")[0], path
