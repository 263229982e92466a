"""A reviewer scores ten ideas by keys alone."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.scoring.models import Score, Scorecard
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from tests.conftest import Clock
from tests.factories import a_person, an_idea
from tests.review.rounds_made import address_of, case_for, cut_off, open_for

IDEAS = 10
GIVEN = dict(zip(DEFAULT_WEIGHTS, (4, 3, 5, 2, 4, 1), strict=True))


@pytest.mark.slow
def test_ten_ideas_are_scored_by_keys_alone(
    page: Page, sign_in: Callable[[Person], None], session: Session, clock: Clock
) -> None:
    rita = a_person("Rita", Role.REVIEWER)
    ideas = [an_idea(f"Lamp {number}", stage=Stage.QUALIFIED) for number in range(IDEAS)]
    open_for(clock, rita)
    cut_off(clock)
    first = case_for(ideas[0])
    sign_in(rita)
    page.goto(f"/desk/rounds/{first.round.slug}")
    page.keyboard.press("n")
    for number in range(IDEAS):
        expect(page.get_by_text(f"{number} of {IDEAS} scored")).to_be_visible()
        for points in GIVEN.values():
            page.keyboard.press(str(points))
            page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_text(f"{IDEAS} of {IDEAS} scored")).to_be_visible()
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Scorecard)) == IDEAS
    found = session.execute(sa.select(Score.key, Score.points)).all()
    assert sorted(map(tuple, found)) == sorted(list(GIVEN.items()) * IDEAS)


def test_points_are_given_by_buttons_without_javascript(
    plain_page: Page, sign_in: Callable[[Person], None], session: Session, clock: Clock, page: Page
) -> None:
    rita = a_person("Rita", Role.REVIEWER)
    idea = an_idea("Lamp", stage=Stage.QUALIFIED)
    open_for(clock, rita)
    cut_off(clock)
    sign_in(rita)
    plain_page.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain_page.goto(address_of(case_for(idea)))
    for key in DEFAULT_WEIGHTS:
        plain_page.locator(f'input[name="{key}"][value="4"]').check()
    plain_page.get_by_role("button", name="Keep my scores").click()
    expect(plain_page.get_by_text("All scorecards")).to_be_visible()
