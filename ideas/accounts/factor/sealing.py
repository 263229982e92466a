"""Encryption of secrets that the site must read again, by a key made from the site's own secret."""

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def seal(value: Any, *, purpose: str) -> str:
    """Encrypt a plain value; it opens for the same purpose alone."""
    return _box(purpose).encrypt(json.dumps(value).encode()).decode()


def opened(sealed: str, *, purpose: str, seconds: int | None = None) -> Any:
    """The value again; None when it is not ours, or older than ``seconds``."""
    try:
        return json.loads(_box(purpose).decrypt(sealed.encode(), ttl=seconds))
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    key = hashlib.sha256(f"{purpose}\n{current_app.config['SECRET_KEY']}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
