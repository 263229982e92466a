"""How the audit log is chained, and what can be wrong with the chain."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

BEFORE_THE_FIRST = "0" * 64
LATE = timedelta(minutes=10)
"""An entry that waits longer for its seal is told on the desk."""


class FaultKind(StrEnum):
    """What does not hold; each has its own words on the desk."""

    CHANGED = "changed"  # the entry is not what was sealed
    GONE = "gone"  # the seal stands, its entry does not
    MISSING = "missing"  # a number is left out
    UNLINKED = "unlinked"  # the seal does not follow the one before it
    CUT = "cut"  # the chain ends before, or elsewhere than, its head says
    SLIPPED_IN = "slipped_in"  # an entry that the site did not write


@dataclass(frozen=True)
class Link:
    """A seal as it is read, with what its entry says; None for an entry that is not there."""

    number: int
    entry_id: int
    previous: str
    hash: str
    content: Mapping[str, Any] | None


@dataclass(frozen=True)
class Fault:
    """What does not hold, and where: a place in the chain, of what slipped in the entry's id."""

    kind: FaultKind
    place: int


def chained_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the previous hash and the entry as canonical JSON, in hexadecimal."""
    canonical = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def first_fault(links: Iterable[Link], *, length: int, head: str) -> Fault | None:
    """The first place where the chain does not hold; ``length`` and ``head`` were read before it.

    The chain may have grown since then, but at ``length`` it must be what the head said.
    """
    previous, number = BEFORE_THE_FIRST, 0
    for link in links:
        number += 1
        kind = _fault_of(link, number, previous)
        if kind is None and number == length and link.hash != head:
            kind = FaultKind.CUT
        if kind is not None:
            return Fault(kind, number)
        previous = link.hash
    is_headless = length == 0 and number > 0
    return Fault(FaultKind.CUT, number + 1) if number < length or is_headless else None


def _fault_of(link: Link, number: int, previous: str) -> FaultKind | None:
    if link.number != number:
        return FaultKind.MISSING
    if link.content is None:
        return FaultKind.GONE
    if link.previous != previous:
        return FaultKind.UNLINKED
    return None if link.hash == chained_hash(previous, link.content) else FaultKind.CHANGED
