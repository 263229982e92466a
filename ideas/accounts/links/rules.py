"""How long links last and what they are bound to."""

import hashlib
from datetime import timedelta

LIFETIMES = {
    "confirm": timedelta(hours=72),
    "reset": timedelta(hours=1),
    "claim": timedelta(days=7),
    "admin": timedelta(days=1),
    "sign_in": timedelta(days=1),
    "move": timedelta(hours=72),
    "return": timedelta(hours=48),
}
KEPT = timedelta(days=30)


def state_of(email: str | None, password_hash: str | None) -> str:
    """A mark of an account's address and password; it changes when either does."""
    return hashlib.sha256(f"{email or ''}\n{password_hash or ''}".encode()).hexdigest()
