"""The questions after the vote, in a browser with and without JavaScript."""

from collections.abc import Callable

from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.voting.survey.queries import said_by
from ideas.voting.survey.rules import Said
from tests.browser.look import look_at
from tests.factories import a_live_idea, a_person, sign_in

SignIn = Callable[[Person], None]
LADDER = ((100, 60), (1_000, 365))


def said(session: Session, person: Person, idea: Idea) -> Said:
    session.rollback()
    return said_by(person.id, idea.id)


def test_questions_are_answered_in_the_place_of_the_vote(
    page: Page, session: Session, sign_in: SignIn
) -> None:
    idea, vera = a_live_idea("A whale of glass", ladder=LADDER, votes=2), a_person("Vera")
    sign_in(vera)
    page.goto(f"/ideas/{idea.slug}")
    page.evaluate("window.stayed = true")
    ballot = page.locator("#ballot")
    ballot.get_by_role("button", name="Vote for this idea").click()
    expect(ballot.get_by_role("group", name="For whom?")).to_be_visible()
    look_at(page, "survey-open")
    with page.expect_response("**/survey"):
        ballot.get_by_label("€50", exact=True).check()
    expect(ballot.locator(".saved")).to_have_text("Saved")
    assert said(session, vera, idea) == Said(5_000)
    with page.expect_response("**/survey"):
        ballot.get_by_label("A present").focus()
        page.keyboard.press("Space")
    ballot.get_by_label("Tell me when I can buy it").check()
    look_at(page, "survey-answered")
    ballot.get_by_role("button", name="Done").click()
    expect(ballot).to_contain_text("Thank you. Your answers are kept.")
    expect(ballot.get_by_role("group", name="For whom?")).to_be_hidden()
    assert said(session, vera, idea) == Said(5_000, None, "gift", tell_me=True)
    look_at(page, "survey-done")
    ballot.get_by_text("Your answers", exact=True).click()
    expect(ballot.get_by_label("€50", exact=True)).to_be_checked()
    assert page.evaluate("window.stayed")


def test_questions_are_answered_without_javascript(
    plain_page: Page, session: Session, site: str, client: FlaskClient
) -> None:
    idea, vera = a_live_idea("Lamp", ladder=LADDER), a_person("Vera")
    sign_in(client, vera)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    plain_page.context.add_cookies([{"name": name, "value": cookie.value, "url": site}])
    plain_page.goto(f"{site}/ideas/{idea.slug}")
    plain_page.get_by_role("button", name="Vote for this idea").click()
    plain_page.get_by_label("2", exact=True).check()
    plain_page.get_by_role("button", name="Done").click()
    expect(plain_page.locator("#flashes")).to_contain_text("Thank you. Your answers are kept.")
    assert said(session, vera, idea) == Said(quantity=2)
