"""The tuner in a browser: numbers that follow what is typed, two proposals, and publishing one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.queries import current_terms
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.actions import open_round
from ideas.tuning.applying.queries import standing_application
from ideas.voting.daily.listeners import roll_up_votes
from tests.browser.conftest import admit
from tests.browser.look import look_at
from tests.conftest import NOON
from tests.factories import a_live_idea, a_person, an_idea, the_campaign

SignIn = Callable[[Person], None]
LADDER = ((3, 30), (5, 60))


@pytest.fixture
def adam(session: Session, short_ladder: Person) -> Person:
    """An admin, with two ideas on the way up a ladder of three and five votes, three that wait
    for a round, and two rounds that take nine."""
    for name, days in (("Autumn", 60), ("Winter", 150)):
        cutoff = NOON + timedelta(days=days)
        due = (cutoff + timedelta(days=80)).date()
        open_round(name, cutoff_at=cutoff, decision_due_on=due, capacity=9, by=short_ladder)
    for title in ("Harbour crane", "Night bus", "Paper lantern"):
        an_idea(title, stage=Stage.QUALIFIED)
    a_live_idea("Tram for two", votes=4, ladder=LADDER)
    a_live_idea("Lonely kite", votes=1, ladder=LADDER)
    roll_up_votes()
    return short_ladder


def numbers(page: Page, words: str) -> Locator:
    """The numbers of a row: in force, then each proposal's."""
    return page.locator("#tuned tr", has_text=words).first.get_by_role("cell")


def test_numbers_follow_what_is_typed(page: Page, adam: Person, sign_in: SignIn) -> None:
    sign_in(adam)
    page.goto("/desk/terms")
    page.keyboard.press("t")
    at_once = numbers(page, "Open ideas that reach their goal at once")
    expect(at_once).to_have_text(["0", "0"])
    page.evaluate("window.stayed = true")
    page.get_by_label("Votes of milestone 2").fill("4")
    expect(at_once).to_have_text(["0", "1"])
    expect(page.locator("#tuned details", has_text="Reach their goal")).to_contain_text("Tram")
    autumn = page.locator("#tuned tr", has_text="Autumn")
    expect(autumn.get_by_role("cell").last).to_contain_text("none carried over")
    page.get_by_label("Ideas a round can take").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    expect(page.get_by_role("figure", name="Ideas in the coming rounds")).to_contain_text(
        "A round takes 2"
    )
    expect(autumn.get_by_role("cell").last).to_contain_text("room for 2")
    expect(autumn.get_by_role("cell").last).to_contain_text("2 to 4 carried over")
    page.get_by_label("Votes of milestone 2").fill("2")
    expect(page.locator("#tuned")).to_contain_text("This ladder cannot be climbed.")
    page.get_by_label("Votes of milestone 2").fill("4")
    expect(at_once).to_have_text(["0", "1"])
    assert page.evaluate("window.stayed")
    look_at(page, "tuner")
    page.reload()
    expect(at_once).to_have_text(["0", "1"])  # the address holds what was typed
    page.get_by_role("button", name="Compare with a second proposal").press("Enter")
    expect(at_once).to_have_text(["0", "1", "1"])
    second = page.get_by_role("group", name="Proposal B")
    second.get_by_role("button", name="Micro").click()
    expect(second.get_by_label("Votes of milestone 1")).to_have_value("10")
    expect(at_once).to_have_text(["0", "1", "0"])
    look_at(page, "tuner-pair")
    page.get_by_role("button", name="Only one proposal").click()
    expect(at_once).to_have_text(["0", "1"])


def test_what_was_tried_is_published_with_a_reason_and_for_open_ideas_by_two(
    page: Page, session: Session, adam: Person, sign_in: SignIn
) -> None:
    adele = a_person("Adele", Role.ADMIN)
    sign_in(adam)
    page.goto(
        "/desk/terms/tune?a-ladder=3&a-ladder=30&a-ladder=4&a-ladder=60&a-hours=1&a-capacity=9"
    )
    page.keyboard.press("n")
    expect(page.get_by_label("Votes of milestone 2")).to_have_value("4")
    reason = page.get_by_label("Why", exact=False)
    page.get_by_role("button", name="See what changes").last.click()
    expect(reason).to_have_attribute("aria-invalid", "true")
    reason.fill("More ideas than before can make it.")
    reason.press("Enter")
    expect(page.get_by_text("More ideas than before can make it.")).to_be_visible()
    page.keyboard.press("p")
    expect(page.locator("#flashes")).to_contain_text("is in force")
    page.keyboard.press("o")
    expect(page.locator("#application")).to_contain_text("They reach their goal at once")
    page.get_by_label("Why open ideas should have it, too").fill("Fair for all.")
    page.get_by_role("button", name="Propose it to a second admin").click()
    expect(page.locator("#application")).to_contain_text("somebody else confirms it")
    expect(page.get_by_role("button", name="Confirm")).to_be_hidden()
    sign_in(adele)
    page.reload()
    page.keyboard.press("y")
    expect(page.locator("#flashes")).to_contain_text("Confirmed.")
    session.rollback()
    terms = current_terms(the_campaign().id)
    assert (terms.ladder, terms.reason) == (
        [[3, 30], [4, 60]],
        "More ideas than before can make it.",
    )
    standing = standing_application(terms.id)
    assert standing is not None
    assert standing.confirmed_by_id == adele.id


def test_without_javascript_a_button_tries_it(
    plain_page: Page, adam: Person, site: str, client: FlaskClient
) -> None:
    admit(plain_page.context, client, adam, site)
    plain_page.goto(f"{site}/desk/terms/tune")
    at_once = numbers(plain_page, "Open ideas that reach their goal at once")
    expect(at_once).to_have_text(["0", "0"])
    plain_page.get_by_label("Votes of milestone 2").fill("4")
    plain_page.get_by_role("button", name="See what it would do").click()
    expect(at_once).to_have_text(["0", "1"])
    plain_page.get_by_label("Votes of milestone 2").fill("5")
    plain_page.get_by_label("Votes of milestone 2").press("Enter")
    expect(at_once).to_have_text(["0", "0"])
