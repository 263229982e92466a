"""Files that wait for somebody to go on with them: what one node took in, any other reads.

They lie in a folder of the home, or in the bucket that a setting names. They are made in
``scratch``, on the disk of this machine, and given away when they are whole.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from flask import current_app

from ideas.storage.buckets import Bucket

KEY = "ideas.storage.waiting"
IMPORTS, EXPORTS = "imports", "exports"
Found = tuple[str, float]
"""The name of a file, and when it was put there (Unix time)."""


class Place(Protocol):
    """Where files of one kind wait, under names that are never used twice."""

    @property
    def scratch(self) -> Path:
        """A folder of this machine, readable by the site alone, to make a file in."""

    def give(self, name: str) -> None:
        """What lies whole in ``scratch`` under this name is there for every node from now on."""

    def open(self, name: str) -> BinaryIO:
        """Read a file, from any place in it; FileNotFoundError when there is none."""

    def delete(self, name: str) -> None:
        """Forget a file; one that is not there is no error."""

    def found(self) -> Iterator[Found]:
        """Everything that lies there, and in ``scratch``."""


class Here:
    """A folder of the home: what is made in it is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def scratch(self) -> Path:
        """The folder itself."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return self._folder

    def give(self, name: str) -> None:
        """It is there."""

    def open(self, name: str) -> BinaryIO:
        """Read it."""
        return (self.scratch / name).open("rb")

    def delete(self, name: str) -> None:
        """Remove it."""
        (self.scratch / name).unlink(missing_ok=True)

    def found(self) -> Iterator[Found]:
        """The files of the folder; what goes meanwhile is left out."""
        for path in self.scratch.iterdir():
            with suppress(FileNotFoundError):
                yield path.name, path.stat().st_mtime


class Shared(Here):
    """A bucket that all nodes reach; nothing stays in the home."""

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        super().__init__(folder)
        self._bucket = bucket

    def give(self, name: str) -> None:
        """Send it, and keep no copy."""
        path = self.scratch / name
        self._bucket.put_file(name, path)
        path.unlink()

    def open(self, name: str) -> BinaryIO:
        """Read it a piece at a time."""
        file = self._bucket.read(name)
        if file is None:
            raise FileNotFoundError(name)
        return file

    def delete(self, name: str) -> None:
        """Remove it, and what this machine may have of it."""
        super().delete(name)
        if self._bucket.may_hold(name):
            self._bucket.delete(name)

    def found(self) -> Iterator[Found]:
        """What lies in the bucket, and what a process that was killed left here."""
        yield from super().found()
        yield from self._bucket.found()


def waiting(kind: str) -> Place:
    """Where the running application keeps its files of this kind."""
    return cast(Place, current_app.extensions[KEY][kind])
