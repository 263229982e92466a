"""Keyset paging: a page knows the key of its last row, and the next page begins after it.

A mark stands in an address, so anybody may write one: what is no key is the first page.
"""

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any, TypeGuard

LARGEST = 2**62


def mark_of(*key: Any) -> str:
    """A key as it stands in an address."""
    text = json.dumps(key, separators=(",", ":"), default=str)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def key_of(mark: str | None, length: int) -> list[Any] | None:
    """The key in an address; None for the first page and for anything that is no key."""
    if not mark:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    return key if isinstance(key, list) and len(key) == length else None


def id_of(mark: str | None) -> int | None:
    """The id a page begins after; None for the first page and for anything that is no id."""
    (number,) = key_of(mark, 1) or (None,)
    return number if is_number(number) and number > 0 else None


def is_number(value: Any) -> TypeGuard[int]:
    """True for a whole number that the database can count to."""
    return type(value) is int and abs(value) < LARGEST


def moment_of(value: Any) -> datetime | None:
    """The moment in a key; None for what is none."""
    try:
        moment = datetime.fromisoformat(str(value))
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
