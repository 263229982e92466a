"""How long the tuner takes among 100,000 ideas: ``python -m tests.bench.tuner``.

The ideas, their ballots and their rolled up curves are generated, a third of them open; votes are
lognormal as in ``ideas demo --ideas``. What is measured is the whole part that htmx asks for, each
time with another goal in the first proposal: as it is typed on, and when the worker has just read
the ideas anew. The process spares what it began with from the collector, as those of the site do.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.beside import spare_what_stays
from ideas.campaigns.queries import current_terms
from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.exchange.bench.lives import Life
from ideas.exchange.bench.spread import votes_of_ideas
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.tuning.prepared.actions import prepare_sample
from ideas.voting.daily.models import VoteCurve
from ideas.voting.models import Ballot
from ideas.voting.rules import warmth
from tests.databases import application, new_database
from tests.factories import a_person, an_idea, sign_in, the_campaign

ASKED = (
    "/desk/terms/tune?a-ladder=50&a-ladder=60&a-ladder=250&a-ladder=365&a-ladder={goal}&a-ladder=182"
    "&a-hours=72&a-capacity=20&a-for_open=y"
)
PAIR = f"{ASKED}&b-ladder=25&b-ladder=60&b-ladder=500&b-ladder=180&b-hours=24&b-capacity=40"
TURNS = 15
DAY, EPOCH = 86_400, date(1970, 1, 1).toordinal()


def fill(ideas: int) -> None:
    """Make ideas with ballots and curves."""
    campaign, model = the_campaign(), an_idea(stage=Stage.LIVE)
    terms, chance, now = current_terms(campaign.id), random.Random(1), clock.now()
    kept = {column.key: getattr(model, column.key) for column in Idea.__table__.columns}
    counts = votes_of_ideas(ideas, 100 * ideas)

    def rows() -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
        for number, votes in enumerate(counts, 1):
            age = timedelta(days=400 * chance.random() ** 3, hours=1)
            life = Life(votes, terms.tiers, now - age, timedelta(hours=72), now)
            own: dict[str, Any] = {
                "id": model.id + number,
                "short_id": f"b{number}",
                "slug": f"b{number}",
            }
            yield (
                kept | own | {"stage": life.stage},
                _ballot(own["id"], life, terms),
                _curve(own["id"], life, campaign.id),
            )

    take_write_lock()
    made = rows()
    while some := list(islice(made, 5_000)):
        for table, each in zip((Idea, Ballot, VoteCurve), zip(*some, strict=True), strict=True):
            db.session.execute(sa.insert(table), list(each))
        db.session.commit()
        take_write_lock()
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as plain:
        is_postgres = db.engine.dialect.name == "postgresql"
        plain.execute(sa.text("VACUUM ANALYZE" if is_postgres else "ANALYZE"))


def _ballot(idea_id: int, life: Life, terms: Any) -> dict[str, Any]:
    return {
        "idea_id": idea_id,
        "terms_id": terms.id,
        "ladder": terms.ladder,
        "goal": life.goal,
        "certification_hours": 72,
        "vote_again_hours": 24,
        "votes": life.votes,
        "tier": len(list(life.crossings)),
        "heat": warmth(life.published_at),
        "opened_at": life.published_at,
        "closes_at": life.closes_at,
        "reached_at": life.reached_at,
        "certify_at": life.certify_at,
        "closed_at": life.closed_at,
        "changed_at": life.published_at,
    }


def _curve(idea_id: int, life: Life, campaign_id: int) -> dict[str, Any]:
    start = life.published_at.timestamp() / DAY
    by_day = {int(start + second / DAY): at for at, second in enumerate(life.offsets(), 1)}
    return {
        "idea_id": idea_id,
        "campaign_id": campaign_id,
        "changed_at": life.published_at,
        "votes": life.votes,
        "opened_on": life.published_at.date(),
        "closed_on": life.closed_at.date() if life.closed_at else None,
        "days": [day + EPOCH for day in by_day],
        "sums": list(by_day.values()),
    }


def main(ideas: int, kept: Path | None) -> None:
    """Fill a new database, or take one that was kept, ask, and report."""
    with tempfile.TemporaryDirectory() as folder, new_database(kept or Path(folder)) as fresh:
        address = f"sqlite:///{kept / 'ideas.sqlite'}" if kept else fresh
        config = Config(home=Path(folder), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app:
            with app.app_context():
                Base.metadata.create_all(db.engine)
                if not db.session.scalar(sa.select(sa.func.count()).select_from(VoteCurve)):
                    fill(ideas)
                client = app.test_client()
                sign_in(client, the_admin())
                print(f"{'the worker reads':<34} {timed(prepare)}")
            spare_what_stays()
            print(f"{'first answer of the process':<34} {answered(client, ASKED, 999):.0f} ms")
            for name, asked in (("one proposal", ASKED), ("two proposals", PAIR)):
                print(f"{name:<14} typed on            {measured(app, client, asked)}")
                print(f"{name:<14} just read by worker {measured(app, client, asked, anew=True)}")


def the_admin() -> Person:
    """Who asks."""
    found = db.session.scalar(sa.select(Person).where(Person.name == "Adam"))
    return found or a_person("Adam", Role.ADMIN)


def measured(app: Any, client: Any, asked: str, *, anew: bool = False) -> str:
    """The median and the slowest of some turns, in milliseconds, and what the processor did."""
    took: list[float] = []
    worked = 0.0
    for turn in range(TURNS + 1):
        if anew or not turn:
            with app.app_context():
                prepare()
        begun = time.process_time()
        took.append(answered(client, asked, 1_000 + turn))
        worked += time.process_time() - begun if turn else 0
    asked_for, slowest = statistics.median(took[1:]), max(took[1:])
    processor = 1_000 * worked / TURNS
    return f"median {asked_for:.0f} ms, slowest {slowest:.0f} ms, processor {processor:.0f} ms"


def answered(client: Any, asked: str, goal: int) -> float:
    """How many milliseconds an answer takes."""
    started = time.perf_counter()
    answer = client.get(asked.format(goal=goal), headers={"HX-Request": "true"})
    if answer.status_code != 200:
        sys.exit(f"{answer.status_code}")
    return 1_000 * (time.perf_counter() - started)


def timed(do: Callable[[], object]) -> str:
    """How long something takes."""
    started = time.perf_counter()
    do()
    return f"{1_000 * (time.perf_counter() - started):.0f} ms"


def prepare() -> None:
    """Read the ideas anew, as the worker does every ten minutes."""
    prepare_sample()
    db.session.commit()


if __name__ == "__main__":
    words = argparse.ArgumentParser(prog="python -m tests.bench.tuner")
    words.add_argument("ideas", type=int, nargs="?", default=100_000)
    words.add_argument("--kept", type=Path, help="a folder whose SQLite database is used again")
    given = words.parse_args()
    main(given.ideas, given.kept)
