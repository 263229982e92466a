"""Passwords as they are kept: argon2id at the cost OWASP asks for.

Only as many are computed at once as there are processors, so that a flood of sign-ins takes
neither all memory nor all threads. Never call these while the write lock is held.
"""

import functools
import os
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_turns = threading.BoundedSemaphore(os.cpu_count() or 1)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _turns:
        return _hasher.hash(_normal(password))


def matches(password: str, password_hash: str | None) -> bool:
    """Is it the password? Without a hash the answer is no, and takes as long."""
    with _turns:
        try:
            _hasher.verify(password_hash or _nobodys(), _normal(password))
        except VerificationError:
            return False
    return password_hash is not None


@functools.cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody")


def _normal(password: str) -> str:
    """One form for letters that can be typed in several."""
    return unicodedata.normalize("NFKC", password)
