"""A whole journey by keys alone: from signing up to a moderator's word about a report."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import BrowserContext, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.comments.likes.models import CommentLike
from ideas.comments.models import Comment
from ideas.journey.stages import Stage
from ideas.moderation.reports.models import Report
from ideas.policy import Role
from ideas.voting.queries import ballot_of
from ideas.voting.survey.models import SurveyAnswer
from tests.browser.conftest import admit, overhear
from tests.browser.keys import Keys
from tests.conftest import Clock
from tests.factories import a_person
from tests.journeys import lamp
from tests.journeys.steps import last_mail, stage, the_idea
from tests.journeys.times import Later, past_undoing
from tests.journeys.watched import ideas_watched
from tests.storage.files import a_picture

Sit = Callable[..., Keys]


@pytest.fixture
def sit(
    new_context: Callable[[], BrowserContext],
    app: Flask,
    session: Session,
    site: str,
    complaints: list[str],
) -> Sit:
    """``sit("Max", Role.MODERATOR)``: somebody signed in at a keyboard; ``sit()`` a visitor."""

    def sat(name: str = "", *roles: Role) -> Keys:
        context = new_context()
        overhear(context, complaints, site)
        if name:
            admit(context, app.test_client(), a_person(name, *roles), site)
        return Keys(context.new_page())

    return sat


def sign_up(ada: Keys) -> None:
    """A form with a mistake leads to it; the mail's link is opened as from the mail."""
    ada.open("/").follow("Submit an idea").follow("Sign up", most=20)
    ada.type("Name", "Ada Lindqvist").type("E-mail address", "ada@example")
    ada.type("Password", lamp.PASSWORD).tab_to("Country").write("Norway")
    ada.tab_to("Age").press("End").tab_to("I agree").press("Space").follow("Sign up")
    assert ada.focus().name.startswith("Please check")
    ada.tab_to("E-mail address:").press("Enter")
    assert ada.focus().name == "E-mail address"
    ada.press("Control+a").write("ada@example.org").type("Password", lamp.PASSWORD)
    ada.follow("Sign up").expect("Look into your mailbox")
    token = last_mail("ada@example.org").values["token"]
    ada.open(f"/account/confirmation/{token}").follow("Yes, confirm")


def write_it(ada: Keys) -> None:
    """The four steps, the story saved while it is typed."""
    ada.open("/").follow("Submit an idea").tab_to("Everything in it is mine").press("Space")
    ada.follow("Continue")
    ada.type("Title", lamp.TITLE).type("In one line", lamp.TEXTS["summary"])
    ada.type("Its story", lamp.TEXTS["body"]).type("Details", lamp.TEXTS["specs"])
    ada.type("Tags", lamp.TEXTS["tags"])
    expect(ada.page.locator(".saved")).to_contain_text("Saved")
    ada.follow("Save and continue")


def show_it(ada: Keys, folder: Path) -> None:
    """Two pictures: chosen in the system's dialogue, described and moved by keys."""
    for number, colour in enumerate(("lamp", "plan"), 1):
        file = folder / f"{colour}.jpg"
        file.write_bytes(a_picture(size=(1200, 700 + 100 * number)))
        ada.tab_to("Choose pictures", back=number > 1)
        ada.page.set_input_files("form[data-room] input[type=file]", file)
        expect(ada.page.get_by_label(f"What does picture {number} show?")).to_be_focused()
        ada.write(f"The {colour}")
        expect(ada.page.locator(".picture-item .saved").nth(number - 1)).to_have_text("Saved")
    ada.tab_to("Move picture 2", most=3).press("ArrowUp")
    expect(ada.page.locator(".picture-list")).not_to_have_attribute("aria-busy", "true")
    assert ada.focus().name == "Move picture 1"
    ada.follow("Continue")


def submit_it(ada: Keys) -> None:
    """The preview and back, then the button."""
    ada.follow("See it as others will").expect(lamp.TITLE)
    ada.go_back().follow("Submit the idea").expect("Your idea is with the moderators")
    assert stage() is Stage.SUBMITTED


def publish_it(max_: Keys) -> None:
    """From the desk to the published idea; a way that was not meant is left again."""
    max_.open("/desk").follow("Moderation").follow("Start with the oldest")
    max_.swap("Decline")
    max_.swap("Back")
    max_.follow("Publish").expect("Nothing waits").follow("Undo").expect("Taken back.")
    max_.follow("Publish").expect("Nothing waits")


