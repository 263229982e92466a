"""Writing a backup: files, the database at one moment, files that came meanwhile, the manifest."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import IO

from ideas import clock
from ideas.config import Config
from ideas.db import session
from ideas.operations.backups.databases import kind_of, save_database
from ideas.operations.backups.keys import keys_of, marks_of
from ideas.operations.backups.last import note_backup
from ideas.operations.backups.manifest import (
    DATABASES,
    FOLDERS,
    FORM,
    NAME,
    Manifest,
    place_of_pictures,
)
from ideas.operations.health import revision_of_database


class Reading:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found = self._file.read(size)
        self.digest.update(found)
        return found


class Archive:
    """A tar that is written to its end once; what was put in is known by its hash."""

    def __init__(self, out: IO[bytes]) -> None:
        self._pressed = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1)
        self._tar = tarfile.open(fileobj=self._pressed, mode="w|")  # noqa: SIM115
        self.files: dict[str, str] = {}

    def put(self, name: str, path: Path) -> None:
        """Put a file in; one that is gone meanwhile was dropped before the database was saved."""
        if name in self.files:
            return
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return
        with file:
            reading = Reading(file)
            info = _member(name, os.fstat(file.fileno()).st_size)
            self._tar.addfile(info, reading)
        self.files[name] = reading.digest.hexdigest()

    def end(self, text: str) -> None:
        """The manifest, and nothing after it."""
        self._tar.addfile(_member(NAME, len(text.encode())), io.BytesIO(text.encode()))

    def close(self) -> None:
        """Write what waits; without a manifest it is no backup."""
        self._tar.close()
        self._pressed.close()


def _member(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def save(config: Config, out: IO[bytes], scratch: Path) -> Manifest:
    """Write everything to ``out``; a copy of the database lies in ``scratch`` meanwhile."""
    with closing(Archive(out)) as archive:
        return _save(config, archive, scratch)


def _save(config: Config, archive: Archive, scratch: Path) -> Manifest:
    moment, kind = clock.now(), kind_of(config.database_url)
    revision = revision_of_database()
    session().rollback()
    _put_files(archive, config.home)
    with tempfile.TemporaryDirectory(prefix=".ideas-backup-", dir=scratch) as folder:
        copy = Path(folder) / DATABASES[kind]
        counts = save_database(config.database_url, copy)
        archive.put(DATABASES[kind], copy)
    _put_files(archive, config.home)
    manifest = Manifest(
        form=FORM,
        made_at=moment.isoformat(),
        version=version("ideas"),
        revision=revision,
        database=kind,
        pictures=place_of_pictures(config.storage_url),
        counts=counts,
        files=archive.files,
        keys=marks_of(keys_of(config)),
    )
    archive.end(manifest.text())
    return manifest


def _put_files(archive: Archive, home: Path) -> None:
    for folder in FOLDERS:
        for path in _files_in(home / folder):
            archive.put(f"files/{path.relative_to(home).as_posix()}", path)


def _files_in(folder: Path) -> Iterator[Path]:
    """All but those that are being written just now."""
    if folder.is_dir():
        yield from (each for each in sorted(folder.rglob("*")) if _is_kept(each))


def _is_kept(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file()


def save_to(config: Config, target: Path) -> Manifest:
    """Make a new file of it, readable by its owner alone; half a file never has this name."""
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            manifest = save(config, out, target.parent)
            out.flush()
            os.fsync(out.fileno())
        os.link(beside, target)  # never over an older one
    finally:
        beside.unlink(missing_ok=True)
    note_backup(config, clock.now())
    return manifest


def save_keys(config: Config, target: Path) -> None:
    """Write the keys into a new file of their own, readable by its owner alone."""
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        json.dump(keys_of(config), out, indent=1)
        out.write("\n")
