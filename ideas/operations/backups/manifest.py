"""What a backup says of itself; it is its last member."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

NAME = "manifest.json"
FORM = 1
DATABASES = {"sqlite": "database.sqlite", "postgresql": "database.dump"}
FOLDERS = ("pictures", "private", "imports")
MEMBER = re.compile(rf"files/({'|'.join(FOLDERS)})(/[A-Za-z0-9_-][A-Za-z0-9._-]{{0,100}}){{1,2}}")


class BadBackup(Exception):
    """Why this file is no backup that can be restored; the text says it."""


@dataclass(frozen=True)
class Manifest:
    """When, and of what.

    ``pictures`` is where they are kept: in the ``home``, saved with it, or in a ``bucket``.
    ``counts`` are rows by table, ``files`` SHA-256 by member, ``keys`` the marks of the keys.
    """

    form: int
    made_at: str
    version: str
    revision: str
    database: str
    pictures: str
    counts: Mapping[str, int]
    files: Mapping[str, str]
    keys: Mapping[str, str]

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def manifest_in(text: bytes) -> Manifest:
    """Read it again, or raise BadBackup."""
    try:
        said: dict[str, Any] = json.loads(text)
    except ValueError as error:
        raise BadBackup("The manifest cannot be read.") from error
    if said.get("form") != FORM:
        raise BadBackup("This backup was made by a newer release. Install that one to restore it.")
    return Manifest(**said)


def place_of_pictures(storage_url: str) -> str:
    """Where a site with this setting keeps its pictures."""
    return "bucket" if storage_url else "home"


def demand_whole(manifest: Manifest | None, found: Mapping[str, str]) -> Manifest:
    """The manifest, when every member is there as it was saved; else BadBackup."""
    if manifest is None:
        raise BadBackup("The backup was cut short: its end is missing.")
    if missing := sorted(manifest.files.keys() - found.keys()):
        raise BadBackup(f"{missing[0]} is missing from the backup.")
    wrong = [name for name, digest in found.items() if manifest.files.get(name) != digest]
    if wrong:
        raise BadBackup(f"{min(wrong)} is not as it was saved.")
    return manifest


def mark_of(key: str) -> str:
    """By which a key is known again, and nothing more."""
    return hashlib.sha256(f"ideas key {key.strip()}".encode()).hexdigest()[:16]
