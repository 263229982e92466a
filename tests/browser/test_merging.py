"""Merging two ideas, looked at from the comparison to the vote that is joined."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.merging.actions import carry_out_due
from ideas.policy import Role
from ideas.voting.joins.listeners import carry_on_joins
from tests.browser.look import look_at
from tests.conftest import Clock
from tests.factories import a_person
from tests.merging.test_actions import a_pair


def test_two_ideas_become_one(
    page: Page, session: Session, clock: Clock, sign_in: Callable[[Person], None]
) -> None:
    child, parent = a_pair()
    sign_in(a_person("Max", Role.MODERATOR))
    page.goto(f"/desk/moderation/{child.slug}/likeness/{parent.slug}")
    look_at(page, "merging-comparison")
    page.get_by_label("English").fill("Both are a lamp.")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    session.rollback()
    clock.go(seconds=31)
    carry_out_due()
    session.commit()
    carry_on_joins()
    page.reload()
    expect(page.get_by_text("The votes are joined")).to_be_visible()
    look_at(page, "merging-joined")
    page.goto(f"/ideas/{child.slug}")
    expect(page.get_by_text("is part of this idea now")).to_be_visible()
    look_at(page, "merging-joined-for-all")
