"""Every public idea stands in every order, and only public ones."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.jobs.worker import PAUSE
from ideas.journey.actions import advance
from ideas.journey.stages import Stage
from ideas.voting.listeners import catch_up_on_standings
from ideas.voting.queries import ballot_of
from ideas.voting.standing import actions
from ideas.voting.standing.actions import TOUCHED_WITHIN, refresh_standings, refresh_touched
from ideas.voting.standing.models import Standing
from tests.conftest import Clock
from tests.factories import a_live_idea, an_idea, votes_for

pytestmark = pytest.mark.usefixtures("clock")


def order(session: Session, *keys: sa.SQLColumnExpression[Any]) -> list[int]:
    return list(session.scalars(sa.select(Standing.idea_id).order_by(*keys)))


def test_public_ideas_stand_and_others_do_not(session: Session, clock: Clock) -> None:
    an_idea(stage=Stage.SUBMITTED)
    live, ended = a_live_idea(votes=1), an_idea(stage=Stage.EXPIRED)
    refresh_standings()
    session.commit()
    assert order(session, Standing.idea_id) == [live.id, ended.id]
    row = session.get_one(Standing, live.id)
    ballot = ballot_of(live.id)
    assert ballot is not None
    assert (row.stage, row.votes, row.closes_at) == (Stage.LIVE, 1, ballot.closes_at)
    live.hidden_at = clock.moment
    session.commit()
    refresh_standings()
    session.commit()
    assert order(session, Standing.idea_id) == [ended.id]


def test_a_standing_follows_votes_and_stages(session: Session) -> None:
    idea = a_live_idea(ladder=((2, 30),))
    assert refresh_standings() == 1
    session.commit()
    assert refresh_standings() == 0
    votes_for(idea, 2)
    assert refresh_standings() == 1
    session.commit()
    row = session.get_one(Standing, idea.id)
    assert (row.stage, row.votes, row.closes_at) == (Stage.CERTIFYING, 2, None)
    advance(idea, Stage.ARCHIVED, by=None)
    session.commit()
    assert refresh_standings() == 1


def test_orders_are_at_most_five_seconds_old(app: Flask) -> None:
    """Every few seconds what was touched is copied; the worker looks each second."""
    schedule = app.extensions["ideas.wiring"].schedule
    (every,) = (each.every for each in schedule if each.action is refresh_touched)
    assert every + timedelta(seconds=2 * PAUSE) <= timedelta(seconds=5)


def test_what_moved_or_was_voted_for_is_copied_at_once(session: Session, clock: Clock) -> None:
    idea, other = a_live_idea(), a_live_idea()
    assert refresh_touched() == 2
    session.commit()
    clock.go(days=1)
    votes_for(idea, 1)
    advance(other, Stage.WITHDRAWN, by=None)
    session.commit()
    assert refresh_touched() == 2
    session.commit()
    assert session.get_one(Standing, idea.id).votes == 1
    assert session.get_one(Standing, other.id).stage is Stage.WITHDRAWN


def test_what_was_missed_is_copied_soon_in_portions(
    session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ideas = [a_live_idea() for _ in range(3)]
    clock.go(seconds=TOUCHED_WITHIN.total_seconds() + 1)
    assert refresh_touched() == 0
    monkeypatch.setattr(actions, "PORTION", 2)
    catch_up_on_standings()
    session.rollback()
    assert order(session, Standing.idea_id) == [idea.id for idea in ideas]


def test_the_orders(session: Session, clock: Clock) -> None:
    old_loved = a_live_idea("Old and loved", votes=4, ladder=((9, 90),))
    old_lonely = a_live_idea("Old and lonely", ladder=((9, 80),))
    clock.go(days=20)
    young = a_live_idea("Young", votes=2, ladder=((9, 30),))
    refresh_standings()
    session.commit()
    assert order(session, Standing.votes.desc()) == [old_loved.id, young.id, old_lonely.id]
    assert order(session, Standing.rising.desc()) == [young.id, old_loved.id, old_lonely.id]
    assert order(session, Standing.closes_at) == [young.id, old_lonely.id, old_loved.id]
    assert order(session, Standing.under_seen)[0] == old_lonely.id
