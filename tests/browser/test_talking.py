"""The conversation in a browser: in place, by keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.actions import answer_officially, write_comment
from ideas.comments.feedback.models import Feedback
from ideas.comments.likes.models import CommentLike
from ideas.comments.models import Comment
from ideas.comments.threads.queries import thread_of
from ideas.db import db
from ideas.journey.models import Idea
from ideas.moderation.reports.models import Report
from ideas.policy import Role
from tests.browser.look import look_at
from tests.factories import a_live_idea, a_person, sign_in
from tests.journeys.times import Later, past_undoing

SignIn = Callable[[Person], None]


@pytest.fixture
def idea(session: Session) -> Idea:
    idea = a_live_idea("A whale of glass", ladder=((100, 60), (1_000, 365)))
    first = write_comment(idea, "Would it survive **ice**?", by=a_person("Eli"))
    write_comment(idea, "It sleeps empty.", by=idea.creator, parent=first)
    write_comment(idea, "The dog part sold me.", by=a_person("Liam"))
    answer_officially(idea, "We like the smile.", by=a_person("Rita", Role.REVIEWER))
    session.commit()
    return idea


def replies(idea: Idea) -> list[str]:
    db.session.rollback()
    return [each.body for rows in thread_of(idea.id).replies.values() for each in rows]


def test_one_talks_in_place_by_keyboard_alone(
    page: Page, session: Session, idea: Idea, sign_in: SignIn
) -> None:
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}?tab=comments")
    look_at(page, "talk")
    page.evaluate("window.stayed = true")
    like = page.get_by_role("button", name="Like what Eli says: 0 likes")
    like.focus()
    page.keyboard.press("Enter")
    liked = page.get_by_role("button", name="Like what Eli says: 1 like")
    expect(liked).to_be_focused()
    expect(liked).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Reply to Ada").focus()
    page.keyboard.press("Enter")
    box = page.get_by_label("Your reply to Ada")
    expect(box).to_be_focused()
    expect(box).to_have_value(f"@{idea.creator.handle} ")
    page.keyboard.type("And in August?")
    expect(page.locator("[id^=reply] .counted")).to_contain_text("/ 4,000")
    look_at(page, "talk-replying")
    page.keyboard.press("Control+Enter")
    reply = page.locator(".comment-replies .comment", has_text="And in August?")
    expect(reply.locator(".prose a")).to_have_text(f"@{idea.creator.handle}")
    expect(page.get_by_text("Here it stands.")).to_be_focused()
    page.get_by_label("Your comment").fill("Glass!")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strand").first).to_contain_text("Glass!")
    assert page.evaluate("window.stayed")
    assert replies(idea) == ["It sleeps empty.", f"@{idea.creator.handle} And in August?"]
    assert session.query(CommentLike).count() == 1
    look_at(page, "talk-said")


def test_somebody_is_called_from_a_list(page: Page, idea: Idea, sign_in: SignIn) -> None:
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}?tab=comments")
    box, people = page.get_by_label("Your comment"), page.get_by_role("listbox")
    box.click()
    page.keyboard.type("Ask @")
    expect(people.get_by_role("option")).to_have_count(4)
    expect(people.get_by_role("option").first).to_contain_text("Ada")
    look_at(page, "talk-calling")
    page.keyboard.type("li")
    liam = people.get_by_role("option", name="Liam")
    expect(people.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", liam.get_attribute("id") or "")
    expect(page.get_by_text("One person: Enter takes them.")).to_be_attached()
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile(r"^Ask @liam-\d+ $"))
    expect(box).to_be_focused()
    expect(people).to_have_count(0)
    page.keyboard.type("or @")
    expect(people.get_by_role("option")).to_have_count(4)
    page.keyboard.press("ArrowUp")
    expect(people.get_by_role("option", selected=True)).to_contain_text("Eli")
    page.keyboard.press("ArrowDown")
    expect(people.get_by_role("option", selected=True)).to_contain_text("Ada")
    page.keyboard.press("Escape")
    expect(people).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("at eli@example")
    expect(box).to_have_value(re.compile(r"or @\nat eli@example$"))
    page.keyboard.type(" @e")
    people.get_by_role("option", name="Eli").click()
    expect(box).to_have_value(re.compile(r"@eli-\d+ $"))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".strand").first.locator(".prose a")).to_have_count(2)


def test_cancelling_leads_back_and_too_much_is_kept(
    page: Page, idea: Idea, sign_in: SignIn
) -> None:
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}?tab=comments")
    opener = page.get_by_role("link", name="Reply to Liam")
    opener.click()
    page.get_by_label("Your reply to Liam").fill("x" * 4001)
    expect(page.locator("[id^=reply] .counted")).to_have_class("counted num is-long")
    page.keyboard.press("Control+Enter")
    box = page.get_by_label("Your reply to Liam")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("x" * 4001)
    page.get_by_role("link", name="Cancel").click()
    expect(box).to_have_count(0)
    expect(opener).to_be_focused()


def test_an_address_leads_to_its_comment(page: Page, idea: Idea) -> None:
    (comment,) = db.session.query(Comment).filter_by(body="It sleeps empty.")
    page.goto(f"/ideas/{idea.slug}/comments/{comment.id}")
    expect(page.locator(f"#comment-{comment.id}")).to_be_in_viewport()
    assert page.url.endswith(f"#comment-{comment.id}")


def test_everything_works_without_javascript(
    plain_page: Page, session: Session, idea: Idea, site: str, client: FlaskClient
) -> None:
    page, vera = plain_page, a_person("Vera")
    enter(page, vera, site, client)
    page.goto(f"{site}/ideas/{idea.slug}?tab=comments")
    page.get_by_label("Your comment").fill("Glass!")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".strand").first).to_contain_text("Glass!")
    page.get_by_role("button", name="Like what Eli says: 0 likes").click()
    page.get_by_role("button", name="Like what Eli says: 1 like").click()
    expect(page.get_by_role("button", name="Like what Eli says: 0 likes")).to_be_visible()
    page.get_by_role("link", name="Reply to Eli").click()
    page.get_by_label("Your reply to Eli").fill("Surely.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.locator(".comment-replies")).to_contain_text("Surely.")
    page.get_by_role("link", name="Report what Liam says").click()
    page.get_by_label("Not about the idea").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.locator("#flashes")).to_contain_text("Thank you.")
    page.goto(f"{site}/ideas/{idea.slug}")
    for question in ("Is it clear what it is?", "Is it original?", "Would you buy it?"):
        page.get_by_role("group", name=question).get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="Tell the team").click()
    expect(page.locator("#flashes")).to_contain_text("Thank you.")
    assert replies(idea) == ["It sleeps empty.", "Surely."]
    assert [each.clear for each in session.query(Feedback)] == [4]
    assert session.query(Report).count() == 1


def test_the_team_is_told_in_private_in_place(
    page: Page, session: Session, idea: Idea, sign_in: SignIn
) -> None:
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}")
    part = page.locator("#feedback")
    for question in ("Is it clear what it is?", "Is it original?", "Would you buy it?"):
        part.get_by_role("group", name=question).get_by_role("radio").nth(2).focus()
        page.keyboard.press("Space")
    look_at(page, "talk-private")
    part.get_by_role("button", name="Tell the team").click()
    expect(part.get_by_role("heading")).to_contain_text("Thank you.")
    session.rollback()
    assert [each.original for each in session.query(Feedback)] == [3]


def test_a_moderator_decides_with_single_keys(
    page: Page, session: Session, idea: Idea, sign_in: SignIn, later: Later
) -> None:
    (comment,) = session.query(Comment).filter_by(body="The dog part sold me.")
    sign_in(a_person("Vera"))
    page.goto(f"/ideas/{idea.slug}/report?comment={comment.id}")
    look_at(page, "report-form")
    page.get_by_label("Advertising or repeated").check()
    page.get_by_role("button", name="Send the report").click()
    sign_in(a_person("Max", Role.MODERATOR))
    page.goto("/desk/reports")
    look_at(page, "reports")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Reported by 1 person")).to_be_visible()
    look_at(page, "report")
    page.keyboard.press("3")
    expect(page.locator(".judged")).to_contain_text("Take it down")
    look_at(page, "report-judged")
    page.keyboard.press("u")
    expect(page.locator("#flashes")).to_contain_text("Taken back.")
    page.keyboard.press("3")
    expect(page.locator(".judged")).to_contain_text("Take it down")
    past_undoing(later)
    session.rollback()
    assert comment.removal_reason == "spam"


def enter(page: Page, person: Person, site: str, client: FlaskClient) -> None:
    sign_in(client, person)
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    page.context.add_cookies([{"name": name, "value": cookie.value, "url": site}])
