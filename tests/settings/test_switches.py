"""The switches: what each keeps anybody from doing, and what stays possible."""

import html
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.comments.models import Comment
from ideas.comments.settings import Conversation
from ideas.db import take_write_lock
from ideas.gallery.settings import Gallery
from ideas.jobs.models import Job
from ideas.jobs.worker import drain, perform_one
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.settings.actions import turn
from ideas.settings.models import DialTurn
from ideas.settings.queries import alarms, dials
from ideas.settings.settings import Site
from ideas.submission.actions import submit
from ideas.submission.settings import Submission
from ideas.voting.actions import cast_vote, count_pending_votes, take_back_vote
from ideas.voting.casting.actions import cast_votes
from ideas.voting.casting.queries import Cast
from ideas.voting.models import Ballot, VoteState
from ideas.voting.settings import Voting
from ideas.web.settings import Brand
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, sign_in, the_campaign, votes_for
from tests.gallery.listed import bring_up_to_date
from tests.submission.making import a_finished_draft

pytestmark = pytest.mark.usefixtures("session", "clock")
PAUSED = "Votes are paused for now. All votes cast so far count"
READ_ONLY = "This site is being looked after"


def switch(cls: type[Any], name: str, value: bool, session: Session) -> None:
    """Turn a switch, as an admin does."""
    turn(cls, name, value, by=a_person("Adam", Role.ADMIN).id)
    session.commit()


@pytest.mark.parametrize(
    ("cls", "name", "code"),
    [(Voting, "is_open", "vote.paused"), (Site, "is_read_only", "site.read_only")],
)
def test_no_vote_is_cast_alone_or_together_while_it_is_off(
    session: Session, cls: type[Any], name: str, code: str
) -> None:
    idea, vera, karl = a_live_idea(), a_person("Vera"), a_person("Karl")
    (before,) = votes_for(idea, 1)
    switch(cls, name, not getattr(dials(cls), name), session)
    with pytest.raises(Refused) as refused:
        cast_vote(idea, by=vera)
    assert refused.value.refusal.code == code
    session.rollback()
    kept, refusal = cast_votes([Cast(idea.slug, before.id), Cast(idea.slug, karl.id)])
    assert kept.state is VoteState.COUNTED
    assert refusal.refusal is not None
    assert refusal.refusal.code == code
    session.rollback()
    switch(cls, name, not getattr(dials(cls), name), session)
    cast_vote(idea, by=vera)
    cast_votes([Cast(idea.slug, karl.id)])
    assert session.get_one(Ballot, idea.id).votes == 3


def test_while_votes_are_paused_one_is_taken_back_and_a_waiting_one_counts(
    session: Session, clock: Clock
) -> None:
    idea, uma = a_live_idea(), a_person("Uma", confirmed=False)
    (vera,) = votes_for(idea, 1)
    cast_vote(idea, by=uma)
    switch(Voting, "is_open", False, session)
    take_back_vote(idea, by=vera)
    uma.email_confirmed_at = clock.moment
    count_pending_votes(uma)
    assert session.get_one(Ballot, idea.id).votes == 1


def test_a_visitor_reads_that_votes_are_paused_and_is_offered_none(
    client: FlaskClient, session: Session
) -> None:
    idea = a_live_idea()
    assert PAUSED not in client.get(f"/ideas/{idea.slug}").text
    switch(Voting, "is_open", False, session)
    page = client.get(f"/ideas/{idea.slug}").text
    assert PAUSED in page
    assert "errand=vote" not in page
    sign_in(client, a_person("Vera"))
    page = client.get(f"/ideas/{idea.slug}").text
    assert PAUSED in page
    assert f'action="/ideas/{idea.slug}/vote"' not in page


def test_whose_own_idea_it_is_hears_that_first(client: FlaskClient, session: Session) -> None:
    ada = a_person("Ada")
    idea = a_live_idea(by=ada)
    switch(Voting, "is_open", False, session)
    sign_in(client, ada)
    assert "This is your own idea" in client.get(f"/ideas/{idea.slug}").text


def test_no_idea_is_submitted_while_submissions_are_paused(
    client: FlaskClient, session: Session
) -> None:
    ada = a_person("Ada")
    idea = a_finished_draft(ada)
    switch(Submission, "is_open", False, session)
    with pytest.raises(Refused) as refused:
        submit(idea, by=ada)
    assert refused.value.refusal.code == "draft.paused"
    session.rollback()
    sign_in(client, ada)
    team = client.get(f"/drafts/{idea.slug}/team").text
    assert "Submissions are paused for now" in team
    assert f'action="/drafts/{idea.slug}/submission"' not in team
    assert "Submissions are paused for now" in client.get("/drafts/new").text
    assert client.post(f"/drafts/{idea.slug}/submission").headers["Refusal"] == "draft.paused"
    switch(Submission, "is_open", True, session)
    assert client.post(f"/drafts/{idea.slug}/submission").status_code == 303
    session.expire_all()
    assert idea.stage is Stage.SUBMITTED


