"""Back, forward, reload: what is shown is true, and nothing is lost or done twice."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, BrowserType, Locator, Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.campaigns.models import Terms
from ideas.comments.models import Comment
from ideas.gallery.listing import PAGE
from ideas.policy import Role
from tests.browser.conftest import admit
from tests.factories import a_live_idea, a_person
from tests.gallery.listed import live_ideas

SignIn = Callable[[Person], None]
RESTORED = (
    """() => addEventListener("pageshow", ({ persisted }) => { window.restored = persisted; })"""
)


@pytest.fixture(scope="module")
def keeping_browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, object]
) -> Iterator[Browser]:
    """A browser that keeps pages whole for the way back, as people's browsers do."""
    without = ["--disable-back-forward-cache"]
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=without)  # type: ignore[arg-type]
    yield browser
    browser.close()


@pytest.fixture
def keeping(
    keeping_browser: Browser, browser_context_args: dict[str, object]
) -> Iterator[BrowserContext]:
    """A window of that browser."""
    context = keeping_browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    yield context
    context.close()


def scrolled(page: Page) -> int:
    return int(page.evaluate("scrollY"))


def test_the_list_grows_and_is_found_again_where_it_was_left(page: Page, session: Session) -> None:
    live_ideas(*(f"Kite number {number}" for number in range(2 * PAGE + 9)))
    page.goto("/ideas?sort=new")
    cards = page.locator(".card-link")
    expect(cards).to_have_count(PAGE)
    assert "after=" not in page.url
    page.get_by_role("link", name="Next").focus()  # it comes into view, and the list grows instead
    expect(cards).to_have_count(2 * PAGE)
    expect(page.locator("#more-1")).to_be_focused()
    page.keyboard.press("Tab")
    expect(cards.nth(PAGE)).to_be_focused()
    cards.last.scroll_into_view_if_needed()
    expect(cards).to_have_count(2 * PAGE + 9)
    expect(page.get_by_role("link", name="Next")).to_have_count(0)
    assert len({each.inner_text() for each in cards.all()}) == 2 * PAGE + 9
    cards.last.scroll_into_view_if_needed()
    at_last = page.locator("#more-2 > [data-page]").get_attribute("data-page")
    page.wait_for_url(f"**{at_last}")
    card, left = cards.last, page.url
    title = card.inner_text()
    card.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.go_back()
    assert page.url == left
    expect(page.get_by_role("link", name=title)).to_be_visible()
    page.reload()
    expect(cards).to_have_count(9)
    page.get_by_role("link", name="Previous").click()
    expect(cards.first).to_be_visible()
    assert cards.count() >= PAGE
    expect(page.get_by_role("link", name="New", exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def vote_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Vote for this idea")


def test_a_vote_is_shown_after_reload_back_and_in_another_tab(
    page: Page, session: Session, sign_in: SignIn
) -> None:
    idea = a_live_idea("A whale of glass", ladder=((100, 60),), votes=2)
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}")
    vote_button(page).click()
    cast = page.locator(".vote-cast")
    expect(cast).to_have_text("You have voted")
    page.reload()
    expect(cast).to_have_text("You have voted")
    page.get_by_role("link", name="Journey").click()
    page.wait_for_url("**tab=journey*")
    page.go_back()
    expect(cast).to_have_text("You have voted")
    other = page.context.new_page()
    other.goto(f"/ideas/{idea.slug}")
    expect(other.locator(".ladder-count")).to_have_text("3")


def test_a_page_kept_whole_learns_what_happened_meanwhile(
    keeping: BrowserContext, session: Session, app: Flask, site: str
) -> None:
    idea = a_live_idea("A whale of glass", ladder=((100, 60),), votes=2)
    admit(keeping, app.test_client(), a_person("Vera"), site)
    page, other = keeping.new_page(), keeping.new_page()
    page.goto(f"{site}/ideas/{idea.slug}?tab=comments")
    page.get_by_label("Your comment").fill("Would it float?")
    page.goto(f"{site}/ideas")
    other.goto(f"{site}/ideas/{idea.slug}")
    vote_button(other).click()
    expect(other.locator(".vote-cast")).to_have_text("You have voted")
    page.evaluate("history.back()")
    expect(page.locator(".vote-cast")).to_have_text("You have voted")
    expect(page.locator(".ladder-count").first).to_have_text("3")
    expect(page.get_by_label("Your comment")).to_have_value("Would it float?")


def test_a_visitors_page_knows_after_signing_in(
    keeping: BrowserContext, session: Session, app: Flask, site: str
) -> None:
    idea = a_live_idea("A whale of glass", ladder=((100, 60),), votes=2)
    page = keeping.new_page()
    page.goto(f"{site}/ideas/{idea.slug}")
    page.goto(f"{site}/ideas")
    admit(keeping, app.test_client(), a_person("Vera"), site)
    page.evaluate("history.back()")
    expect(vote_button(page)).to_be_visible()


def test_tabs_of_an_idea_are_places(page: Page, session: Session) -> None:
    idea = a_live_idea("A whale of glass")
    page.goto(f"/ideas/{idea.slug}")
    for tab in ("Comments", "Journey"):
        page.get_by_role("link", name=tab).click()
        current = page.locator(".tabs [aria-current]")
        expect(current).to_contain_text(tab)
        expect(current).to_be_in_viewport()
    page.go_back()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Comments")
    page.go_back()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Story")
    page.go_forward()
    page.reload()
    expect(page.locator(".tabs [aria-current]")).to_contain_text("Comments")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Journey").click(modifiers=["ControlOrMeta"])
    expect(opened.value.locator(".tabs [aria-current]")).to_contain_text("Journey")


def said(session: Session) -> list[str]:
    session.rollback()
    return [each.body for each in session.query(Comment).order_by(Comment.id)]


def test_a_comment_is_posted_once_and_kept_until_then(
    page: Page, session: Session, sign_in: SignIn
) -> None:
    idea = a_live_idea("A whale of glass")
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}?tab=comments")
    box = page.get_by_label("Your comment")
    box.fill("Would it float?")
    page.get_by_role("link", name="Journey").click()
    page.wait_for_url("**tab=journey*")
    page.go_back()
    expect(box).to_have_value("Would it float?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".strand")).to_have_count(1)
    expect(box).to_have_value("")
    page.get_by_role("link", name="Journey").click()
    page.wait_for_url("**tab=journey*")
    page.go_back()
    expect(page.locator(".strand")).to_have_count(1)
    expect(box).to_have_value("")
    page.go_forward()
    page.go_back()
    page.reload()
    expect(page.locator(".strand")).to_have_count(1)
    assert said(session) == ["Would it float?"]


def test_what_was_posted_without_javascript_is_posted_once(
    plain_page: Page, session: Session, site: str, app: Flask
) -> None:
    idea, page = a_live_idea("A whale of glass"), plain_page
    admit(page.context, app.test_client(), a_person("Vera"), site)
    page.goto(f"{site}/ideas/{idea.slug}?tab=comments")
    page.get_by_label("Your comment").fill("Would it float?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".strand")).to_have_count(1)
    page.reload()
    page.go_back()
    page.go_forward()
    expect(page.locator(".strand")).to_have_count(1)
    assert said(session) == ["Would it float?"]


def test_a_form_that_came_back_is_there_on_the_way_back(page: Page, session: Session) -> None:
    page.goto("/sign-up")
    page.get_by_label("Name", exact=False).first.fill("Vera Voter")
    page.get_by_role("button", name="Sign up").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Privacy")
    page.go_back()
    expect(page.get_by_label("Name", exact=False).first).to_have_value("Vera Voter")


def test_terms_are_found_again_after_looking_and_after_publishing(
    page: Page, session: Session, sign_in: SignIn
) -> None:
    a_live_idea()
    sign_in(a_person("Bea", Role.ADMIN))
    before = session.query(Terms).count()
    page.goto("/desk/terms/next")
    page.get_by_label("Copies for the creators").fill("77")
    page.get_by_label("Why the terms change").fill("More for the creators.")
    page.get_by_role("button", name="See what changes").last.click()
    expect(page.get_by_role("button", name="Publish")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Copies for the creators")).to_have_value("77")
    page.go_forward()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#flashes")).to_contain_text("is in force")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Publish version")
    page.go_forward()
    page.reload()
    session.rollback()
    assert session.query(Terms).count() == before + 1
