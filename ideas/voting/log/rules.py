"""What a leaf says, and what it hides."""

import json
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any, NamedTuple

VERSION = b"v1"
KEY_BYTES = 32
LATE = timedelta(seconds=60)
"""How long a vote may wait for its leaf."""


class Change(NamedTuple):
    """A vote's change of state; ``before`` is the event of the one before it."""

    event_id: int
    before: int | None
    commit: bytes
    idea_id: int
    action: str
    reason: str
    minute: str


def nonce_of(key: bytes, idea_id: int) -> bytes:
    """What opens a person's commitment for one idea; nothing follows from it for another."""
    return blake2b(idea_id.to_bytes(8, "big"), key=key, digest_size=KEY_BYTES).digest()


def commitment(idea_id: int, person_id: int, nonce: bytes) -> bytes:
    """Binds a vote to one person without naming them; only the nonce shows whom."""
    person = idea_id.to_bytes(8, "big") + person_id.to_bytes(8, "big")
    return sha256(VERSION + person + nonce).digest()


def public_reason(reason: str) -> str:
    """The reason a leaf gives. Who joins a team is known, so that they voted must not be."""
    return "taken_back" if reason == "joined_team" else reason


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The order of leaves: by minute, and within it by commitment, so that it says nothing of who
    did what after what; but a vote's own changes stay in theirs. ``changes`` come as they happened.
    """
    minutes: dict[int, str] = {}
    for change in changes:
        earlier = minutes.get(change.before, "") if change.before is not None else ""
        minutes[change.event_id] = max(change.minute, earlier)
    return sorted(changes, key=lambda each: (minutes[each.event_id], each.commit, each.event_id))


def numbered(
    changes: Iterable[Change], size: int, places: dict[int, int]
) -> Iterator[dict[str, Any]]:
    """The leaves that follow on ``size`` others; ``places`` are those of earlier changes."""
    for seq, change in enumerate(changes, size):
        places[change.event_id] = seq
        ref = None if change.before is None else places[change.before]
        yield {"seq": seq, "event_id": change.event_id, "entry": entry_of(seq, ref, change)}


def entry_of(seq: int, ref: int | None, change: Change) -> str:
    """The leaf, in the one way it is written; ``ref`` is the leaf before it of the same vote."""
    return (
        f'{{"seq":{seq},"minute":"{change.minute}","idea":{change.idea_id},'
        f'"action":"{change.action}","ref":{"null" if ref is None else ref},'
        f'"reason":"{public_reason(change.reason)}","commit":"{coded(change.commit)}"}}'
    )


def minute_of(moment: datetime) -> str:
    """A moment's minute, as leaves say it."""
    return f"{moment.astimezone(UTC).isoformat(timespec='minutes')[:16]}Z"


def coded(content: bytes) -> str:
    """Bytes as base64."""
    return b2a_base64(content, newline=False).decode()


def commit_in(entry: str) -> bytes:
    """The commitment of a leaf."""
    return a2b_base64(json.loads(entry)["commit"])
