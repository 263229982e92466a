"""Where files are kept: a small protocol, and a folder of this machine that fulfils it."""

import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from flask import current_app

KEY = "ideas.storage"
NAME = re.compile(r"[a-z0-9]{8,64}(-[0-9]{1,5})?\.[a-z0-9]{2,5}")


class Store(Protocol):
    """Keeps files under names that are never used twice."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a new file, safely on disk before this returns."""

    def open(self, name: str) -> BinaryIO | None:
        """The file to read; None when there is none of that name."""

    def delete(self, name: str) -> None:
        """Forget a file; one that is not there is no error."""

    def url(self, name: str) -> str:
        """The address at which a browser finds the file."""


class Folder:
    """A store in a local folder, in subfolders by the first two letters."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, content: bytes) -> None:
        """Write beside, then give it its name, so that nobody reads half a file."""
        target = self._path_of(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{secrets.token_hex(8)}")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)

    def open(self, name: str) -> BinaryIO | None:
        """The file to read, or None, also for what is no name of ours."""
        if not NAME.fullmatch(name):
            return None
        try:
            return self._path_of(name).open("rb")
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove the file."""
        self._path_of(name).unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """Served by the site itself."""
        return f"/media/{name}"

    def _path_of(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"no name for a kept file: {name!r}")
        return self.path / name[:2] / name


def store() -> Store:
    """The store of the running application."""
    return cast(Store, current_app.extensions[KEY])
