"""Publishing what became of votes: leaves in their order, the tree grown, a signed checkpoint.

A portion is one transaction, so whatever is interrupted was not published at all. Two publishers
take turns, and the keys of the tables refuse whoever would write a number twice.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.voting.log import tree
from ideas.voting.log.models import VoteCheckpoint, VoteKey, VoteLeaf, VoteTile
from ideas.voting.log.queries import (
    late_changes,
    leaves_of,
    new_changes,
    newest_checkpoint,
    settled_event_id,
)
from ideas.voting.log.rules import (
    KEY_BYTES,
    Change,
    commit_in,
    commitment,
    in_order,
    minute_of,
    nonce_of,
    numbered,
)
from ideas.voting.log.signing import checkpoint_note, name_in, signers, site_name

Rows = Sequence[sa.Row[Any]]
_LEAVES = sa.insert(VoteLeaf.__table__)  # type: ignore[arg-type]
_LEAVES_AT_ONCE = sa.text(
    "INSERT INTO vote_leaves (seq, event_id, entry) "
    "SELECT :size + place - 1, CAST(event_id AS bigint), entry FROM unnest("
    "string_to_array(:events, ' '), string_to_array(:entries, chr(10))"
    ") WITH ORDINALITY AS leaf (event_id, entry, place)"
)
_KEYS = sa.insert(VoteKey.__table__)  # type: ignore[arg-type]


@writes
def publish_late(*, whole: bool = False) -> int:
    """Publish changes that were passed by; with ``whole``, whenever that was. Answers how many."""
    _take_turn()
    newest = newest_checkpoint()
    if newest is None:
        return 0
    after = 0 if whole else settled_event_id()
    return _publish(newest, late_changes(after, newest.last_event_id))


@writes
def publish_new() -> int:
    """Publish a portion of what came since; answers how many, and 0 when nothing is left."""
    _take_turn()
    newest = newest_checkpoint()
    return _publish(newest, new_changes(newest.last_event_id if newest else 0))


def _take_turn() -> None:
    """One publisher at a time; SQLite has one writer anyway."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(sa.text("LOCK TABLE vote_checkpoints IN EXCLUSIVE MODE"))


def _publish(newest: VoteCheckpoint | None, rows: Rows) -> int:
    """Give the changes their places; one whose earlier leaf is still missing waits for it."""
    leaves = leaves_of({row.before for row in rows if row.before is not None})
    changes = _changes(rows, {leaf.event_id: commit_in(leaf.entry) for leaf in leaves})
    if not changes:
        return 0
    size = newest.size if newest else 0
    places = {leaf.event_id: leaf.seq for leaf in leaves}
    written = list(numbered(in_order(changes), size, places))
    _write(size, written)
    _sign(newest, [leaf["entry"] for leaf in written], max(row.id for row in rows))
    return len(changes)


def _write(size: int, written: Sequence[Mapping[str, Any]]) -> None:
    """Write the leaves; PostgreSQL takes two long texts in a third of the time of many rows."""
    connection = session().connection()
    if connection.dialect.name != "postgresql":
        connection.execute(_LEAVES, written)
        return
    events = " ".join(str(leaf["event_id"]) for leaf in written)
    entries = "\n".join(leaf["entry"] for leaf in written)
    connection.execute(_LEAVES_AT_ONCE, {"size": size, "events": events, "entries": entries})


def _changes(rows: Rows, commits: dict[int, bytes]) -> list[Change]:
    """The changes with their commitments; a vote's later changes repeat that of its first."""
    keys, changes = _new_keys(rows), []
    for event_id, idea_id, person_id, at, action, reason, before, key in map(tuple, rows):
        if before is None:
            commit = _commit(idea_id, person_id, key or keys.get(person_id))
        elif before in commits:
            commit = commits[before]
        else:
            continue
        commits[event_id] = commit
        changes.append(Change(event_id, before, commit, idea_id, action, reason, minute_of(at)))
    return changes


def _commit(idea_id: int, person_id: int, key: bytes | None) -> bytes:
    """The commitment; of whoever has left there is none that anybody could open."""
    if key is None:
        return secrets.token_bytes(KEY_BYTES)
    return commitment(idea_id, person_id, nonce_of(key, idea_id))


def _new_keys(rows: Rows) -> Mapping[int, bytes]:
    """Make keys for those who vote for the first time; nobody can leave while we do."""
    people = {row.person_id for row in rows if row.key is None and row.before is None}
    if not people:
        return {}
    here = sa.select(Person.id).where(Person.id.in_(people), Person.erased_at.is_(None))
    held = session().scalars(here.order_by(Person.id).with_for_update(read=True)).all()
    keys = {person_id: secrets.token_bytes(KEY_BYTES) for person_id in held}
    if keys:
        made = [{"person_id": person_id, "key": key} for person_id, key in keys.items()]
        session().connection().execute(_KEYS, made)
    return keys


def _sign(newest: VoteCheckpoint | None, entries: Collection[str], last_event_id: int) -> None:
    """Grow the tree and sign what it is now."""
    size, edge = (newest.size, tree.hashes_in(newest.edge)) if newest else (0, [])
    leaves = (tree.leaf_hash(entry.encode()) for entry in entries)
    edge, tiles = tree.grown(size, edge, leaves)
    for level, number, tile in tiles:
        session().add(VoteTile(level=level, number=number, hash=tile))
    name = name_in(newest.note) if newest else site_name()
    size += len(entries)
    checkpoint = VoteCheckpoint(
        size=size,
        edge=b"".join(edge),
        note=checkpoint_note(signers(name), size, tree.root_of(edge)),
        last_event_id=max(last_event_id, newest.last_event_id if newest else 0),
        signed_at=clock.now(),
    )
    session().add(checkpoint)
    session().flush()
