"""The keys under which payees' names, tax numbers and bank accounts are kept.

They are lines, the newest first: the first encrypts, each decrypts (Fernet: AES-128-CBC with
HMAC-SHA256). They lie apart from the database, so a copy of the database alone shows no account.
"""

import json
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from ideas.config import Config, kept_secret

FILE = "payee-keys"


class BadKey(Exception):
    """A line that is no key, or keys that lie elsewhere; the text says where."""


def seal(values: dict[str, Any], *, of: int) -> str:
    """Encrypt plain values of a person, so that they open as this person's alone."""
    return _box().encrypt(json.dumps({"of": of, "is": values}).encode()).decode()


def opened(sealed: str, *, of: int) -> dict[str, Any]:
    """The values again; empty when they were forgotten, their key is gone, or they are not theirs.

    Nothing of them may be logged.
    """
    try:
        kept = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken:
        return {}
    return dict(kept["is"]) if kept["of"] == of else {}


def sealed_anew(sealed: str) -> str:
    """The same values under the newest key; what no key opens stays as it is."""
    try:
        return _box().rotate(sealed.encode()).decode()
    except InvalidToken:
        return sealed


def add_key() -> None:
    """Put a new key before those that are kept in the site's folder."""
    file = _own_file()
    kept = kept_secret(file, new_key)
    _replace(file, f"{new_key()}\n{kept}")


def drop_old_keys() -> None:
    """Keep the newest key alone."""
    file = _own_file()
    _replace(file, kept_secret(file, new_key).split()[0])


def new_key() -> str:
    """A new key, as it is kept."""
    return Fernet.generate_key().decode()


def are_ours() -> bool:
    """True when the keys lie in the site's folder, and not in the environment."""
    return not _config().payee_keys


def _box() -> MultiFernet:
    config = _config()
    lines = config.payee_keys.split() or kept_secret(config.home / FILE, new_key).split()
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise BadKey("A key of the payees is not 32 bytes in base64.") from error


def _own_file() -> Path:
    if not are_ours():
        raise BadKey("The keys come from IDEAS_PAYEE_KEYS; put the new one in front there.")
    return _config().home / FILE


def _replace(file: Path, text: str) -> None:
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    kept_secret(beside, lambda: text)
    beside.replace(file)


def _config() -> Config:
    config: Config = current_app.extensions["ideas.config"]
    return config
