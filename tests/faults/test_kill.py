"""Workers and teller are killed in a storm of votes, and no vote that was answered is lost."""

import random
import signal
import time

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.config import Config
from tests.factories import a_live_idea
from tests.faults.crowd import Storm, a_crowd
from tests.faults.site import cookie_name, demand_exact, on_a_free_port, serving, with_signal
from tests.faults.sizes import size
from tests.faults.told import tell

KILLS = size("kills", small=1, full=100)
VOTES_BETWEEN = 300
LADDER = ((100, 30), (200, 30), (1_000_000, 30))


@pytest.mark.slow
def test_killed_workers_lose_no_vote_that_was_answered(
    another_app: Flask, config: Config, session: Session
) -> None:
    idea, config = a_live_idea(ladder=LADDER), on_a_free_port(config)
    another_app.config["SESSION_COOKIE_NAME"] = cookie_name(config)
    people = (KILLS + 1) * VOTES_BETWEEN
    presses = a_crowd(another_app, f"/ideas/{idea.slug}/vote", config.bind, people)
    dice, killed = random.Random(1), 0
    with serving(config) as site:
        site.wait_for_teller()
        storm = Storm(site.port, presses).begin()
        while killed < KILLS and storm.goes_on:
            aim = len(storm.voted) + VOTES_BETWEEN * dice.uniform(0.3, 0.9)
            while len(storm.voted) < aim and storm.goes_on:
                time.sleep(0.002)
            aims = [*site.workers(), *site.tellers()]
            for process in dice.sample(aims, k=dice.randint(1, len(aims))):
                with_signal(process, signal.SIGKILL)
            killed += 1
        storm.end()
    tell("kill -9 of workers and teller", killed, storm)
    assert killed == KILLS
    assert storm.statuses[None] > 0
    assert sorted(storm.voted) == sorted(press.person_id for press in presses)
    demand_exact(session, idea.id, storm.voted)
