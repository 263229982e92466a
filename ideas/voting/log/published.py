"""The log's files as everybody reads them: tiles (C2SP tlog-tiles), and the counts it explains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import IS_PUBLIC
from ideas.voting.log import tree
from ideas.voting.log.models import VoteCheckpoint
from ideas.voting.log.queries import (
    IS_LEAF,
    entries,
    newest_checkpoint,
    settled_event_id,
    tile_hashes,
)
from ideas.voting.log.signing import name_in, signed, signers
from ideas.voting.models import Ballot, VoteEvent, VoteState

ENTRIES = "entries"
LENGTH_BYTES = 2
PLACE = re.compile(r"((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?")
SHOWN = {"votes": VoteState.COUNTED, "held": VoteState.HELD, "void": VoteState.VOID}


@dataclass(frozen=True)
class Tile:
    """A part of the log: which of 256 hashes, or leaves, on which level, and how many of them."""

    level: int
    number: int
    width: int
    is_entries: bool = False

    @property
    def is_full(self) -> bool:
        """Full tiles never change, and partial ones are forgotten."""
        return self.width == tree.TILE

    @property
    def address(self) -> str:
        """Its place below the log's."""
        number, parts = self.number // 1000, [f"{self.number % 1000:03d}"]
        while number:
            number, part = divmod(number, 1000)
            parts.insert(0, f"x{part:03d}")
        kind = ENTRIES if self.is_entries else str(self.level)
        return f"tile/{kind}/{'/'.join(parts)}{'' if self.is_full else f'.p/{self.width}'}"


def tile_at(kind: str, place: str) -> Tile | None:
    """The tile an address names; None when it names none."""
    found = PLACE.fullmatch(place)
    if found is None or not (kind == ENTRIES or re.fullmatch(r"\d|[1-5]\d|6[0-3]", kind)):
        return None
    number, width = int(re.sub(r"\D", "", found[1])), int(found[2] or tree.TILE)
    is_entries = kind == ENTRIES
    tile = Tile(0 if is_entries else int(kind), number, width, is_entries)
    is_named_so = width <= tree.TILE and tile.address == f"tile/{kind}/{place}"
    return tile if is_named_so else None


def content_of(tile: Tile) -> bytes | None:
    """What a tile holds; None when the log is not that long."""
    newest = newest_checkpoint()
    start = tile.number * tree.TILE
    end = start + tile.width
    if newest is None or end > newest.size >> (tile.level * tree.TILE_BITS):
        return None
    if not tile.is_entries:
        return b"".join(tile_hashes(tile.level, start, end))
    texts = [entry.encode() for entry in entries(start, end)]
    return b"".join(len(text).to_bytes(LENGTH_BYTES, "big") + text for text in texts)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a log of so many leaves."""
    level, width = 0, size
    while width:
        for number in range(-(-width // tree.TILE)):
            here = min(tree.TILE, width - number * tree.TILE)
            yield Tile(level, number, here)
            if level == 0:
                yield Tile(level, number, here, is_entries=True)
        level, width = level + 1, width // tree.TILE


def counts_note() -> str | None:
    """What the site shows of each public idea, without what no leaf says yet; signed.

    One statement reads it all, so that the numbers belong to one moment.
    """
    newest = newest_checkpoint()
    if newest is None:
        return None
    rows = session().execute(_counts(settled_event_id())).all()
    size = rows[0].size if rows else newest.size
    note = session().get_one(VoteCheckpoint, size).note
    name, moment = name_in(note), clock.now().astimezone(UTC).isoformat(timespec="seconds")
    lines = [f"{row.id} {row.votes} {row.held} {row.void} /ideas/{row.slug}\n" for row in rows]
    root = note.split("\n")[2]
    return signed(f"{name}/counts\n{size}\n{root}\n{moment}\n{''.join(lines)}", signers(name))


def _counts(settled: int) -> sa.Select[tuple[int, str]]:
    """Ballots, less the changes that wait for their leaves, and the size of the log meanwhile."""
    waiting = sa.select(
        VoteEvent.idea_id,
        *(
            sa.func.sum(_is(VoteEvent.to_state, state) - _is(VoteEvent.from_state, state)).label(
                name
            )
            for name, state in SHOWN.items()
        ),
    ).where(VoteEvent.id > settled, sa.not_(IS_LEAF))
    unsaid = waiting.group_by(VoteEvent.idea_id).subquery()
    shown = [
        (getattr(Ballot, name) - sa.func.coalesce(unsaid.c[name], 0)).label(name) for name in SHOWN
    ]
    size = sa.select(sa.func.max(VoteCheckpoint.size)).scalar_subquery().label("size")
    found = sa.select(Idea.id, Idea.slug, *shown, size).join(Ballot, Ballot.idea_id == Idea.id)
    found = found.outerjoin(unsaid, unsaid.c.idea_id == Idea.id)
    return found.where(IS_PUBLIC).order_by(Idea.id)


def _is(column: Any, state: VoteState) -> sa.Case[int]:
    return sa.case((column == state, 1), else_=0)


def keys_note(newest: VoteCheckpoint) -> str:
    """The public keys, signed by each, so that whoever trusts one may trust them all."""
    name = name_in(newest.note)
    keys = signers(name)
    lines = [f"{name}/keys", *(each.verifier for each in keys)]
    return signed("\n".join(lines) + "\n", keys)
