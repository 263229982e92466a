"""What the public vote log costs: microseconds a leaf, and the bytes of a proof.

    python -m tests.bench.log --votes 20000 --leaves 1000000

On a database of its own, SQLite or that of ``TEST_DATABASE_URL``.
"""

import argparse
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.voting.imports.actions import import_votes
from ideas.voting.log import tree
from ideas.voting.log.listeners import publish_votes
from tests.databases import application, new_database
from tests.factories import a_live_idea


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--votes", type=int, default=20_000)
    parser.add_argument("--leaves", type=int, default=1_000_000)
    asked = parser.parse_args()
    of_tree(asked.leaves)
    with tempfile.TemporaryDirectory() as home, new_database(Path(home)) as address:
        config = Config(home=Path(home), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app, app.app_context():
            Base.metadata.create_all(db.engine)
            of_publishing(asked.votes)


def of_tree(leaves: int) -> None:
    """The tree alone, in memory."""
    hashes = [tree.leaf_hash(b"%d" % number) for number in range(leaves)]
    started = time.process_time()
    tree.grown(0, [], hashes)
    spent = time.process_time() - started
    print(f"{spent / leaves * 1e6:8.2f} µs of the processor a leaf appended to the tree")
    proof = tree.inclusion(leaves // 3, leaves, lambda start, end: hashes[start])
    print(f"{len(b''.join(proof)):8,} bytes proof that a leaf is among {leaves:,}")


def of_publishing(votes: int) -> None:
    """From the votes' events to a signed checkpoint; first votes of new people, then known ones."""
    ideas = [a_live_idea(f"Idea {number}", ladder=((10**8, 30),)) for number in range(2)]
    people = some_people(votes)
    for who, idea in zip(("new", "known"), ideas, strict=True):
        for start in range(0, votes, 10_000):
            import_votes([(idea.id, person) for person in people[start : start + 10_000]])
            db.session.commit()
        started, began = time.process_time(), time.monotonic()
        published = publish_votes()
        spent, took = time.process_time() - started, time.monotonic() - began
        print(
            f"{spent / published * 1e6:8.1f} µs of the processor a vote of {who} people published,"
            f" {took / published * 1e6:.1f} µs on the clock"
        )


def some_people(number: int) -> list[int]:
    """The ids of so many people."""
    take_write_lock()
    moment = clock.now()
    people = [
        {"handle": f"p{each}", "name": "P", "email": f"p{each}@example.org", "about": ""}
        | {"created_at": moment, "email_confirmed_at": moment}
        for each in range(number)
    ]
    db.session.execute(sa.insert(Person), people)
    db.session.commit()
    found = sa.select(Person.id).where(Person.handle.like("p%")).order_by(Person.id)
    return list(db.session.scalars(found).all())[-number:]


if __name__ == "__main__":
    main()
