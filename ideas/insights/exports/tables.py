"""What each file holds: headings, how many rows there are, and the rows a portion at a time.

No row names a fan: ideas are told with the public name of who leads them, votes are numbers.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.audit.models import AuditEntry
from ideas.db import session
from ideas.insights.exports.rules import Subject, Wanted
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.voting.daily.models import VoteDay
from ideas.voting.models import Ballot

PORTION = 1_000
Cell = str | int | None


@dataclass(frozen=True)
class Table:
    """A select whose last column is the key by which it is ordered; ``keyed`` are its columns."""

    headings: Sequence[str]
    select: Any
    keyed: Sequence[Any]

    @property
    def number(self) -> int:
        """How many rows there are."""
        counted = sa.select(sa.func.count()).select_from(self.select.order_by(None).subquery())
        return session().scalar(counted) or 0

    def rows(self, most: int) -> Iterator[list[Cell]]:
        """The first ``most`` rows in the order of their key."""
        width, key, left = len(self.headings), None, most
        while left > 0:
            found = self.select.order_by(*self.keyed).limit(min(PORTION, left))
            if key is not None:
                found = found.where(sa.tuple_(*self.keyed) > key)
            portion = session().execute(found).all()
            for row in portion:
                yield [_cell(value) for value in row[:width]]
            if len(portion) < PORTION:
                return
            key, left = sa.tuple_(*portion[-1][width:]), left - len(portion)


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return value if value is None or isinstance(value, int) else str(value)


def table_of(wanted: Wanted) -> Table:
    """The table of what is wanted."""
    return TABLES[wanted.subject](wanted)


def _ideas(wanted: Wanted) -> Table:
    headings = (
        *("id", "address", "title", "stage", "stage_since", "language", "led_by", "started"),
        *("published", "votes", "held", "excluded", "milestones_reached", "closes"),
    )
    found = sa.select(
        *(Idea.id, Idea.slug, Idea.title, Idea.stage, Idea.stage_at, Idea.language, Person.handle),
        *(Idea.created_at, Idea.published_at, Ballot.votes, Ballot.held, Ballot.void),
        *(Ballot.tier, Ballot.closes_at, Idea.id.label("key")),
    ).join(Person, Person.id == Idea.creator_id)
    found = found.outerjoin(Ballot, Ballot.idea_id == Idea.id).where(Idea.stage != Stage.DRAFT)
    return Table(headings, _within(found, wanted, Idea.created_at), (Idea.id,))


def _votes(wanted: Wanted) -> Table:
    found = sa.select(
        *(VoteDay.cast_on, VoteDay.idea_id, Idea.slug, Idea.title, VoteDay.votes),
        *(VoteDay.cast_on.label("day"), VoteDay.idea_id.label("key")),
    ).join(Idea, Idea.id == VoteDay.idea_id)
    if wanted.since_on:
        found = found.where(VoteDay.cast_on >= wanted.since_on)
    if wanted.until_on:
        found = found.where(VoteDay.cast_on <= wanted.until_on)
    keyed = (VoteDay.cast_on, VoteDay.idea_id)
    return Table(("day", "idea_id", "address", "title", "votes"), found, keyed)


def _decisions(wanted: Wanted) -> Table:
    headings = ("moment", "idea_id", "address", "title", "from", "to", "reason", "sentence", "by")
    found = sa.select(
        *(Move.moved_at, Move.idea_id, Idea.slug, Idea.title, Move.from_stage, Move.to_stage),
        *(Move.reason, Move.public_text, Person.handle, Move.id.label("key")),
    ).join(Idea, Idea.id == Move.idea_id)
    found = found.join(Person, Person.id == Move.by_id)
    of_the_queue = sa.and_(
        Move.from_stage == Stage.SUBMITTED,
        Move.to_stage.in_((Stage.LIVE, Stage.NEEDS_WORK, Stage.DECLINED)),
    )
    archiving = sa.or_(Move.to_stage == Stage.ARCHIVED, Move.from_stage == Stage.ARCHIVED)
    found = found.where(sa.or_(of_the_queue, archiving))
    return Table(headings, _within(found, wanted, Move.moved_at), (Move.id,))


def _audit(wanted: Wanted) -> Table:
    headings = ("entry", "moment", "who", "action", "about", "detail")
    found = sa.select(
        *(AuditEntry.id, AuditEntry.at, Person.handle, AuditEntry.action, AuditEntry.subject),
        *(AuditEntry.detail, AuditEntry.id.label("key")),
    ).outerjoin(Person, Person.id == AuditEntry.actor_id)
    return Table(headings, _within(found, wanted, AuditEntry.at), (AuditEntry.id,))


def _within(found: Any, wanted: Wanted, moment: Any) -> Any:
    if wanted.since_on:
        found = found.where(moment >= datetime.combine(wanted.since_on, time(), UTC))
    if wanted.until_on:
        after = wanted.until_on + timedelta(days=1)
        found = found.where(moment < datetime.combine(after, time(), UTC))
    return found


TABLES: dict[Subject, Callable[[Wanted], Table]] = {
    Subject.IDEAS: _ideas,
    Subject.VOTES: _votes,
    Subject.DECISIONS: _decisions,
    Subject.AUDIT: _audit,
}
