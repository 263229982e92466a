"""Many people vote for two ideas at once, twice and thrice, in two processes and over HTTP.

Meanwhile votes are taken back, addresses confirmed, the goal of one idea is crossed, and the time
of the other runs out. RACE_CASTS sets how many casts there are: small here, 1,000,000 with
``make race``.
"""

import multiprocessing
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import take_write_lock
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.voting.ballots.actions import expire_due
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteEvent, VoteState
from tests.bench.votes.people import sign_in_many
from tests.factories import a_live_idea
from tests.faults.crowd import Press, Storm, presses_of
from tests.faults.site import cookie_name, on_a_free_port, serving
from tests.faults.voters import Wish, vote_in_threads

CASTS = int(os.environ.get("RACE_CASTS", "600"))
PEOPLE = CASTS // 3
PROCESSES, THREADS, CONNECTIONS = 2, 24, 16
LARGE = 10_000
OVER_HTTP, LATE = 4, 5
ALONE, UNCONFIRMED, REGRET = (3, 10, 9) if CASTS < LARGE else (50, 50, 45)
"""Each how-manieth votes once past the line in which votes are cast together, confirms, regrets."""
LADDER = ((PEOPLE // 8, 30), (PEOPLE // 4, 30), (PEOPLE // 2, 30))


def the_people(session: Session) -> dict[str, int]:
    """Everybody by the token of their browser; some have not confirmed their address."""
    people = sign_in_many(PEOPLE)
    take_write_lock()
    ids = list(people.values())
    for start in range(0, len(ids), 5_000):
        some = ids[start : start + 5_000 : UNCONFIRMED]
        unconfirmed = sa.update(Person).where(Person.id.in_(some))
        session.execute(unconfirmed.values(email_confirmed_at=None))
    session.commit()
    return people


def wishes_of(people: list[int], hot: int, late: int) -> list[Wish]:
    """Two presses at once and, mostly, a third at some other moment, as a browser's over HTTP."""
    dice = random.Random(1)
    blocks: list[list[Wish]] = []
    for number, person in enumerate(people):
        idea = late if number % LATE == 0 else hot
        blocks.append([("cast", idea, person)] * 2)
        if number % OVER_HTTP:
            blocks.append([("cast alone" if number % ALONE == 0 else "cast", idea, person)])
        if number % REGRET == 0:
            blocks.append([("take_back", idea, person)])
        if number % UNCONFIRMED == 0:
            blocks.append([("confirm", idea, person)])
    dice.shuffle(blocks)
    blocks.insert(len(blocks) // 2, [("deadline", late, people[0])])
    return [wish for block in blocks for wish in block]


@dataclass(frozen=True)
class Here:
    """Where a site is served."""

    port: int


@contextmanager
def served_here(app: Flask, config: Config) -> Iterator[Here]:
    """Serve in this process, which is there already."""
    here = Here(int(config.bind.rpartition(":")[2]))
    server = make_server("127.0.0.1", here.port, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Silent(WSGIRequestHandler):
    """Says nothing of what it answers."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


def race(
    app: Flask, config: Config, slugs: dict[int, str], wishes: list[Wish], presses: list[Press]
) -> Storm:
    """Let them all go; answers the storm of those over HTTP."""
    context = multiprocessing.get_context("spawn")
    told, outcomes = context.Queue(), Counter[str]()
    runners = [
        context.Process(
            target=vote_in_threads, args=(config, slugs, wishes[each::PROCESSES], THREADS, told)
        )
        for each in range(PROCESSES)
    ]
    for runner in runners:
        runner.start()
    with serving(config) if CASTS >= LARGE else served_here(app, config) as site:
        storm = Storm(site.port, presses, clients=CONNECTIONS).begin()
        for _ in runners:
            outcomes.update(told.get(timeout=60 + CASTS))
        storm.end()
    for runner in runners:
        runner.join()
    assert outcomes.total() == len(wishes)
    codes = {outcome.partition(": ")[2] for outcome in outcomes}
    assert codes <= {"done", "vote.cooling", "vote.being_checked", "vote.too_late"} | {
        "vote.too_late_to_take_back"
    }
    return storm


@pytest.mark.slow
def test_racing_votes_count_exactly_once(
    app: Flask, another_app: Flask, config: Config, session: Session
) -> None:
    hot, late = a_live_idea("Hot", ladder=LADDER), a_live_idea("Late", ladder=((PEOPLE, 30),))
    config, people = on_a_free_port(config), the_people(session)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    slugs = {idea.id: idea.slug for idea in (hot, late)}
    wishes = wishes_of(list(people.values()), hot.id, late.id)
    browsers = dict(list(people.items())[::OVER_HTTP])
    presses = presses_of(another_app, browsers, f"/ideas/{hot.slug}/vote", config.bind)
    session.commit()

    began = time.monotonic()
    storm = race(another_app, config, slugs, wishes, presses)
    took = time.monotonic() - began
    everything = len(wishes) + len(presses)
    print(f"\n{everything:,} in {took:.0f} s: {everything / took:,.0f} a second", file=sys.stderr)

    assert set(storm.statuses) <= {303, 409, 503}
    for _ in range(2):
        expire_due()
        session.commit()
    demand_exact(session, hot, [Stage.LIVE, Stage.CERTIFYING], crossed=[1, 2, 3])
    demand_exact(session, late, [Stage.LIVE, Stage.EXPIRED], crossed=[])
    in_time = sa.select(sa.func.count()).select_from(Vote).join(Ballot)
    too_late = in_time.where(Vote.idea_id == late.id, Vote.cast_at >= Ballot.closes_at)
    assert session.scalar(too_late) == 0


def demand_exact(session: Session, idea: Idea, stages: list[Stage], *, crossed: list[int]) -> None:
    """No vote twice, the count is the rows, each tier was crossed and told once."""
    votes = Counter(session.scalars(sa.select(Vote.state).where(Vote.idea_id == idea.id)))
    ballot = session.get_one(Ballot, idea.id, populate_existing=True)
    assert ballot.votes == votes[VoteState.COUNTED]
    assert votes[VoteState.COUNTED] > 0
    assert set(votes) <= {VoteState.COUNTED, VoteState.WITHDRAWN, VoteState.LAPSED}
    events = sa.select(VoteEvent.to_state).where(VoteEvent.idea_id == idea.id)
    became = Counter(session.scalars(events))
    left = (
        sa.select(sa.func.count())
        .select_from(VoteEvent)
        .where(VoteEvent.idea_id == idea.id, VoteEvent.from_state == VoteState.COUNTED)
    )
    assert became[VoteState.COUNTED] - (session.scalar(left) or 0) == ballot.votes
    tiers = sa.select(TierCrossing.tier).where(TierCrossing.idea_id == idea.id)
    assert session.scalars(tiers.order_by(TierCrossing.tier)).all() == crossed
    told = sa.select(RecordedEvent.values).where(RecordedEvent.name == "voting.TierReached")
    reached = [values["tier"] for values in session.scalars(told) if values["idea_id"] == idea.id]
    assert sorted(reached) == crossed
    moves = sa.select(Move.to_stage).where(Move.idea_id == idea.id).order_by(Move.id)
    assert session.scalars(moves).all() == stages
