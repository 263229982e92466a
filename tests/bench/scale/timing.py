"""Milliseconds of what a vote and a page ask, warm, about ideas and people drawn by chance."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping

import sqlalchemy as sa

from ideas.db import db, session
from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.models import VoteState

TURNS, TOGETHER = 200, 64
STATEMENTS = {
    "has this person voted?": (
        "SELECT state FROM votes WHERE idea_id = :idea AND person_id = :person"
    ),
    "the newest votes of a person": (
        "SELECT idea_id FROM votes WHERE person_id = :person ORDER BY idea_id DESC LIMIT 20"
    ),
    "a page of ideas by votes": (
        "SELECT idea_id, votes FROM standings WHERE stage = 'live' AND votes < :votes "
        "ORDER BY votes DESC, idea_id DESC LIMIT 25"
    ),
    "an idea recounted (any)": (
        "SELECT sum(CASE state WHEN 'counted' THEN 1 ELSE 0 END) FROM votes WHERE idea_id = :idea"
    ),
    "an idea recounted (the largest)": (
        "SELECT sum(CASE state WHEN 'counted' THEN 1 ELSE 0 END) FROM votes "
        "WHERE idea_id = :largest"
    ),
}


def timed(ideas: int, people: int) -> Mapping[str, float]:
    """The median of each, in milliseconds."""
    dice = random.Random(3)
    first = session().scalar(sa.text("SELECT max(creator_id) FROM ideas")) or 1
    top = sa.text("SELECT idea_id, votes FROM ballots ORDER BY votes DESC LIMIT 1")
    largest, most = session().execute(top).one()
    fixed = {"largest": largest}
    found: dict[str, float] = {}
    for name, text in STATEMENTS.items():
        asked = sa.text(text)

        def ask(asked: sa.TextClause = asked) -> None:
            drawn = {
                "idea": dice.randint(1, ideas),
                "person": first + dice.randrange(1, people),
                "votes": dice.randint(1, most),
            }
            said = {each: (drawn | fixed)[each] for each in asked._bindparams}
            session().execute(asked, said).all()

        turns = TURNS if "largest" not in name else 3
        found[name] = _median(ask, turns)
    session().rollback()
    return found | _casting(first, people, dice)


def _casting(first: int, people: int, dice: random.Random) -> dict[str, float]:
    """Votes cast alone, and as the site casts them in a crowd, for ideas that are live."""
    live = sa.text("SELECT slug FROM ideas WHERE stage = 'live' ORDER BY id LIMIT 10000")
    slugs = session().scalars(live).all()
    db.session.rollback()

    def cast(number: int) -> None:
        people_ = [first + dice.randrange(1, people) for _ in range(number)]
        casts = [Cast(dice.choice(slugs), person) for person in people_]
        outcomes = cast_votes(casts)
        db.session.commit()
        assert all(each.state is VoteState.COUNTED for each in outcomes)

    together = _median(lambda: cast(TOGETHER), 20) / TOGETHER
    return {"a vote cast alone": _median(lambda: cast(1), TURNS), "one of 64 together": together}


def _median(do: Callable[[], None], turns: int) -> float:
    return statistics.median(_milliseconds(do, turns))


def _milliseconds(do: Callable[[], None], turns: int) -> Iterator[float]:
    do()
    for _ in range(turns):
        started = time.perf_counter()
        do()
        yield (time.perf_counter() - started) * 1_000
