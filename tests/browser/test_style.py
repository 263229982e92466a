"""The design's test bed, and trying a brand's look while typing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.policy import Role
from ideas.settings.actions import turn
from ideas.web.settings import Brand
from tests.browser.look import DESK, NARROWEST, OF_SIGHT, broken_rules, look_at, sticks_out
from tests.conftest import BRIEFLY
from tests.factories import a_person, the_campaign

ACCENTS = ["#FFD400", "#000000", "#FFFFFF", "#808080", "#39FF14"]


@pytest.fixture(autouse=True)
def _admin(session: Session, sign_in: Callable[[Person], None]) -> None:
    the_campaign()
    sign_in(a_person("Adam", Role.ADMIN))


@pytest.mark.parametrize("accent", ACCENTS[:1] if BRIEFLY else ACCENTS)
def test_every_part_is_readable_in_any_accent(page: Page, session: Session, accent: str) -> None:
    turn(Brand, "accent", accent, by=None)
    session.commit()
    for theme, density in (("light", "gallery"), ("dark", "desk")):
        page.goto(f"/desk/style?theme={theme}&density={density}")
        assert broken_rules(page, OF_SIGHT) == []


def test_every_part_stays_in_its_place_from_right_to_left(page: Page) -> None:
    page.goto("/desk/style?dir=rtl&theme=dark")
    for size in (DESK, NARROWEST):
        assert sticks_out(page, size) == []
    assert broken_rules(page) == []


def test_a_look_follows_what_is_typed(page: Page) -> None:
    page.goto("/desk/dials/web")
    look = page.locator("#look")
    page.get_by_label("Name", exact=True).fill("Whale & Co")
    expect(look.get_by_text("Whale & Co")).to_have_count(2)
    page.get_by_label("Accent colour").fill("#0B5FFF")
    button = look.get_by_role("link", name="Submit an idea").first
    expect(button).to_have_css("background-color", "rgb(11, 95, 255)")
    page.get_by_label("Roundness").fill("0")
    expect(look.locator(".look").first).to_have_css("border-radius", "0px")
    expect(page.get_by_label("Roundness")).to_be_focused()
    look_at(page, "brand-dials")
    page.reload()
    expect(look.get_by_text("Whale & Co")).to_have_count(0)
