"""Sharing: copied, handed to the device where it can, and scanned."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from tests.factories import a_live_idea

SignIn = Callable[[Person], None]
LOADED = "(image) => image.decode().then(() => image.naturalWidth)"
DEVICE = """navigator.share = (given) => {
  window.given = given;
  return Promise.reject(new DOMException("changed their mind", "AbortError"));
};"""


@pytest.fixture
def idea(session: Session) -> Idea:
    return a_live_idea("A whale of glass", ladder=((100, 60),), votes=2)


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_link_and_the_badge_are_copied(page: Page, idea: Idea) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/ideas/{idea.slug}")
    expect(page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    assert copied(page).endswith(f"/ideas/{idea.slug}?via=link")
    page.get_by_text("Link, QR code and badge").click()
    for picture in ("QR code of this page", "The badge"):
        assert page.get_by_role("img", name=picture).evaluate(LOADED) > 0
    page.get_by_role("button", name="Copy the HTML").click()
    expect(page.get_by_role("button", name="Copied").last).to_be_focused()
    assert copied(page).startswith("<a href=")


def test_the_devices_own_way_is_used_where_there_is_one(page: Page, idea: Idea) -> None:
    page.add_init_script(DEVICE)
    page.goto(f"/ideas/{idea.slug}")
    page.get_by_role("button", name="Share", exact=True).click()
    given = page.evaluate("window.given")
    assert given["url"].endswith(f"/ideas/{idea.slug}?via=share")
    assert given["text"] == "A whale of glass"
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


def test_a_copy_button_pressed_twice_says_its_own_words_again(page: Page, idea: Idea) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(f"/ideas/{idea.slug}")
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_role("button", name="Copied").click()
    page.clock.run_for(5_000)
    expect(page.get_by_role("button", name="Copied")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy the link")).to_have_count(1)


def test_the_kit_has_words_that_name_ones_share(page: Page, idea: Idea, sign_in: SignIn) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(idea.creator)
    page.goto(f"/ideas/{idea.slug}")
    page.get_by_role("link", name="Your share kit").click()
    assert page.locator(".share-image").evaluate(LOADED) == 1200
    texts, buttons = page.locator("[id^=words-]"), page.get_by_role("button", name="Copy the text")
    for place in range(buttons.count()):
        buttons.nth(0).click()
        assert copied(page) == texts.nth(place).input_value()
        assert "I earn a royalty" in copied(page)
    expect(page.get_by_role("button", name="Copied")).to_have_count(texts.count())
