"""The keys of a site: saved apart from its backup, in a file of their own."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ideas.config import OTHERS, Config
from ideas.keyring import BadKeys, other_keys_in, text_of
from ideas.operations.backups.manifest import BadBackup, mark_of

FILES = ("secret", OTHERS, "vote-log-keys", "payee-keys")
MAY_BE_THERE = frozenset({*FILES, "metrics-token"})


def keys_of(config: Config) -> dict[str, str]:
    """The keys this site uses, by the names of their files; one never used yet is left out."""
    said = {
        "secret": config.secret_key,
        OTHERS: text_of(config.other_secrets),
        "vote-log-keys": config.vote_log_keys,
        "payee-keys": config.payee_keys,
    }
    found = {name: text or _in_file(config.home / name) for name, text in said.items()}
    return {name: text for name, text in found.items() if text}


def _in_file(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


def marks_of(keys: Mapping[str, str]) -> dict[str, str]:
    """What a manifest says of them. Old secrets are of no use to it."""
    return {name: mark_of(text) for name, text in keys.items() if name != OTHERS}


def keys_in(path: Path) -> dict[str, str]:
    """The keys of a file that ``ideas backup --keys`` wrote."""
    try:
        said = json.loads(path.read_text(encoding="ascii"))
        return {name: str(said[name]) for name in FILES if name in said}
    except (ValueError, TypeError) as error:
        raise BadBackup(f"{path} holds no keys.") from error


def missing_among(keys: Mapping[str, str], marks: Mapping[str, str]) -> list[str]:
    """The keys a backup needs that these are not; an old secret is as good as the newest."""
    ours = {name: {mark} for name, mark in marks_of(keys).items()}
    with suppress(BadKeys):
        old = other_keys_in(keys.get(OTHERS, ""))
        ours.setdefault("secret", set()).update(mark_of(each.key) for each in old)
    return sorted(name for name, mark in marks.items() if mark not in ours.get(name, ()))
