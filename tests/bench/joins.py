"""How long the votes of a merged idea take to their new place, and back.

    python -m tests.bench.joins --votes 100000 --both 10000

On a database of its own, SQLite or that of ``TEST_DATABASE_URL``: a child with so many votes, of
which ``--both`` are of people who voted for the parent as well.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.voting.imports.actions import import_votes, settle_imported
from ideas.voting.joins.actions import carry_on
from ideas.voting.joins.queries import moving_joins
from ideas.voting.models import Ballot
from ideas.voting.recounts.queries import counts_of, tally_of
from tests.bench.log import some_people
from tests.databases import application, new_database
from tests.factories import a_live_idea

LADDER = ((100, 60), (1_000, 365), (10_000, 182), (90_000, 182), (10**8, 60))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=100_000)
    parser.add_argument("--both", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        config = Config(home=Path(home), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app, app.app_context():
            Base.metadata.create_all(db.engine)
            measure(asked.votes, asked.both)


def measure(votes: int, both: int) -> None:
    """There and back."""
    parent, child = (a_live_idea(f"Idea {number}", ladder=LADDER) for number in range(2))
    people = some_people(votes + both)
    fill(child, people[:votes])
    fill(parent, people[votes - both :])
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE"))
    db.session.commit()
    moves(child, Stage.MERGED, parent)
    timed("joined", votes)
    assert count_of(parent) == votes + both
    moves(child, Stage.LIVE, None)
    timed("parted", votes - both)
    assert (count_of(parent), count_of(child)) == (2 * both, votes)


def fill(idea: Idea, people: list[int]) -> None:
    """Votes by all of them."""
    for start in range(0, len(people), 10_000):
        import_votes([(idea.id, person) for person in people[start : start + 10_000]])
        settle_imported([idea.id])
        db.session.commit()


def moves(child: Idea, to: Stage, into: Idea | None) -> None:
    """Merged, or on its own again."""
    take_write_lock()
    child.merged_into_id = into.id if into else None
    advance(child, to, by=None)
    db.session.commit()


def timed(what: str, votes: int) -> None:
    """Go on to the end, as the worker does."""
    (join_id,), portions, is_left = moving_joins(), list[float](), True
    db.session.commit()
    started = time.monotonic()
    while is_left:
        began = time.monotonic()
        is_left = carry_on(join_id)
        db.session.commit()
        portions.append(time.monotonic() - began)
    spent = time.monotonic() - started
    print(
        f"{votes:,} votes {what} in {spent:.1f} s on {db.engine.dialect.name}; a portion "
        f"{statistics.median(portions) * 1e3:.0f} ms, the longest {max(portions) * 1e3:.0f} ms"
    )


def count_of(idea: Idea) -> int:
    """The count, which is what the votes say."""
    ballot = db.session.get_one(Ballot, idea.id, populate_existing=True)
    assert counts_of(ballot) == tally_of(idea.id)
    return ballot.votes


if __name__ == "__main__":
    main()
