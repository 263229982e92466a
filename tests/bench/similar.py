"""How long similar ideas take among 100,000: ``python -m tests.bench.similar [titles.csv.gz …]``.

Titles are taken from the ``title`` column of the files, again and again with a number, else made of
words. What is asked are titles half typed, whole, and with two letters exchanged.
"""

import argparse
import csv
import gzip
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

import sqlalchemy as sa

from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.search.actions import index_everything
from ideas.workshop.likeness.queries import similar_to
from tests.databases import application, new_database
from tests.factories import a_person, an_idea

WORDS = """lamp boat garden tower kite clock bridge train castle owl forest harbour piano rocket
mill lantern whale bakery tram museum station comet orchard library drum ship fox well market"""


def titles_in(files: Sequence[Path], chance: random.Random) -> Iterator[str]:
    """Titles without end."""
    found: list[str] = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            found += [row["title"] for row in csv.DictReader(lines)]
    for turn in count():
        if found:
            yield from (f"{title} {turn}" if turn else title for title in found)
        else:
            yield " ".join(chance.choices(WORDS.split(), k=4))


def fill(titles: Sequence[str]) -> None:
    """Make live ideas with these titles, indexed."""
    model = an_idea(stage=Stage.LIVE)
    take_write_lock()
    kept = {column.key: getattr(model, column.key) for column in Idea.__table__.columns}
    rows = (
        kept | {"id": model.id + n, "short_id": f"b{n}", "slug": f"b{n}", "title": title}
        for n, title in enumerate(titles, 1)
    )
    while some := list(islice(rows, 5_000)):
        db.session.execute(sa.insert(Idea), some)
    index_everything()
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()


def asked(title: str, chance: random.Random) -> str:
    """A title as somebody types it."""
    typed = title[:80]
    if len(typed) < 8:
        return typed
    at = chance.randrange(2, len(typed) - 2)
    swapped = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
    return chance.choice((typed, typed[: len(typed) // 2], swapped))


def main() -> None:
    """Fill, ask, tell."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("files", nargs="*", type=Path)
    reading.add_argument("--ideas", type=int, default=100_000)
    reading.add_argument("--questions", type=int, default=300)
    wanted, chance = reading.parse_args(), random.Random(5)
    titles = list(islice(titles_in(wanted.files, chance), wanted.ideas))
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as address:
        config = Config(home=Path(folder), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app, app.app_context():
            Base.metadata.create_all(db.engine)
            fill(titles)
            reader = a_person().id
            times: list[float] = []
            for title in chance.sample(titles, wanted.questions):
                text = asked(title, chance)
                begun = time.perf_counter()
                similar_to(text, reader)
                times.append(1000 * (time.perf_counter() - begun))
                db.session.rollback()
            told = statistics.quantiles(times, n=20)
            print(f"{db.engine.dialect.name}: {wanted.ideas:,} ideas, {len(times)} titles")
            print(f"median {statistics.median(times):.1f} ms, p95 {told[18]:.1f} ms")


if __name__ == "__main__":
    main()
