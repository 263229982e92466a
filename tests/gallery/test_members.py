"""Pages given to people who are signed in, from a copy drawn for all of them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.door import SEEN_SECONDS
from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.sessions.queries import sessions_of
from ideas.db import db
from ideas.gallery.members import FRESH, Members
from ideas.policy import Role
from ideas.voting.actions import cast_vote, take_back_vote
from tests.conftest import NOON, Clock
from tests.databases import statements
from tests.factories import a_live_idea, a_person, sign_in, the_campaign
from tests.gallery.listed import bring_up_to_date
from tests.web.keeping.reading import Process
from tests.web.keeping.test_away import database_away

pytestmark = pytest.mark.long

TOKEN = re.compile(r'("csrf_token" value=|"csrf-token" content=)"[^"]+"')
TOKEN_VALUE = re.compile(r'name="csrf_token" value="([^"]+)"')


class Club(Process):
    """A process of the site, and its members' door."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(app, monkeypatch)
        self.members: Members = app.wsgi_app.inside  # type: ignore[attr-defined]
        assert isinstance(self.members, Members)
        self.went_on = list[str]()
        self.site, self.members.inside = self.members.inside, self._go_on
        monkeypatch.setattr("ideas.gallery.members.seconds", lambda: self.moment)
        monkeypatch.setattr(self.members, "fresh", FRESH)

    def _go_on(self, environ: Any, start_response: Any) -> Any:
        self.went_on.append(environ["PATH_INFO"])
        return self.site(environ, start_response)

    def come(self, person: Person) -> FlaskClient:
        """A browser in which somebody has signed in and has seen a page with a form."""
        browser = self.app.test_client()
        sign_in(browser, person)
        browser.get("/account")
        self.went_on.clear()
        return browser

    def token_of(self, browser: FlaskClient) -> str:
        """The token of the forms on a page that is shown."""
        return str(TOKEN_VALUE.findall(browser.get("/ideas").text)[0])

    def said_inside(self, browser: FlaskClient, address: str, headers: dict[str, str]) -> Any:
        """What the site itself says."""
        self.members.cookie = "no cookie of ours"
        try:
            return browser.get(address, headers=headers)
        finally:
            self.members.cookie = self.app.config["SESSION_COOKIE_NAME"]


