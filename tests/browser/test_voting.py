"""Voting, following and being told, in a browser with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.notifications.actions import tell
from ideas.notifications.rules import NoticeKind, Told
from ideas.voting.models import Ballot, Vote
from tests.browser.look import look_at
from tests.conftest import NOON
from tests.factories import a_live_idea, a_person, sign_in

SignIn = Callable[[Person], None]


def votes(session: Session) -> list[str]:
    session.rollback()
    return [state.value for state in session.scalars(sa.select(Vote.state))]


def test_a_vote_is_cast_and_taken_back_in_place(
    page: Page, session: Session, sign_in: SignIn
) -> None:
    idea = a_live_idea("A whale of glass", ladder=((100, 60), (1_000, 365)), votes=2)
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}")
    look_at(page, "voting-can-vote")
    page.evaluate("window.stayed = true")
    ballot = page.locator("#ballot")
    ballot.get_by_role("button", name="Vote for this idea").click()
    expect(ballot.locator(".vote-cast")).to_have_text("You have voted")
    expect(ballot.locator(".ladder-count")).to_have_text("3")
    expect(ballot).to_be_focused()
    look_at(page, "voting-voted")
    ballot.get_by_text("Take my vote back").click()
    look_at(page, "voting-taking-back")
    ballot.get_by_role("button", name="Yes, take it back").click()
    expect(ballot).to_contain_text("You took your vote back.")
    assert page.evaluate("window.stayed")
    assert sorted(votes(session)) == ["counted", "counted", "withdrawn"]
    look_at(page, "voting-cooling")


@pytest.mark.usefixtures("session")
def test_a_milestone_shows_on_the_whole_way_at_once(page: Page, sign_in: SignIn) -> None:
    idea = a_live_idea("A whale of glass", ladder=((3, 60), (1_000, 365)), votes=2)
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}")
    page.evaluate("window.stayed = true")
    way, ballot = page.locator("#way"), page.locator("#ballot")
    expect(way.locator("[aria-current=step]")).to_contain_text("1 to go")
    ballot.get_by_role("button", name="Vote for this idea").click()
    expect(way.locator("[aria-current=step]")).to_contain_text("997 to go")
    expect(way).to_contain_text("+365 days earned")
    expect(ballot).to_be_focused()
    ballot.get_by_text("Take my vote back").click()
    ballot.get_by_role("button", name="Yes, take it back").click()
    expect(way.locator("[aria-current=step]")).to_contain_text("998 to go")
    assert page.evaluate("window.stayed")
    expect(page.locator("#way")).to_have_count(1)
    expect(page.locator("hx-partial, template")).to_have_count(0)


def test_a_late_vote_is_a_sentence_in_place(page: Page, session: Session, sign_in: SignIn) -> None:
    idea = a_live_idea(ladder=((100, 60),))
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}")
    past = {"opened_at": NOON - timedelta(days=9), "closes_at": NOON - timedelta(days=8)}
    session.execute(sa.update(Ballot).values(past))
    session.commit()
    page.locator("#ballot").get_by_role("button", name="Vote for this idea").click()
    expect(page.locator("#ballot")).to_contain_text("Time ran out for this idea.")
    assert votes(session) == []
    look_at(page, "voting-too-late")


def test_everything_works_without_javascript(
    plain_page: Page, session: Session, site: str, client: FlaskClient
) -> None:
    idea, vera = a_live_idea("Lamp"), a_person("Vera")
    plain_page.goto(f"{site}/ideas/{idea.slug}")
    sign_up = plain_page.locator("#ballot").get_by_role("link", name="Vote for this idea")
    expect(sign_up).to_be_visible()
    enter(plain_page, vera, site, client)
    plain_page.goto(f"{site}/ideas/{idea.slug}")
    plain_page.get_by_role("button", name="Vote for this idea").click()
    expect(plain_page.locator("#ballot:target .vote-cast")).to_be_in_viewport()
    expect(plain_page.locator("#ballot")).to_contain_text("You have voted")
    plain_page.get_by_role("button", name="Follow").click()
    expect(plain_page.get_by_role("button", name="Following")).to_be_visible()
    plain_page.get_by_text("Take my vote back").click()
    plain_page.get_by_role("button", name="Yes, take it back").click()
    expect(plain_page.locator("#flashes")).to_contain_text("You took your vote back.")
    assert votes(session) == ["withdrawn"]


def enter(page: Page, person: Person, site: str, client: FlaskClient) -> None:
    sign_in(client, person)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": site}])


def test_notices_and_what_comes_by_mail(page: Page, session: Session, sign_in: SignIn) -> None:
    idea, vera = a_live_idea("A whale of glass"), a_person("Vera")
    for number, variant in enumerate(("qualified", "selected")):
        words = {"sentence": {"en": "It is bold, and we can make it."}} if number else {}
        told = Told(NoticeKind.BACKED_MOVED, f"move:{number}", variant, idea.id, words=words)
        tell(told, sa.select(Person.id).where(Person.id == vera.id))
    session.commit()
    sign_in(vera)
    page.goto("/notices")
    look_at(page, "notices")
    expect(page.get_by_role("link", name="2 new notices")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("New", exact=True)).to_have_count(0)
    page.get_by_role("link", name="How I am told").click()
    look_at(page, "notices-preferences")
    page.get_by_label("Teams").select_option("site")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#flashes")).to_contain_text("Saved.")
    expect(page.get_by_label("Teams")).to_have_value("site")
