"""A decision, an appeal against it and its answer, as each of them looks."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.stages import Stage
from ideas.moderation.actions import decline
from ideas.moderation.rules import Reason
from ideas.policy import Role
from tests.browser.look import look_at
from tests.factories import a_person, an_idea


def test_an_appeal_is_written_and_answered(
    page: Page, session: Session, sign_in: Callable[[Person], None]
) -> None:
    ada, adam = a_person("Ada"), a_person("Adam", Role.ADMIN)
    idea = an_idea(stage=Stage.SUBMITTED, by=ada)
    said = {"en": "It is an advertisement.", "fr": "C’est une publicité."}
    decline(idea, by=a_person("Max", Role.MODERATOR), reason=Reason.ADVERTISING, sentence=said)
    session.commit()
    sign_in(ada)
    page.goto(f"/ideas/{idea.slug}/decision")
    page.get_by_role("textbox").last.fill("It is for everybody.")
    page.get_by_role("button", name="Appeal").click()
    expect(page.get_by_text("It is for everybody.")).to_be_visible()
    look_at(page, "decision-appealed")
    sign_in(adam)
    page.goto("/desk/appeals")
    page.get_by_role("main").get_by_role("link", name=idea.title).click()
    look_at(page, "appeal")