@pytest.fixture
def club(another_app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Club:
    return Club(another_app, monkeypatch)


def words_of(page: str) -> str:
    """A page without what differs each time, and without empty places."""
    plain = TOKEN.sub(r"\1", page).replace("\n", " ")
    plain = re.sub(r'<div class="card-badges">\s*</div>', "", plain)
    return re.sub(r"\s+", " ", re.sub(r"\s*([<>])\s*", r"\1", plain))


@pytest.mark.parametrize("address", ["/", "/ideas", "/ideas?sort=new&stage=all"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept-Language": "fr"}])
def test_it_is_what_the_site_would_say(
    club: Club, session: Session, clock: Clock, address: str, headers: dict[str, str]
) -> None:
    ideas = [a_live_idea(f"Lamp {number}", votes=number) for number in range(5)]
    bring_up_to_date()
    people = [a_person("Vera <b>"), a_person("Noor")]
    for idea in ideas[:3]:
        cast_vote(idea, by=people[0])
    take_back_vote(ideas[0], by=people[0])
    for person in people:
        browser = club.come(person)
        given = browser.get(address, headers=headers)
        assert club.went_on == []
        said = club.said_inside(browser, address, headers)
        assert words_of(given.text) == words_of(said.text)
        aside = {"Date", "Content-Length", "Vary", "X-Request-ID"}
        assert {each for each in given.headers if each[0] not in aside} == {
            each for each in said.headers if each[0] not in aside
        }
        assert set(given.vary) == set(said.vary)
        assert ("You voted" in given.text or "Vous avez vot\u00e9" in given.text) is (
            person is people[0]
        )


def test_nothing_of_one_member_is_in_the_copy(club: Club, session: Session, clock: Clock) -> None:
    a_live_idea()
    bring_up_to_date()
    vera, noor = (club.come(a_person(name)) for name in ("Vera", "Noor"))
    pages = [browser.get("/ideas").text for browser in (vera, noor)]
    assert ["Vera" in page for page in pages] == [True, False]
    assert ["Noor" in page for page in pages] == [False, True]
    tokens = [set(TOKEN_VALUE.findall(page)) for page in pages]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    (copy,) = club.door.store.copies.values()
    assert club.passed.count("/ideas") == 1
    for own in ("Vera", "Noor", *tokens[0], *tokens[1]):
        assert own.encode() not in copy.text(copy.sheet.hole)
    assert club.door.hole not in "".join(pages)
    visitor = club.get("/ideas").text
    assert "csrf" not in visitor
    assert club.door.hole not in visitor


def test_what_one_writes_is_no_hole(club: Club, session: Session, clock: Clock) -> None:
    a_live_idea("[csrf] hole[tools] [v1]")
    bring_up_to_date()
    page = club.come(a_person("[csrf]")).get("/ideas").text
    assert "[csrf] hole[tools] [v1]" in page
    assert page.count('id="notices"') == 1


def test_a_known_member_costs_one_question(club: Club, session: Session, clock: Clock) -> None:
    a_live_idea()
    bring_up_to_date()
    browser = club.come(a_person("Vera"))
    browser.get("/ideas")
    with statements(club.members.engine) as sent:
        browser.get("/ideas")
    assert ["FROM votes" in each for each in sent] == [True]


def test_ones_own_vote_shows_at_once(club: Club, session: Session, clock: Clock) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    bring_up_to_date()
    browser = club.come(vera)
    page = browser.get("/ideas").text
    assert "You voted" not in page
    token = next(iter(TOKEN_VALUE.findall(page)))
    vote = browser.post(f"/ideas/{idea.slug}/vote", data={"csrf_token": token})
    assert vote.status_code == 303
    club.went_on.clear()
    browser.get(vote.location)
    assert "You voted" in browser.get("/ideas").text
    assert club.went_on == [f"/ideas/{idea.slug}"]
    session.expire_all()
    take_back_vote(idea, by=vera)
    session.commit()
    assert "You voted" not in browser.get("/ideas").text


def test_the_bell_is_right_after_the_notices_were_read(
    club: Club, session: Session, clock: Clock
) -> None:
    the_campaign()
    browser = club.come(a_person("Vera"))
    assert club.members.known == {}
    browser.get("/ideas")
    assert len(club.members.known) == 1
    browser.get("/static/x/y.css")
    assert len(club.members.known) == 1
    browser.get("/notices")
    assert club.members.known == {}


def be_staff(vera: Person) -> None:
    vera.grants.append(RoleGrant(role=Role.MODERATOR, granted_at=NOON))


def be_suspended(vera: Person) -> None:
    vera.suspended_at, vera.suspended_reason = NOON, "spam"


def be_unconfirmed(vera: Person) -> None:
    vera.email_confirmed_at = None


def be_gone(vera: Person) -> None:
    for opened in sessions_of(vera.id):
        db.session.delete(opened)


@pytest.mark.parametrize("become", [be_staff, be_suspended, be_unconfirmed, be_gone])
def test_whoever_is_no_plain_member_is_looked_at_by_the_site(
    club: Club, session: Session, clock: Clock, become: Callable[[Person], None]
) -> None:
    the_campaign()
    vera = a_person("Vera")
    browser = club.come(vera)
    browser.get("/ideas")
    assert club.went_on == []
    become(vera)
    session.commit()
    club.moment += FRESH
    browser.get("/ideas")
    assert club.went_on == ["/ideas"]


def test_what_is_to_be_told_or_noted_is_the_sites(
    club: Club, session: Session, clock: Clock
) -> None:
    idea = a_live_idea()
    browser = club.come(a_person("Vera"))
    token = {"csrf_token": club.token_of(browser)}
    browser.post(f"/ideas/{idea.slug}/vote", data=token)
    browser.post(f"/ideas/{idea.slug}/vote", data={**token, "_method": "DELETE"})
    club.went_on.clear()
    assert "You took your vote back" in browser.get("/ideas").text
    browser.get("/ideas?q=lamp")
    browser.head("/ideas")
    assert club.went_on == ["/ideas"] * 3
    club.went_on.clear()
    clock.go(seconds=SEEN_SECONDS)
    club.moment += SEEN_SECONDS
    assert "Set-Cookie" in browser.get("/ideas").headers
    assert club.went_on == ["/ideas"]
    browser.get("/ideas")
    assert club.went_on == ["/ideas"]


def test_a_forged_cookie_is_nobody(club: Club, session: Session) -> None:
    the_campaign()
    name = club.app.config["SESSION_COOKIE_NAME"]
    page = club.get("/ideas", Cookie=f"{name}=eyJfdXNlcl9pZCI6ICJ4In0.aaaa.bbbb")
    assert "Sign in" in page.text
    assert club.went_on == ["/ideas"]
    assert club.members.known == {}


def test_while_the_database_is_away_the_site_says_so(
    club: Club, session: Session, clock: Clock
) -> None:
    a_live_idea()
    bring_up_to_date()
    browser = club.come(a_person("Vera"))
    browser.get("/ideas")
    with database_away(club):
        assert browser.get("/ideas").status_code == 503
