"""The whole of it: fill, then bring up to date what follows from the rows."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.db import db, session, take_write_lock
from ideas.exchange.bench.filling import Progress, fill
from ideas.exchange.bench.spread import share_of_top
from ideas.search.actions import index_everything
from ideas.voting.daily.listeners import roll_up_votes
from ideas.voting.models import Vote
from ideas.voting.recounts.queries import miscounted_ideas
from ideas.voting.standing.actions import refresh_standings

VOTES: sa.Table = Vote.__table__  # type: ignore[assignment]


@dataclass(frozen=True)
class Made:
    """What was made, for the report."""

    ideas: int
    votes: int
    most: int
    top_share: float
    found: int
    miscounted: int


def make(ideas: int, votes: int, progress: Progress, say: Callable[[str], object]) -> Made:
    """Make bench data in a database without ideas; commits as it goes."""
    say("Rows")
    later = sorted(VOTES.indexes, key=lambda index: str(index.name))
    _each(later, lambda index, connection: index.drop(connection))
    counts = fill(ideas, votes, progress)
    _count_on()
    say("Indexes")
    _each(later, lambda index, connection: index.create(connection))
    say("Standings")
    while refresh_standings():
        db.session.commit()
    say("Days")
    roll_up_votes()
    say("Words")
    found = index_everything()
    take_write_lock()
    session().execute(sa.text("ANALYZE"))
    db.session.commit()
    say("Recount")
    return Made(
        ideas=ideas,
        votes=sum(counts),
        most=max(counts, default=0),
        top_share=share_of_top(counts),
        found=found,
        miscounted=len(miscounted_ideas()),
    )


def _each(indexes: list[sa.Index], change: Callable[[sa.Index, sa.Connection], None]) -> None:
    take_write_lock()
    for index in indexes:
        change(index, session().connection())
    db.session.commit()


def _count_on() -> None:
    """Whoever and whatever comes next gets the next id; SQLite knows the highest by itself."""
    if session().get_bind().dialect.name != "postgresql":
        return
    take_write_lock()
    for name in ("people", "ideas"):
        highest = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608
        session().execute(sa.text(highest))
    db.session.commit()
