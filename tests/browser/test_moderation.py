"""A moderator goes through the queue with single keys, and without JavaScript by buttons."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from ideas.journey.queries import moves_of
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.browser.look import look_at
from tests.conftest import BRIEFLY
from tests.factories import a_person, an_idea
from tests.journeys.times import Later, past_undoing

SENTENCE = "Please add at least one clear picture"


@pytest.fixture
def queue(session: Session) -> list[Idea]:
    """Two ideas that wait, the older first."""
    return [an_idea(title, stage=Stage.SUBMITTED) for title in ("Lamp", "Kettle")]


@pytest.fixture(autouse=True)
def _max(session: Session, sign_in: Callable[[Person], None]) -> None:
    sign_in(a_person("Max", Role.MODERATOR))


def stages(session: Session, ideas: list[Idea]) -> list[Stage]:
    """Where these ideas stand by now."""
    session.expire_all()
    return [idea.stage for idea in ideas]


def test_keys_alone_are_enough(
    page: Page, session: Session, queue: list[Idea], later: Later
) -> None:
    page.goto("/desk/moderation")
    look_at(page, "moderation-queue")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Lamp", level=1)).to_be_visible()
    expect(page.locator("#claim")).to_contain_text("Yours")  # opened is taken
    look_at(page, "moderation-item")
    page.keyboard.press("r")
    expect(page.get_by_text("The pictures need work")).to_be_visible()
    look_at(page, "moderation-reasons")
    page.keyboard.press("2")
    expect(page.get_by_label("Public sentence in English")).to_contain_text(SENTENCE)
    look_at(page, "moderation-words")
    page.get_by_label("Public sentence in French").fill("Montrez la lampe.")
    page.get_by_role("button", name="Return for more work").press("Enter")
    expect(page.get_by_role("heading", name="Kettle", level=1)).to_be_visible()
    look_at(page, "moderation-judged")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", name="Lamp", level=1)).to_be_visible()
    expect(page.get_by_label("Public sentence in French")).to_have_value("Montrez la lampe.")
    page.get_by_role("button", name="Return for more work").press("Enter")
    expect(page.get_by_role("heading", name="Kettle", level=1)).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert stages(session, queue) == [Stage.SUBMITTED, Stage.SUBMITTED]
    past_undoing(later)
    assert stages(session, queue) == [Stage.NEEDS_WORK, Stage.LIVE]
    assert SENTENCE in moves_of(queue[0].id)[-1].public_text["en"]


@pytest.mark.slow
def test_a_hundred_are_decided_by_a_hundred_keys(
    page: Page, session: Session, queue: list[Idea], later: Later
) -> None:
    waiting = 18 if BRIEFLY else 98
    queue += [an_idea(f"Idea {number}", stage=Stage.SUBMITTED) for number in range(waiting)]
    page.goto("/desk/moderation")
    for key in ("n", *"p" * len(queue)):
        here = page.url
        page.keyboard.press(key)
        expect(page).not_to_have_url(here)
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    past_undoing(later)
    assert stages(session, queue) == [Stage.LIVE] * len(queue)


def test_a_key_held_down_decides_once(page: Page, session: Session, queue: list[Idea]) -> None:
    page.goto(f"/desk/moderation/{queue[0].slug}")
    page.keyboard.down("p")
    expect(page.get_by_role("heading", name="Kettle", level=1)).to_be_visible()
    page.keyboard.down("p")  # as the keyboard repeats it
    page.keyboard.up("p")
    page.keyboard.press("u")
    expect(page.locator("#flashes")).to_contain_text("Taken back.")
    expect(page.get_by_role("heading", name="Lamp", level=1)).to_be_visible()


def test_what_another_looks_at_is_left_to_them(
    page: Page, queue: list[Idea], sign_in: Callable[[Person], None]
) -> None:
    page.goto(f"/desk/moderation/{queue[0].slug}")
    expect(page.locator("#claim")).to_contain_text("Yours")
    sign_in(a_person("Maya", Role.MODERATOR))
    page.goto("/desk/moderation")
    look_at(page, "moderation-queue-claimed")
    page.goto(f"/desk/moderation/{queue[0].slug}")
    expect(page.locator("#decision")).to_contain_text("Max is looking at it")
    look_at(page, "moderation-claimed")
    page.goto("/desk/moderation")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Kettle", level=1)).to_be_visible()
    expect(page.locator("#claim")).to_contain_text("Yours")
    page.keyboard.press("l")
    expect(page.get_by_role("heading", name="Moderation", level=1)).to_be_visible()


def test_buttons_are_enough_without_javascript(
    plain_page: Page, page: Page, session: Session, queue: list[Idea], site: str, later: Later
) -> None:
    for cookie in page.context.cookies():
        plain_page.context.add_cookies(
            [{"name": cookie["name"], "value": cookie["value"], "url": site}]
        )
    plain_page.goto("/desk/moderation")
    plain_page.get_by_role("link", name="Lamp").click()
    plain_page.get_by_role("link", name="Decline").click()
    plain_page.get_by_role("link", name="It is advertising").click()
    plain_page.get_by_label("Public sentence in English").fill("")
    plain_page.get_by_label("Public sentence in French").fill("")
    plain_page.get_by_role("button", name="Decline").click()
    expect(plain_page.get_by_text("Write the sentence").first).to_be_visible()
    plain_page.get_by_label("Public sentence in English").fill("It is an advertisement.")
    plain_page.get_by_role("button", name="Decline").click()
    expect(plain_page.get_by_role("heading", name="Kettle", level=1)).to_be_visible()
    plain_page.get_by_role("button", name="Undo").click()
    expect(plain_page.get_by_label("Public sentence in English")).to_have_value(
        "It is an advertisement."
    )
    plain_page.get_by_role("button", name="Decline").click()
    past_undoing(later)
    assert stages(session, queue) == [Stage.DECLINED, Stage.SUBMITTED]
