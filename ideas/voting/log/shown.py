"""The log as its page shows it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.queries import IS_PUBLIC
from ideas.voting.log.models import VoteCheckpoint
from ideas.voting.log.queries import entries, newest_checkpoint
from ideas.voting.log.signing import name_in, signers
from ideas.voting.models import VoteState

NEWEST = 6
SPOKEN = {"cast", "cast_again", "confirmed", "imported"}
"""Reasons for which a vote that counts is said to count."""


@dataclass(frozen=True)
class ShownLeaf:
    """A leaf to be said in words; ``idea`` is None when it is not public any more."""

    seq: int
    minute: datetime
    number: int
    idea: Idea | None
    what: str


@dataclass(frozen=True)
class ShownLog:
    """How the log stands; the newest leaves first."""

    checkpoint: VoteCheckpoint
    keys: Sequence[str]
    leaves: Sequence[ShownLeaf]


def shown_log() -> ShownLog | None:
    """The log of now; None before anything was published."""
    newest = newest_checkpoint()
    if newest is None:
        return None
    texts = entries(max(newest.size - NEWEST, 0), newest.size)
    leaves: list[dict[str, Any]] = [json.loads(text) for text in reversed(texts)]
    found = sa.select(Idea).where(Idea.id.in_({leaf["idea"] for leaf in leaves}), IS_PUBLIC)
    ideas = {idea.id: idea for idea in session().scalars(found)}
    keys = [each.verifier for each in signers(name_in(newest.note))]
    return ShownLog(newest, keys, [_shown(leaf, ideas) for leaf in leaves])


def _shown(leaf: dict[str, Any], ideas: dict[int, Idea]) -> ShownLeaf:
    minute = datetime.strptime(leaf["minute"], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    number, action, reason = leaf["idea"], leaf["action"], leaf["reason"]
    what = f"{action}.{reason}" if action == VoteState.COUNTED and reason in SPOKEN else action
    return ShownLeaf(leaf["seq"], minute, number, ideas.get(number), what)
