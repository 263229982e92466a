"""How long the tuner takes among 100,000 ideas: ``python -m tests.bench.tuner [IDEAS]``.

The ideas, their ballots and their rolled up curves are generated, a third of them open; votes are
lognormal as in ``ideas demo --ideas``. What is measured is the whole part that htmx asks for, each
time with another goal in the first proposal: as it is typed on, and just after a roll-up.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.queries import current_terms
from ideas.config import Config
from ideas.db import Base, db, take_write_lock
from ideas.exchange.bench.lives import Life
from ideas.exchange.bench.spread import votes_of_ideas
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.voting.daily.models import RollUp, VoteCurve
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


def main(ideas: int) -> None:
    """Fill a new database, ask, and report."""
    with tempfile.TemporaryDirectory() as folder, new_database(Path(folder)) as address:
        config = Config(home=Path(folder), secret_key="s" * 32, database_url=address, worker=False)
        with application(config) as app:
            with app.app_context():
                Base.metadata.create_all(db.engine)
                fill(ideas)
                client = app.test_client()
                sign_in(client, a_person("Adam", Role.ADMIN))
            for name, asked in (("one proposal", ASKED), ("two proposals", PAIR)):
                print(f"{name:<14} typed on          {measured(app, client, asked)}")
                print(f"{name:<14} after a roll-up   {measured(app, client, asked, anew=True)}")


def measured(app: Any, client: Any, asked: str, *, anew: bool = False) -> str:
    """The median and the slowest of some turns, in milliseconds, and what the processor did."""
    took: list[float] = []
    begun = 0.0
    for turn in range(TURNS + 1):
        if anew or not turn:
            with app.app_context():
                roll_up()
        begun = begun if turn > 1 else time.process_time()
        started = time.perf_counter()
        answer = client.get(asked.format(goal=1_000 + turn), headers={"HX-Request": "true"})
        took.append(1_000 * (time.perf_counter() - started))
        if answer.status_code != 200:
            sys.exit(f"{answer.status_code}")
    worked = 1_000 * (time.process_time() - begun) / TURNS
    asked_for = statistics.median(took[1:])
    return f"median {asked_for:.0f} ms, slowest {max(took[1:]):.0f} ms, processor {worked:.0f} ms"


def roll_up() -> None:
    """Say that curves changed, as a roll-up does."""
    row = RollUp(campaign_id=the_campaign().id, mark=token_hex(8), made_at=clock.now())
    db.session.merge(row)
    db.session.commit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
