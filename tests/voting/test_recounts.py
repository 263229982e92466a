"""The count is the votes: a difference is found, repaired and told."""

import logging
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.models import RoleGrant
from ideas.audit.models import AuditEntry
from ideas.config import Config
from ideas.jobs.worker import drain
from ideas.journey.models import Idea
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.operations.gauges import all_gauges
from ideas.policy import Role
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.recounts import actions as recounts
from ideas.voting.recounts import queries
from ideas.voting.recounts.actions import recount, recount_all, recount_touched, see_alarms
from ideas.voting.recounts.queries import (
    alarms,
    miscounted_ideas,
    number_of_alarms,
    share_of_all,
)
from tests.conftest import NOON, Clock
from tests.factories import a_live_idea, a_person, sign_in

pytestmark = pytest.mark.usefixtures("clock")


def drift(session: Session, idea: Idea, votes: int) -> None:
    session.execute(sa.update(Ballot).where(Ballot.idea_id == idea.id).values(votes=votes))
    session.commit()


def counts(session: Session) -> list[tuple[int, int, int]]:
    rows = sa.select(Ballot.votes, Ballot.held, Ballot.void).order_by(Ballot.idea_id)
    return [(votes, held, void) for votes, held, void in session.execute(rows)]


def test_a_true_count_is_left_alone(session: Session) -> None:
    idea = a_live_idea(votes=2)
    assert recount(idea.id) == 0
    assert session.scalars(sa.select(AuditEntry.action)).all() == ["terms.publish"]


def test_a_difference_is_repaired_and_told(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    idea = a_live_idea(votes=2)
    drift(session, idea, 7)
    with caplog.at_level(logging.ERROR):
        assert recount(idea.id) == -5
    session.commit()
    assert counts(session) == [(2, 0, 0)]
    told = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert told is not None
    assert (told.action, told.subject) == ("ballot.repair", f"idea:{idea.id}")
    assert (told.detail["before"]["votes"], told.detail["after"]["votes"]) == (7, 2)
    assert "the count of idea" in caplog.text


def test_what_changed_within_the_hour_is_counted_at_every_turn(
    session: Session,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = a_live_idea("Old", votes=1)
    clock.go(hours=2)
    new = a_live_idea("New", votes=2)
    drift(session, old, 5)
    drift(session, new, 5)
    monkeypatch.setattr(recounts, "share_of_all", lambda moment: (1_000, 999))
    recount_touched()
    assert counts(session) == [(5, 0, 0), (2, 0, 0)]
    assert recount_all() == 1
    assert counts(session) == [(1, 0, 0), (2, 0, 0)]
    assert recount_all() == 0


def test_whatever_drifts_is_found_by_the_schedule_within_a_minute(
    app: Flask,
    session: Session,
    clock: Clock,
    config: Config,
    caplog: pytest.LogCaptureFixture,
) -> None:
    old, new = a_live_idea("Old", votes=1), a_live_idea("New", votes=2)
    clock.go(days=9)
    drain(app)
    drift(session, old, 5)
    drift(session, new, 1)
    clock.go(seconds=31)
    drain(app)
    assert counts(session) == [(1, 0, 0), (2, 0, 0)]
    assert "the count of idea" in caplog.text
    assert all_gauges(config)["ideas_counts_wrong"] == 2


def test_all_other_ideas_take_turns(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ideas = [a_live_idea(f"Idea {number}", votes=1) for number in range(4)]
    for idea in ideas:
        drift(session, idea, 3)
    monkeypatch.setattr(queries, "AT_ONCE", 4)
    found = [
        set(miscounted_ideas(share=share_of_all(NOON + turn * timedelta(seconds=30))))
        for turn in range(4)
    ]
    assert sorted(idea for turn in found for idea in turn) == sorted(idea.id for idea in ideas)
    assert share_of_all(NOON)[0] == 4


def test_the_alarm_is_mailed_once_and_lasts_until_somebody_has_looked(
    session: Session, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    ideas = [a_live_idea(f"Idea {number}", votes=1) for number in range(3)]
    session.execute(sa.delete(RoleGrant))
    session.commit()
    adam = a_person("Adam", Role.ADMIN, language="fr")
    a_person("Rita", Role.REVIEWER)
    for idea in ideas[:2]:
        drift(session, idea, 3)
    recount_all()
    told = [(message.address, message.language) for message in session.scalars(sa.select(Message))]
    assert told == [(adam.email, "fr")]
    (newest, _), *_rest = alarms(limit=9)
    assert (number_of_alarms(), newest.was["votes"]) == (2, 3)
    drift(session, ideas[2], 0)
    see_alarms(newest.id, by=adam.id)
    see_alarms(newest.id, by=adam.id)
    session.commit()
    assert number_of_alarms() == 0
    recount_all()
    assert number_of_alarms() == 1
    assert len(session.scalars(sa.select(Message)).all()) == 2
    seen = sa.select(AuditEntry.actor_id).where(AuditEntry.action == "ballot.see_repairs")
    assert session.scalars(seen).all() == [adam.id]
    letter = letter_of(session.scalars(sa.select(Message).order_by(Message.id)).all()[-1])
    assert "/desk/counts" in str(letter.get_body(("plain",)))


def test_the_desk_shows_the_alarm_until_somebody_has_looked(
    client: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    idea = a_live_idea(votes=2)
    drift(session, idea, 7)
    recount_all()
    session.commit()
    adam = a_person("Adam", Role.ADMIN)
    sign_in(client, adam)
    assert "/desk/counts" in client.get("/desk").text
    page = client.get("/desk/counts").text
    assert idea.title in page
    (address,) = re.findall(r'action="(/desk/counts/[0-9]+/seen)"', page)
    assert client.post(address).status_code == 303
    assert idea.title not in client.get("/desk/counts").text
    assert "/desk/counts" not in client.get("/desk").text
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert client.get("/desk/counts").status_code == 403
    assert client.post(address).status_code == 403


def test_held_and_void_votes_are_counted_apart(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    a_live_idea(votes=2, ladder=((9, 9),))
    votes = session.scalars(sa.select(Vote)).all()
    votes[0].state, votes[1].state = VoteState.HELD, VoteState.VOID
    session.commit()
    recount_all()
    session.commit()
    assert counts(session) == [(0, 1, 1)]


def test_a_repair_crosses_the_tier_it_reveals(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    idea = a_live_idea(votes=2, ladder=((3, 9), (9, 9)))
    drift(session, idea, 0)
    a_third = session.scalars(sa.select(Vote)).first()
    assert a_third is not None
    ada = idea.creator_id
    session.add(
        Vote(
            idea_id=idea.id,
            person_id=ada,
            state=VoteState.COUNTED,
            counted_at=a_third.counted_at,
            changed_at=a_third.changed_at,
        )
    )
    session.commit()
    recount_all()
    session.commit()
    assert session.scalars(sa.select(Ballot.tier)).one() == 1
