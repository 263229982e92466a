"""Whoever is suspended reads why and appeals; a profile is reported and decided about."""

from collections.abc import Callable

import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.accounts.roles.rules import SuspensionGround
from ideas.accounts.suspended import token_for
from ideas.moderation.reports.models import Report
from ideas.moderation.suspensions.actions import suspend
from ideas.policy import Role
from tests.browser.look import look_at
from tests.factories import a_person, the_campaign


def test_a_suspension_is_read_and_appealed_against(
    page: Page, session: Session, sign_in: Callable[[Person], None]
) -> None:
    the_campaign()
    adam, eve = a_person("Adam", Role.ADMIN), a_person("Eve")
    suspend(eve, SuspensionGround.SPAM, {"en": "Twelve adverts in a day."}, by=adam)
    session.commit()
    page.goto(f"/suspended/{token_for(eve)}")
    look_at(page, "suspended")
    page.get_by_role("textbox").last.fill("They were ideas.")
    page.get_by_role("button", name="Appeal").click()
    expect(page.get_by_text("They were ideas.")).to_be_visible()
    look_at(page, "suspended-appealed")
    sign_in(adam)
    page.goto(f"/desk/people/{a_person('Ben').handle}")
    look_at(page, "suspending")


def test_a_profile_is_reported_and_decided_about(
    page: Page, session: Session, sign_in: Callable[[Person], None]
) -> None:
    eve, max_ = a_person("Rude Eve", about="I sell watches"), a_person("Max", Role.MODERATOR)
    page.goto(f"/people/{eve.handle}")
    page.get_by_role("link", name="Report the profile of Rude Eve").click()
    page.get_by_label("Attacks somebody").check()
    look_at(page, "profile-report")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("We have your report.")).to_be_visible()
    sign_in(max_)
    page.goto(f"/desk/reports/{session.scalars(sa.select(Report.id)).one()}")
    page.get_by_text("Take the name down as well").click()
    look_at(page, "profile-reported")
