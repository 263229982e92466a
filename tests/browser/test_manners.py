"""Keys, quiet, forced colours: the site follows what people ask of their machines."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.actions import write_comment
from ideas.policy import Role
from tests.browser.look import DESK, NARROWEST, PHONE, SCREENS, resize, sticks_out
from tests.factories import a_live_idea, a_person

STYLE = "(element, name) => getComputedStyle(element)[name]"


@pytest.fixture
def idea(session: Session, sign_in: Callable[[Person], None]) -> str:
    """The address of an idea that Vera may vote for."""
    idea = a_live_idea("A whale of glass", ladder=((100, 60), (1_000, 365)), votes=2)
    sign_in(a_person("Vera"))
    return f"/ideas/{idea.slug}"


def test_the_first_key_skips_to_the_content(page: Page, idea: str) -> None:
    page.goto(idea)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_menu_opens_and_closes_by_key(page: Page, idea: str) -> None:
    page.goto(idea)
    account = page.locator("summary", has_text="Your account")
    account.press("Enter")
    expect(page.get_by_role("link", name="Workshop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Workshop")).to_be_hidden()
    expect(account).to_be_focused()


def test_nothing_moves_for_those_who_ask(page: Page, idea: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(idea)
    assert page.locator("html").evaluate(STYLE, "scrollBehavior") == "auto"
    ballot = page.locator("#ballot")
    ballot.get_by_role("button", name="Vote for this idea").click()
    expect(ballot).to_be_focused()
    assert ballot.locator(".vote-cast .icon").evaluate(STYLE, "animationDuration") == "0.001s"


def test_forced_colours_keep_the_shapes(page: Page, idea: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(idea)
    button = page.get_by_role("button", name="Vote for this idea")
    assert button.evaluate(STYLE, "borderTopStyle") == "solid"
    filled = page.locator(".ladder-compact .ladder-fill").evaluate(STYLE, "stroke")
    assert filled != page.locator(".ladder-compact .ladder-track").evaluate(STYLE, "stroke")
    for size in (PHONE, DESK):
        assert sticks_out(page, size) == []
        page.screenshot(path=SCREENS / f"forced-colours-{size['width']}.png", full_page=True)


def test_large_words_stay_on_the_page(page: Page, idea: str) -> None:
    page.goto(idea)
    page.locator("html").evaluate("(html) => html.style.setProperty('font-size', '200%')")
    assert sticks_out(page, DESK) == []
    assert sticks_out(page, PHONE) == []


PILED = "e" + "\u0489" * 900
NESTED = "> " * 60 + "deep"


def test_what_people_write_stays_on_the_page(page: Page, session: Session) -> None:
    idea = a_live_idea(f"A{PILED[:90]} whale")
    for words in (PILED, NESTED):
        write_comment(idea, words, by=a_person("Eve"))
    session.commit()
    page.goto(f"/ideas/{idea.slug}?tab=comments")
    expect(page.locator(".comment")).to_have_count(2)
    for size in (DESK, PHONE, NARROWEST):
        assert sticks_out(page, size) == []
    page.goto("/ideas")
    assert sticks_out(page, NARROWEST) == []


@pytest.mark.usefixtures("session")
def test_single_keys_can_be_switched_off(page: Page) -> None:
    search = page.locator("[data-search]")
    for wanted in (False, True):
        page.goto("/accessibility")
        page.get_by_label("Let single keys do something").set_checked(wanted)
        page.goto("/ideas")
        page.keyboard.press("/")
        expect(search).to_be_focused(timeout=2_000) if wanted else expect(
            search
        ).not_to_be_focused()


def test_a_table_that_becomes_too_wide_can_be_reached_by_key(
    page: Page, session: Session, sign_in: Callable[[Person], None]
) -> None:
    a_live_idea()
    sign_in(a_person("Adam", Role.ADMIN))
    page.goto("/desk/terms")
    table = page.locator(".table-wrap").first
    table.evaluate("wrap => { wrap.firstElementChild.style.minWidth = '24rem' }")
    expect(table).not_to_have_attribute("tabindex", "0")
    resize(page, NARROWEST)
    expect(table).to_have_attribute("tabindex", "0")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.table-wrap').scrollLeft > 0")
    resize(page, DESK)
    expect(table).not_to_have_attribute("tabindex", "0")


TOTALS = """() => {
  const cells = '<tr><th scope="row">All</th><td class="num" data-label="Units">7</td></tr>';
  const table = `<table class="table table-cards"><tbody>${cells}</tbody><tfoot>${cells}</tfoot>`;
  document.querySelector("main").innerHTML = `<div class="table-wrap">${table}</table></div>`;
}"""


def test_totals_are_cards_on_a_phone_like_their_rows(page: Page, idea: str) -> None:
    page.goto(idea)
    page.evaluate(TOTALS)
    resize(page, PHONE)
    ways = page.locator("main :is(th, td)").evaluate_all(
        "(cells) => cells.map((each) => getComputedStyle(each).display)"
    )
    assert ways == ["flex"] * 4
