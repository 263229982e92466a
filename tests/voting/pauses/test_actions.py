"""Deadlines stand still while nobody can vote."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.settings.actions import turn
from ideas.settings.settings import Site
from ideas.voting.actions import cast_vote
from ideas.voting.ballots.actions import expire_due
from ideas.voting.models import Ballot
from ideas.voting.pauses.actions import make_up_for_pauses
from ideas.voting.pauses.queries import last_pauses
from ideas.voting.queries import ladder_of, ladders_of
from ideas.voting.settings import Voting
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person

SWITCHES = ((Voting, "is_open", False), (Site, "is_read_only", True))


def closes(session: Session, idea: Idea) -> Any:
    session.expire_all()
    return session.get_one(Ballot, idea.id).closes_at


def stage(session: Session, idea: Idea) -> Stage:
    session.expire_all()
    return session.get_one(Idea, idea.id).stage


@pytest.mark.parametrize(("cls", "name", "stops"), SWITCHES)
def test_a_deadline_is_put_off_by_the_pause_once(
    session: Session, clock: Clock, cls: type[Any], name: str, stops: bool
) -> None:
    idea = a_live_idea(ladder=((3, 30), (5, 60)))
    before = closes(session, idea)
    clock.go(days=29)
    turn(cls, name, stops, by=7)
    session.commit()
    clock.go(days=5)
    assert make_up_for_pauses() is False
    expire_due()
    assert stage(session, idea) is Stage.LIVE
    turn(cls, name, not stops, by=7)
    session.commit()
    expire_due()
    session.commit()
    assert stage(session, idea) is Stage.LIVE
    for _ in range(2):
        assert make_up_for_pauses() is True
        session.commit()
        late = closes(session, idea) - before - timedelta(days=5)
        assert timedelta(0) <= late <= timedelta(milliseconds=2)
    cast_vote(idea, by=a_person("Vera"))
    session.commit()
    noted = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "ballots.put_off"))
    assert [each.detail for each in noted] == [{"ballots": 1, "seconds": 5 * 86_400}]
    clock.go(days=1, minutes=1)
    expire_due()
    session.commit()
    assert stage(session, idea) is Stage.EXPIRED


def test_who_opened_meanwhile_gets_what_was_left_and_who_was_over_gets_nothing(
    session: Session, clock: Clock
) -> None:
    over = a_live_idea("Over", ladder=((3, 1),))
    clock.go(days=2)
    early = a_live_idea("Early", ladder=((3, 30),))
    turn(Voting, "is_open", False, by=7)
    session.commit()
    clock.go(days=4)
    late = a_live_idea("Late", ladder=((3, 30),))
    ends = {idea.id: closes(session, idea) for idea in (over, early, late)}
    clock.go(days=1)
    turn(Voting, "is_open", True, by=7)
    session.commit()
    make_up_for_pauses()
    session.commit()
    moved = [
        round((closes(session, each) - ends[each.id]).total_seconds() / 86_400, 3)
        for each in (over, early, late)
    ]
    assert moved == [0, 5, 1]
    (pause,) = last_pauses(9)
    assert (pause.ended_at - pause.began_at, pause.ballots) == (timedelta(days=5), 2)


def test_two_pauses_are_both_made_up_for(session: Session, clock: Clock) -> None:
    idea = a_live_idea()
    before = closes(session, idea)
    for hours in (1, 2):
        turn(Voting, "is_open", False, by=7)
        clock.go(hours=hours)
        turn(Voting, "is_open", True, by=7)
        clock.go(hours=1)
    session.commit()
    make_up_for_pauses()
    session.commit()
    moved = closes(session, idea) - before
    assert timedelta(hours=3) <= moved < timedelta(hours=3, seconds=1)
    assert len(last_pauses(9)) == 2


def test_everybody_reads_when_nobody_could_vote(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    a_live_idea()
    assert "When nobody could vote" not in client.get("/integrity").text
    turn(Voting, "is_open", False, by=7)
    clock.go(hours=2)
    turn(Voting, "is_open", True, by=7)
    session.commit()
    make_up_for_pauses()
    session.commit()
    page = client.get("/integrity").text
    assert "When nobody could vote" in page
    assert "1 deadline put off" in page


def test_while_it_lasts_pages_show_the_time_that_was_left(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    idea = a_live_idea("Kite", ladder=((3, 30), (5, 60)))
    clock.go(days=28)
    turn(Voting, "is_open", False, by=7)
    session.commit()
    clock.go(days=5)
    ladder = ladder_of(idea)
    assert ladder is not None
    assert ladder.stands_still
    assert ladder.closes_at == clock.moment + timedelta(days=2)
    page = client.get(f"/ideas/{idea.slug}").text
    assert "the clock stands still" in page
    assert "2 days left" in page
    late = a_live_idea("Late", ladder=((3, 30), (5, 60)))
    clock.go(days=1)
    opened = ladders_of([late])[late.id].closes_at
    assert opened == clock.moment + timedelta(days=30)
    turn(Voting, "is_open", True, by=7)
    session.commit()
    make_up_for_pauses()
    session.commit()
    after = ladder_of(idea)
    assert after is not None
    assert not after.stands_still
    assert "the clock stands still" not in client.get(f"/ideas/{idea.slug}").text
