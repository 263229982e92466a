"""Bringing a backup back into an empty place: read whole first, put in place, checked, then opened.

Until the end the folder HALF stands in the home, with which the site refuses to start.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from ideas.config import HALF, Config
from ideas.operations.backups.databases import demand_empty, kind_of, restore_database
from ideas.operations.backups.keys import MAY_BE_THERE, keys_of, missing_among
from ideas.operations.backups.manifest import (
    DATABASES,
    FOLDERS,
    MEMBER,
    NAME,
    BadBackup,
    Manifest,
    demand_whole,
    manifest_in,
    place_of_pictures,
)

BYTES = 1 << 20
MOST_MANIFEST = 256 << 20


def demand_empty_home(home: Path) -> None:
    """BadBackup when anything but keys lies there; half a copy names itself."""
    there = {each.name for each in home.iterdir()} if home.is_dir() else set()
    if HALF in there:
        raise BadBackup(f"{home} holds half a copy. Remove it, keep its keys, and restore again.")
    if others := sorted(there - MAY_BE_THERE):
        raise BadBackup(f"{home} is not empty: {others[0]} is there. Restore into an empty one.")


def put_keys(home: Path, keys: Mapping[str, str]) -> None:
    """Lay the keys into the home; those that are there stay, whatever they are."""
    for name, text in keys.items():
        if not (home / name).exists():
            with os.fdopen(os.open(home / name, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                file.write(text)


def restore(config: Config, source: IO[bytes], *, without_keys: bool) -> Manifest:
    """Put everything in place; the folder HALF stays until ``open_site``. Else BadBackup."""
    half = config.home / HALF
    half.mkdir(mode=0o700)
    manifest = unpack(source, half)
    _demand_same_kind(manifest, config)
    if manifest.pictures != place_of_pictures(config.storage_url):
        raise BadBackup(
            f"The pictures of this backup are in the {manifest.pictures}. Set IDEAS_STORAGE_URL to "
            "the bucket they are in, or to nothing when they are in the backup."
        )
    missing = missing_among(keys_of(config), manifest.keys)
    if missing and not without_keys:
        raise BadBackup(
            f"These keys of the site are not here: {', '.join(missing)}. Give them with --keys, or "
            "go without by --without-keys: then sessions and links end, the vote log is signed by "
            "another key, and what is encrypted about payees can never be read again."
        )
    demand_empty(config.database_url)
    restore_database(config.database_url, half / DATABASES[manifest.database])
    for folder in FOLDERS:
        if (half / "files" / folder).is_dir():
            shutil.move(half / "files" / folder, config.home / folder)
            (config.home / folder).chmod(0o700)
    return manifest


def _demand_same_kind(manifest: Manifest, config: Config) -> None:
    kind = kind_of(config.database_url)
    if manifest.database != kind:
        raise BadBackup(
            f"The backup is of {manifest.database} and IDEAS_DATABASE_URL names {kind}. Restore it "
            "into the same kind; “ideas migrate-database” moves it on."
        )


def unpack(source: IO[bytes], folder: Path) -> Manifest:
    """Unpack a backup into a folder, and demand that every byte is as it was saved."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|gz") as archive:
            for member in archive:
                file = archive.extractfile(member)
                if manifest is not None or file is None:
                    raise BadBackup(f"{member.name} does not belong into a backup.")
                if member.name == NAME:
                    manifest = manifest_in(file.read(MOST_MANIFEST))
                else:
                    found[member.name] = _unpacked(member.name, file, folder)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BadBackup("The backup was cut short or is damaged.") from error
    return demand_whole(manifest, found)


def _unpacked(name: str, file: IO[bytes], folder: Path) -> str:
    if name not in DATABASES.values() and not MEMBER.fullmatch(name):
        raise BadBackup(f"{name} does not belong into a backup.")
    target, digest = folder / name, hashlib.sha256()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with target.open("xb") as out:
        while piece := file.read(BYTES):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def open_site(config: Config) -> None:
    """Everything is in place and checked: the site may start."""
    shutil.rmtree(config.home / HALF)
