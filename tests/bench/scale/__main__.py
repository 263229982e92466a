"""Fill, measure, print; the sizes asked for one after the other, each in a database of its own.

``--there`` measures the bench data that IDEAS_HOME and IDEAS_DATABASE_URL name, and fills nothing.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from ideas.app import create_app
from ideas.config import Config, from_environment
from ideas.db import Base, db
from tests.bench.scale.filling import fill, forget_the_disk
from tests.bench.scale.growth import growth
from tests.bench.scale.sizes import TABLES, Sizes, measured, rows_of
from tests.bench.scale.timing import timed
from tests.databases import application, new_database

Figures = tuple[Sizes, Mapping[str, int], Mapping[str, float]]


def main() -> None:
    """Measure each size and print what follows from the largest."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("votes", nargs="*", type=int, default=[1_000, 100_000])
    asked.add_argument("--there", action="store_true", help="what is there, and nothing else")
    given = asked.parse_args()
    found: dict[int, Figures] = {}
    if given.there:
        with create_app(from_environment()).app_context():
            _tell(db.engine.dialect.name, {rows_of("votes"): _there()})
        return
    for votes in given.votes:
        with _database():
            kind = db.engine.dialect.name
            started = time.monotonic()
            ideas, people = fill(votes)
            print(f"{votes:,} votes of {people:,} people for {ideas:,} ideas", end=", ", flush=True)
            print(f"written in {time.monotonic() - started:,.0f} s", flush=True)
            rows = {table: rows_of(table) for table in TABLES}
            found[votes] = measured(), rows, timed(ideas, people)
    _tell(kind, found)
    largest = found[max(found)]
    growth(kind, largest[0], largest[1])


def _there() -> Figures:
    rows = {table: rows_of(table) for table in TABLES}
    makers = db.session.scalar(sa.text("SELECT max(creator_id) FROM ideas")) or 1
    db.session.rollback()
    return measured(), rows, timed(rows_of("ideas"), rows["people"] - makers)


def _tell(kind: str, found: Mapping[int, Figures]) -> None:
    _tell_sizes(kind, found)
    _tell_times(found)


@contextmanager
def _database() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as address:
        config = Config(home=Path(folder), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app, app.app_context():
            event.listen(db.engine, "connect", forget_the_disk)
            Base.metadata.create_all(db.engine)
            yield


def _tell_sizes(kind: str, found: Mapping[int, Figures]) -> None:
    print(f"\nbytes a row, {kind}")
    print("| table or index |" + "".join(f" {votes:,} |" for votes in found))
    print("|---|" + "---:|" * len(found))
    for table, name in sorted(next(iter(found.values()))[0], key=_order):
        figures = [
            (sizes.get((table, name), 0), max(1, rows[table])) for sizes, rows, _ in found.values()
        ]
        said = f"**{table}**" if table == name else name
        print(f"| {said} |" + "".join(f" {size / number:,.1f} |" for size, number in figures))


def _order(key: tuple[str, str]) -> tuple[int, bool, str]:
    table, name = key
    return TABLES.index(table), table != name, name


def _tell_times(found: Mapping[int, Figures]) -> None:
    print("\nmilliseconds, the median")
    print("| asked |" + "".join(f" {votes:,} |" for votes in found))
    print("|---|" + "---:|" * len(found))
    for name in next(iter(found.values()))[2]:
        print(f"| {name} |" + "".join(f" {times[name]:,.2f} |" for _, _, times in found.values()))


if __name__ == "__main__":
    main()