def test_read_only_takes_no_form_but_lets_an_admin_end_it(
    client: FlaskClient, session: Session
) -> None:
    idea, adam = a_live_idea(), a_person("Adam", Role.ADMIN)
    sign_in(client, a_person("Vera"))
    switch(Site, "is_read_only", True, session)
    said = client.post(f"/ideas/{idea.slug}/comments", data={"body": "Lovely"})
    assert (said.status_code, said.headers["Refusal"]) == (409, "site.read_only")
    assert READ_ONLY in html.unescape(said.text)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    for headers in (part, {"Accept": "application/json"}):
        said = client.post(f"/ideas/{idea.slug}/vote", headers=headers)
        assert (said.status_code, said.headers["Refusal"]) == (409, "site.read_only")
        assert READ_ONLY in said.text
    assert client.post("/sign-up", data={}).headers["Refusal"] == "site.read_only"
    assert session.scalars(sa.select(Comment)).all() == []
    assert READ_ONLY in client.get("/").text
    assert client.post("/language", data={"language": "fr"}).status_code == 303
    assert client.post("/sign-out").status_code == 303
    asked = client.post("/sign-in", data={"email": "nobody@example.org", "password": "x"})
    assert "Refusal" not in asked.headers
    sign_in(client, adam)
    assert client.post("/desk/rounds", data={}).status_code == 403
    assert client.post("/desk/terms", data={}).headers["Refusal"] == "site.read_only"
    assert client.post("/desk/dials/settings", data={"csrf_token": ""}).status_code == 303
    assert dials(Site).is_read_only is False
    assert READ_ONLY not in client.get("/").text


def test_work_waits_while_the_site_is_read_only(app: Flask, session: Session, clock: Clock) -> None:
    take_write_lock()
    session.add(Job(name="nothing that is known", values={}, run_at=clock.moment))
    session.commit()
    switch(Site, "is_read_only", True, session)
    assert drain(app) == 0
    session.rollback()
    assert session.scalars(sa.select(Job.attempts)).all() == [0]
    switch(Site, "is_read_only", False, session)
    assert perform_one(app)


def test_the_staff_see_what_is_switched_who_did_it_and_when(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    mia = a_person("Mia", Role.MODERATOR)
    sign_in(client, mia)
    assert "Votes are paused." not in client.get("/desk").text
    switch(Voting, "is_open", False, session)
    switch(Conversation, "is_open", False, session)
    for address in ("/desk", "/desk/moderation"):
        page = client.get(address).text
        assert "Votes are paused." in page
        assert "Comments are paused." in page
        assert "Adam, " in page
        assert "Look at the switch" not in page
    sign_in(client, a_person("Bea", Role.ADMIN))
    assert "Look at the switch" in client.get("/desk").text
    turned = session.scalars(sa.select(DialTurn).where(DialTurn.package == "voting")).one()
    back = client.post(f"/desk/dials/voting/turns/{turned.id}/reversal")
    assert back.status_code == 303
    page = client.get("/desk").text
    assert "Votes are paused." not in page
    session.rollback()
    assert [each.package for each in alarms()] == ["comments"]


def test_hidden_rising_ideas_stand_neither_at_home_nor_in_the_list(
    client: FlaskClient, session: Session
) -> None:
    old, new = a_live_idea(title="Old and voted for"), a_live_idea(title="Just arrived")
    votes_for(old, 2)
    bring_up_to_date()
    for address in ("/", "/ideas"):
        assert "ising" in client.get(address).text
    switch(Gallery, "shows_rising", False, session)
    for address in ("/", "/ideas", "/ideas?sort=rising"):
        page = client.get(address).text
        assert old.title in page
        assert "Rising" not in page
        assert "See what is rising" not in page
    page = client.get("/ideas?sort=rising").text
    assert page.index(new.title) < page.index(old.title)


def test_the_banner_speaks_the_readers_language(client: FlaskClient, session: Session) -> None:
    the_campaign()
    turn(Brand, "banner", "We are back on Monday.", by=None)
    session.commit()
    french = {"Accept-Language": "fr"}
    assert "We are back on Monday." in client.get("/", headers=french).text
    turn(Brand, "banner_fr", "De retour lundi.", by=None)
    session.commit()
    assert "De retour lundi." in client.get("/", headers=french).text
    assert "We are back on Monday." in client.get("/").text
