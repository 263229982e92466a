"""Keyset paging: a page knows the key of its last row, and the next page begins after it."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of one page and, when there are more, the mark of the next."""

    rows: Sequence[T]
    next_mark: str | None


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
    except (ValueError, binascii.Error):
        return None
    return key if isinstance(key, list) and len(key) == length else None
