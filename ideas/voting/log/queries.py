"""What waits for its leaf, and the log as it was published."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas import clock
from ideas.db import session
from ideas.voting.log import tree
from ideas.voting.log.models import VoteCheckpoint, VoteKey, VoteLeaf, VoteTile
from ideas.voting.models import VoteEvent

Rows = Sequence[sa.Row[Any]]
PORTION = 200  # votes wait meanwhile
SETTLED = timedelta(minutes=1)
"""No vote's transaction takes longer, so what was published that long ago is behind no other."""

_earlier = aliased(VoteEvent)
_BEFORE = (
    sa.select(sa.func.max(_earlier.id))
    .where(
        _earlier.idea_id == VoteEvent.idea_id,
        _earlier.person_id == VoteEvent.person_id,
        _earlier.id < VoteEvent.id,
    )
    .scalar_subquery()
)
IS_LEAF = sa.exists().where(VoteLeaf.event_id == VoteEvent.id)
_CHANGES = (
    sa.select(
        *(VoteEvent.id, VoteEvent.idea_id, VoteEvent.person_id, VoteEvent.at),
        sa.type_coerce(VoteEvent.to_state, sa.Text).label("action"),
        sa.type_coerce(VoteEvent.reason, sa.Text).label("reason"),
        sa.case((VoteEvent.from_state.is_not(None), _BEFORE)).label("before"),
        VoteKey.key,
    )
    .outerjoin(VoteKey, VoteKey.person_id == VoteEvent.person_id)
    .order_by(VoteEvent.id)
    .limit(PORTION)
)


def newest_checkpoint() -> VoteCheckpoint | None:
    """The log as it was signed last; None before that."""
    newest = sa.select(VoteCheckpoint).order_by(VoteCheckpoint.size.desc()).limit(1)
    return session().scalar(newest)


def settled_event_id() -> int:
    """Up to which event nothing can come any more."""
    old = VoteCheckpoint.signed_at <= clock.now() - SETTLED
    settled = sa.select(VoteCheckpoint.last_event_id).where(old)
    return session().scalar(settled.order_by(VoteCheckpoint.size.desc()).limit(1)) or 0


def late_changes(after: int, until: int) -> Rows:
    """Changes without a leaf among those published: whoever came first to a number, wrote last."""
    between = (VoteEvent.id > after, VoteEvent.id <= until)
    return session().execute(_CHANGES.where(*between, sa.not_(IS_LEAF))).all()


def has_forgotten() -> bool:
    """Is there a change without a leaf among all that were published? Reads everything."""
    newest = newest_checkpoint()
    return newest is not None and bool(late_changes(0, newest.last_event_id))


def new_changes(after: int) -> Rows:
    """Changes that came since."""
    return session().execute(_CHANGES.where(VoteEvent.id > after)).all()


def leaves_of(event_ids: Collection[int]) -> Rows:
    """The leaves of some changes: event_id, seq, entry."""
    if not event_ids:
        return []
    found = sa.select(VoteLeaf.event_id, VoteLeaf.seq, VoteLeaf.entry)
    return cast(Rows, session().execute(found.where(VoteLeaf.event_id.in_(event_ids))).all())


def waiting_since() -> datetime | None:
    """When the change happened that waits longest for its leaf; None when none waits."""
    newest = newest_checkpoint()
    until = newest.last_event_id if newest else 0
    new = sa.select(sa.func.min(VoteEvent.at)).where(VoteEvent.id > until)
    late = sa.select(sa.func.min(VoteEvent.at)).where(
        VoteEvent.id > settled_event_id(), VoteEvent.id <= until, sa.not_(IS_LEAF)
    )
    found = [each for each in (session().scalar(new), session().scalar(late)) if each]
    return min(found, default=None)


def wait_for_log() -> timedelta:
    """How long the change has waited that waits longest; nothing when none waits."""
    waiting = waiting_since()
    return clock.now() - waiting if waiting else timedelta(0)


def entries(start: int, end: int) -> list[str]:
    """The leaves from one number to before another."""
    found = sa.select(VoteLeaf.entry).where(VoteLeaf.seq >= start, VoteLeaf.seq < end)
    return list(session().scalars(found.order_by(VoteLeaf.seq)))


def tile_hashes(level: int, start: int, end: int) -> list[bytes]:
    """Hashes on a level of tiles from one number to before another; level 0 are the leaves."""
    if level == 0:
        return [tree.leaf_hash(entry.encode()) for entry in entries(start, end)]
    found = sa.select(VoteTile.hash).where(
        VoteTile.level == level, VoteTile.number >= start, VoteTile.number < end
    )
    return list(session().scalars(found.order_by(VoteTile.number)))


class Hashes:
    """The hashes of a log of ``size`` leaves; each tile is read once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def between(self, start: int, end: int) -> bytes:
        """The hash of the leaves from one number to before another, as the tree is split."""
        level, span = 0, end - start
        while span % tree.TILE == 0:
            level, span = level + 1, span // tree.TILE
        if span == 1:
            return self._at(level, start >> (level * tree.TILE_BITS))
        return tree.hash_between(start, end, self.between)

    def _at(self, level: int, number: int) -> bytes:
        tile, place = divmod(number, tree.TILE)
        if (level, tile) not in self._tiles:
            start, most = tile * tree.TILE, self.size >> (level * tree.TILE_BITS)
            hashes = tile_hashes(level, start, min(start + tree.TILE, most))
            self._tiles[level, tile] = hashes
        return self._tiles[level, tile][place]
