"""The keys of a site: saved apart from its backup, in a file of their own."""

import json
from collections.abc import Mapping
from pathlib import Path

from ideas.config import Config
from ideas.operations.backups.manifest import BadBackup, mark_of

FILES = ("secret", "vote-log-keys", "payee-keys")
MAY_BE_THERE = frozenset({*FILES, "metrics-token"})


def keys_of(config: Config) -> dict[str, str]:
    """The keys this site uses, by the names of their files; one never used yet is left out."""
    said = {
        "secret": config.secret_key,
        "vote-log-keys": config.vote_log_keys,
        "payee-keys": config.payee_keys,
    }
    found = {name: text or _in_file(config.home / name) for name, text in said.items()}
    return {name: text for name, text in found.items() if text}


def _in_file(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def marks_of(keys: Mapping[str, str]) -> dict[str, str]:
    """What a manifest says of them."""
    return {name: mark_of(text) for name, text in keys.items()}


def keys_in(path: Path) -> dict[str, str]:
    """The keys of a file that ``ideas backup --keys`` wrote."""
    try:
        said = json.loads(path.read_text(encoding="ascii"))
        return {name: str(said[name]) for name in FILES if name in said}
    except (ValueError, TypeError) as error:
        raise BadBackup(f"{path} holds no keys.") from error


def missing_among(keys: Mapping[str, str], marks: Mapping[str, str]) -> list[str]:
    """The keys a backup needs that these are not."""
    ours = marks_of(keys)
    return sorted(name for name, mark in marks.items() if ours.get(name) != mark)
