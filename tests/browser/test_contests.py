"""A closed vote and its “none of these”: by keys alone, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.contests.queries import none_of_these
from ideas.journey.models import Idea
from ideas.voting.models import Ballot
from tests.browser.keys import Keys
from tests.browser.look import look_at
from tests.conftest import Clock
from tests.contests.test_actions import in_vote, stand
from tests.factories import a_person


@pytest.fixture
def entries(session: Session, clock: Clock, sign_in: Callable[[Person], None]) -> dict[str, Idea]:
    """The names of an open vote, and nobody's; Vera is signed in."""
    calendar, stands = in_vote(clock, "Bright Betty", "Bella of the bay")
    none = none_of_these(calendar.campaign_id)
    assert none is not None
    sign_in(a_person("Vera"))
    return {"none": none.idea} | {idea.title: idea for idea in stands}


def votes(session: Session, entries: dict[str, Idea]) -> dict[str, int]:
    """How many votes each entry has."""
    session.rollback()
    return {name: session.get_one(Ballot, idea.id).votes for name, idea in entries.items()}


def address_of(entries: dict[str, Idea]) -> str:
    return f"/campaigns/{entries['none'].campaign.slug}"


def test_a_closed_vote_is_cast_and_taken_back_by_keys(
    page: Page, session: Session, clock: Clock, entries: dict[str, Idea]
) -> None:
    keys = Keys(page).open(address_of(entries))
    keys.follow("Vote for it: Bright Betty").expect("You voted")
    keys.open(address_of(entries)).follow("None of these")
    assert votes(session, entries) == {"none": 1, "Bright Betty": 1, "Bella of the bay": 0}
    keys.open(address_of(entries)).follow("Take my vote back: Bright Betty")
    assert votes(session, entries) == {"none": 1, "Bright Betty": 0, "Bella of the bay": 0}
    look_at(page, "contest-vote")
    stand(clock, days=8)
    keys.open(address_of(entries))
    expect(page.get_by_role("button", name="Vote for it")).to_have_count(0)
    look_at(page, "contest-counted")


def test_none_of_these_needs_no_javascript(
    plain_page: Page, page: Page, session: Session, entries: dict[str, Idea]
) -> None:
    plain_page.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain_page.goto(address_of(entries))
    none = plain_page.locator("#entry-none")
    none.get_by_role("button", name="None of these", exact=True).click()
    expect(none.get_by_text("You voted")).to_be_visible()
    assert votes(session, entries)["none"] == 1
    none.get_by_role("button", name="Take my vote back").click()
    expect(none.get_by_role("button", name="None of these")).to_be_visible()
    assert votes(session, entries)["none"] == 0