def find_it(vera: Keys) -> None:
    """Search in place, open it, look through its pictures."""
    vera.open("/").tab_to("Skip to the content").press("Enter")
    assert vera.focus().tag == "main"
    vera.tab_to("Ideas", back=True).leave()
    vera.type("Search ideas", "lighthouse")
    assert vera.change().name.startswith("Ideas")
    vera.follow(lamp.TITLE)
    vera.tab_to("Pictures").press("ArrowRight")
    second = vera.page.get_by_role("link", name="Picture 2")
    expect(second).to_have_attribute("aria-current", "true")
    vera.tab_to("Picture 1").press("Enter")
    expect(second).not_to_have_attribute("aria-current", "true")
    assert vera.focus().name == "Picture 1"


def vote_for_it(vera: Keys, session: Session) -> None:
    """Vote, then answer the survey in the same place."""
    vera.swap("Vote for this idea")
    vera.expect("You have voted").tab_to("1", most=12)
    vera.press("ArrowRight")
    vera.tab_to("Myself", most=3).press("Space")
    vera.swap("Done", most=3)
    vera.expect("Your answers are kept")
    session.rollback()
    assert session.query(SurveyAnswer).one().quantity == 2


def talk(vera: Keys, session: Session) -> None:
    """Comment, like and reply in place; report on a page of its own."""
    vera.follow("Comments")
    vera.type("Your comment", "Will it turn both ways?").swap("Send")
    vera.swap("Like what Eli says")
    assert vera.focus().name == "Like what Eli says: 1 like"
    assert vera.swap("Reply to Eli", most=3).name.startswith("Your reply to Eli")
    vera.write("Surely.").swap("Send the reply", most=5)
    vera.follow("Report what Eli says").tab_to("Not about the idea").press("ArrowDown")
    vera.arrow_to("Advertising").tab_to("What should the moderators know").write("He sells lamps.")
    vera.follow("Send the report").expect("Thank you.")
    session.rollback()
    assert session.query(CommentLike).count() == session.query(Report).count() == 1
    said = [each.body for each in session.query(Comment).order_by(Comment.id)]
    assert said == ["Buy my lamps!", "Will it turn both ways?", "Surely."]


def decide_it(max_: Keys, session: Session, later: Later) -> None:
    """The report is taken from the queue, the comment taken down."""
    max_.open("/desk").follow("Reports").follow("Start with the oldest")
    max_.follow("Advertising").expect("Nobody has reported anything")
    past_undoing(later)
    session.rollback()
    assert session.query(Comment).filter_by(body="Buy my lamps!").one().removal_reason == "spam"


@pytest.mark.usefixtures("short_ladder")
@pytest.mark.slow
def test_a_whole_journey_by_keys(sit: Sit, later: Later, session: Session, tmp_path: Path) -> None:
    ada, max_, vera = sit(), sit("Max", Role.MODERATOR), sit("Vera")
    sign_up(ada)
    write_it(ada)
    show_it(ada, tmp_path)
    submit_it(ada)
    publish_it(max_)
    past_undoing(later)
    assert stage() is Stage.LIVE
    eli = sit("Eli").open(f"/ideas/{the_idea().slug}?tab=comments")
    eli.type("Your comment", "Buy my lamps!").swap("Send")
    find_it(vera)
    vote_for_it(vera, session)
    talk(vera, session)
    decide_it(max_, session, later)


@pytest.mark.slow
def test_votes_are_looked_into_by_keys(sit: Sit, session: Session, clock: Clock) -> None:
    """One case is released, the votes of another made void; a voter who was held appeals."""
    vera, max_ = sit("Vera"), sit("Max", Role.MODERATOR)
    person = session.scalars(sa.select(Person).where(Person.name == "Vera")).one()
    ideas = ideas_watched({"Vera": person}, clock)
    vera.open("/workshop/votes").follow("Being checked: Crowded carousel")
    vera.type("Tell us why", "I am nobody else.").follow("Appeal").expect("You appealed")
    max_.open("/desk/integrity").follow("Start with the oldest").expect("Cases")
    max_.press("r").expect("10 votes count again.")
    max_.open("/desk/integrity").follow("Bought bridge").expect("All votes for this idea")
    max_.follow("Confirm").expect("Confirmed. It is carried out.")
    max_.open(f"/desk/integrity/{ideas['reached'].slug}")
    for checked in (1, 2, 3):
        with max_.page.expect_navigation():
            max_.press("g")
        expect(max_.page.locator("#sample .badge-good")).to_have_count(checked)
    session.rollback()
    ballots = [ballot_of(each.id) for each in ideas.values()]
    assert [ballot and ballot.void for ballot in ballots] == [0, 4, 0]
