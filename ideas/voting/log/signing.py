"""Signed notes (C2SP signed-note, Ed25519), and the site's keys for them.

The keys are lines of base64, the newest first. Each signs, so whoever knows the old key believes
the new one; a line is removed when everybody had time to see both.
"""

import base64
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

from ideas.config import Config, kept_secret
from ideas.voting.log.rules import coded

ED25519 = b"\x01"
FILE = "vote-log-keys"


class BadKey(Exception):
    """A line that is no key; the text says where."""


@dataclass(frozen=True)
class Signer:
    """A key with the name it signs under."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """What checks its signatures."""
        return ED25519 + self.key.public_key().public_bytes_raw()

    @property
    def mark(self) -> bytes:
        """Four bytes by which signatures of different keys are told apart."""
        return sha256(self.name.encode() + b"\n" + self.public).digest()[:4]

    @property
    def verifier(self) -> str:
        """The public key as C2SP writes it."""
        return f"{self.name}+{self.mark.hex()}+{coded(self.public)}"

    def line(self, text: str) -> str:
        """The signature of a note's text."""
        return f"— {self.name} {coded(self.mark + self.key.sign(text.encode()))}\n"


def signed(text: str, signers: list[Signer]) -> str:
    """The note: its text, a blank line, a signature by each key."""
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def checkpoint_note(signers: list[Signer], size: int, root: bytes) -> str:
    """The signed checkpoint (C2SP tlog-checkpoint)."""
    return signed(f"{signers[0].name}\n{size}\n{coded(root)}\n", signers)


def name_in(note: str) -> str:
    """The name of the log, once it has begun; another address later does not change it."""
    return note.partition("\n")[0]


def signers(name: str) -> list[Signer]:
    """The site's keys, the newest first; made on first use."""
    config = _config()
    lines = config.vote_log_keys.split() or kept_secret(_file(config), new_seed).split()
    return [Signer(name, _key_from(line)) for line in lines]


def add_key() -> None:
    """Put a new key before those that are kept in the site's folder."""
    config = _config()
    if config.vote_log_keys:
        raise BadKey("The keys come from IDEAS_VOTE_LOG_KEYS; put the new one in front there.")
    file = _file(config)
    kept = kept_secret(file, new_seed)
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    kept_secret(beside, lambda: f"{new_seed()}\n{kept}")
    beside.replace(file)


def new_seed() -> str:
    """A new key, as it is kept."""
    return coded(Ed25519PrivateKey.generate().private_bytes_raw())


def site_name() -> str:
    """The name of a log that begins here: where it is found, without the scheme."""
    return f"{urlsplit(_config().base_url).netloc}/votes-log"


def _key_from(line: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(line, validate=True))
    except ValueError as error:
        raise BadKey("A key of the vote log is not 32 bytes in base64.") from error


def _file(config: Config) -> Path:
    return config.home / FILE


def _config() -> Config:
    config: Config = current_app.extensions["ideas.config"]
    return config
