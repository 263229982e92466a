"""Encryption of secrets that the site must read again, by a key made from the site's own secret."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from ideas.config import Config


def seal(value: Any, *, purpose: str) -> str:
    """Encrypt a plain value; it opens for the same purpose alone."""
    return _boxes(purpose)[0].encrypt(json.dumps(value).encode()).decode()


def opened(sealed: str, *, purpose: str, seconds: int | None = None) -> Any:
    """The value again; None when it is not ours, or older than ``seconds``."""
    try:
        return json.loads(MultiFernet(_boxes(purpose)).decrypt(sealed.encode(), ttl=seconds))
    except InvalidToken:
        return None


def sealed_anew(sealed: str, *, purpose: str) -> str | None:
    """The same under the newest secret, or as it is when it is under that; None: nothing opens it.

    Closed anew at the moment it was first closed.
    """
    boxes = _boxes(purpose)
    if _opens(boxes[0], sealed):
        return sealed
    try:
        return MultiFernet(boxes).rotate(sealed.encode()).decode()
    except InvalidToken:
        return None


def _opens(box: Fernet, sealed: str) -> bool:
    try:
        box.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _boxes(purpose: str) -> list[Fernet]:
    """One for each secret that counts just now, the newest first."""
    config: Config = current_app.extensions["ideas.config"]
    keys = [hashlib.sha256(f"{purpose}\n{key}".encode()).digest() for key in config.verifying]
    return [Fernet(base64.urlsafe_b64encode(key)) for key in reversed(keys)]
