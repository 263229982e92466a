"""Inviting those who voted for the earlier idea: once, in portions, never who took theirs back."""

import itertools

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas import clock as ideas_clock
from ideas.accounts.models import Person
from ideas.db import db
from ideas.jobs.worker import drain
from ideas.journey.actions import advance
from ideas.journey.models import Idea
from ideas.journey.stages import PUBLIC, Stage
from ideas.mail.models import Message
from ideas.notifications import crowds
from ideas.notifications.actions import choose
from ideas.notifications.listeners import write_mail
from ideas.notifications.models import Notice
from ideas.notifications.rules import Topic, Way
from ideas.refusals import Refused
from ideas.submission.actions import resubmit
from ideas.submission.again.actions import say_what_changed
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.former.actions import call_voters
from ideas.voting.former.rules import refusal_to_call
from ideas.voting.models import Vote, VoteState
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, votes_for


@pytest.fixture
def ada(session: Session, clock: Clock) -> Person:
    return a_person("Ada")


def taken_up(ada: Person, voters: int = 0) -> tuple[Idea, Idea, list[Person]]:
    """An idea that expired, the one that takes it up, and who voted for the first."""
    earlier = a_live_idea("Lamp", ladder=((9, 30), (20, 30)), by=ada)
    people = votes_for(earlier, voters)
    return earlier, _heir(earlier, ada), people


def _heir(earlier: Idea, ada: Person) -> Idea:
    advance(earlier, Stage.EXPIRED, by=None)
    newer = resubmit(earlier, by=ada)
    say_what_changed(newer, "A stronger motor.", by=ada)
    newer.title = "Lamp, again"
    for stage in (Stage.SUBMITTED, Stage.LIVE):
        advance(newer, stage, by=None)
    db.session.commit()
    return newer


def told(app: Flask, session: Session) -> set[int]:
    session.commit()
    drain(app)
    found = session.scalars(sa.select(Notice.person_id).where(Notice.variant == "again"))
    people = found.all()
    assert len(people) == len(set(people))
    return set(people)


def test_only_an_open_idea_invites_and_only_from_one_that_is_seen() -> None:
    def is_good(stage: Stage, earlier: Stage | None) -> bool:
        seen = {"is_hidden": False, "is_earlier_hidden": False}
        return refusal_to_call(stage, earlier=earlier, voters=3, **seen) is None

    pairs = itertools.product(Stage, [None, *Stage])
    good = {(stage, earlier) for stage, earlier in pairs if is_good(stage, earlier)}
    assert good == {(Stage.LIVE, earlier) for earlier in PUBLIC}


def test_those_whose_vote_stood_are_told_once_and_choose_anew(
    app: Flask, session: Session, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "PORTION", 2)
    earlier = a_live_idea("Lamp", ladder=((9, 30), (20, 30)), by=ada)
    stood, back, void, quiet, again, fifth = votes_for(earlier, 6)
    take_back_vote(earlier, by=back)
    state = sa.update(Vote).where(Vote.idea_id == earlier.id, Vote.person_id == void.id)
    session.execute(state.values(state=VoteState.VOID))
    choose({Topic.OUTCOMES: Way.OFF}, by=quiet)
    newer = _heir(earlier, ada)
    cast_vote(newer, by=again)
    call_voters(newer, by=ada)
    call_voters(newer, by=ada)
    assert told(app, session) == {stood.id, fifth.id}
    with app.test_request_context():
        write_mail()
    mails = session.scalars(sa.select(Message).where(Message.person_id == stood.id)).all()
    (mail,) = [each for each in mails if each.values.get("variant") == "again"]
    assert mail.values["words"]["earlier"] == "Lamp"
    assert mail.values["unsubscribe_url"]
    assert session.get(Vote, (newer.id, stood.id)) is None


def test_nobody_is_told_of_what_was_hidden_meanwhile(
    app: Flask, session: Session, ada: Person
) -> None:
    earlier, newer, _ = taken_up(ada, 2)
    call_voters(newer, by=ada)
    earlier.hidden_at = ideas_clock.now()
    assert told(app, session) == set()


def test_nobody_is_invited_too_early_or_to_what_is_hidden(session: Session, ada: Person) -> None:
    earlier, newer, _ = taken_up(ada)
    with pytest.raises(Refused, match=r"^former\.nobody$"):
        call_voters(newer, by=ada)
    earlier.hidden_at = ideas_clock.now()
    session.commit()
    with pytest.raises(Refused, match=r"^former\.earlier_hidden$"):
        call_voters(newer, by=ada)
    with pytest.raises(Refused, match=r"^former\.no_earlier$"):
        call_voters(earlier, by=ada)


def test_its_creator_asks_then_invites(
    client: FlaskClient, app: Flask, session: Session, ada: Person
) -> None:
    earlier, newer, (vera, _) = taken_up(ada, 2)
    address = f"/ideas/{newer.slug}/former-voters"
    assert client.get(address).status_code == 303
    sign_in(client, vera)
    assert client.post(address).status_code == 403
    sign_in(client, ada)
    assert address in client.get("/workshop").text
    page = client.get(address).text
    assert "2 votes stood for “Lamp” in the end." in page
    assert vera.name not in page
    assert client.post(address).status_code == client.post(address).status_code == 303
    assert len(told(app, session)) == 2
    assert "They were invited on" in client.get(address).text
    assert address not in client.get("/workshop").text
    assert client.get(f"/ideas/{earlier.slug}/former-voters").status_code == 404
    sign_in(client, vera)
    assert f"/ideas/{newer.slug}#ballot" in client.get("/notices").text
    assert "A stronger motor." in client.get(f"/ideas/{newer.slug}").text


def test_an_idea_that_is_not_open_invites_nobody(
    client: FlaskClient, session: Session, ada: Person
) -> None:
    _, newer, _ = taken_up(ada, 1)
    advance(newer, Stage.WITHDRAWN, by=ada)
    session.commit()
    sign_in(client, ada)
    address = f"/ideas/{newer.slug}/former-voters"
    assert client.post(address).status_code == 409
    assert "while the idea is open for votes" in client.get(address).text
