"""The whole journey of one idea in a browser with JavaScript, by keys where keys are quicker."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.review.scoring.rules import DEFAULT_WEIGHTS
from tests.browser.surfer import Surfer
from tests.journeys import lamp
from tests.journeys.steps import (
    agree_on_it,
    answer_it,
    pay_it,
    put_it_on_sale,
    read_the_statements,
    say_where_to_pay,
    sell_it,
    sign_up,
    stage,
    submit_it,
    take_it_in,
    the_idea,
)
from tests.journeys.times import Later, past_undoing
from tests.storage.files import a_picture

Enter = Callable[..., Surfer]


def come_in(ada: Surfer) -> None:
    """From the front page to an account; a form with mistakes keeps what was typed."""
    ada.go("/").click("How it works").go("/sign-up")
    ada.press("Sign up", name="Ada Lindqvist", email="ada@example")
    assert ada.status == 422
    expect(ada.page.get_by_label("Name", exact=False).first).to_have_value("Ada Lindqvist")


def write_it(ada: Surfer) -> str:
    """Say whose it is, then type; it is saved while one types. Answers the idea's address."""
    ada.go("/drafts/new").press("Continue", rights="own")
    page = ada.page
    for name in ("title", "summary", "body", "tags"):
        page.locator(f"[name={name}]").fill(lamp.TEXTS[name])
    expect(page.locator(".saved")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("[name=title]")).to_have_value(lamp.TITLE)
    ada.keep("submission.idea-saved").press("Save and continue")
    return ada.path.split("/")[2]


def show_it(ada: Surfer, folder: Path) -> None:
    """Choose two files, describe them as one types, and put the second one first."""
    page = ada.page
    pictures = page.locator(".picture-item")
    for number, colour in enumerate(("lamp", "plan"), 1):
        file = folder / f"{colour}.jpg"
        file.write_bytes(a_picture(size=(1200, 700 + 100 * number)))
        page.set_input_files("form[data-room] input[type=file]", file)
        expect(pictures).to_have_count(number)
        expect(page.get_by_label(f"What does picture {number} show?")).to_be_focused()
        page.keyboard.type(f"The {colour}")
        expect(pictures.nth(number - 1).locator(".saved")).to_have_text("Saved")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Move picture 2 up").click()
    page.reload()
    expect(page.get_by_label("What does picture 1 show?")).to_have_value("The plan")
    ada.keep("submission.pictures-two").click("Continue")


def share_it(ada: Surfer, ben: Surfer, slug: str) -> None:
    """Ask Ben for forty percent; he says yes."""
    ada.go(f"/drafts/{slug}/team").press("Ask", who="ben@example.org", share="40")
    ben.go("/workshop").click("Read and answer").press("Yes, join")


def publish_it(max_: Surfer) -> None:
    """From the first key to the published idea without touching the mouse."""
    page = max_.go("/desk").go("/desk/moderation").page
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name=lamp.TITLE, level=1)).to_be_visible()
    max_.keep("moderation.item")
    max_.swap(lambda: page.keyboard.press("d")).keep("moderation.item-reasons")
    max_.swap(lambda: page.keyboard.press("b"))
    page.keyboard.press("p")
    max_.expect("Nothing waits")


def look_around(vera: Surfer) -> None:
    """Filter and search the list in place; the address follows, and back goes back."""
    vera.go("/").go("/ideas")
    page = vera.page
    vera.swap(page.get_by_role("link", name="Most votes").click)
    assert "sort=" in vera.path
    page.get_by_role("searchbox").fill("lighthouse")
    vera.swap(lambda: page.keyboard.press("Enter"))
    assert "q=lighthouse" in vera.path
    expect(page.get_by_role("link", name=lamp.TITLE)).to_be_visible()
    page.get_by_role("searchbox").fill("kettle")
    vera.swap(lambda: page.keyboard.press("Enter")).keep("gallery.browse-nothing")
    page.go_back()
    expect(page.get_by_role("link", name=lamp.TITLE)).to_be_visible()


def tab_to(surfer: Surfer, words: str) -> None:
    """Press Tab until the button with these words has the focus."""
    button = surfer.page.get_by_role("button", name=words, exact=True)
    for _ in range(60):
        surfer.page.keyboard.press("Tab")
        if button.evaluate("(button) => button === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {words!r} on {surfer.path}")


def vote_by_keys(surfer: Surfer, idea: str) -> None:
    """Vote with Tab and Enter; the page stays, the count moves."""
    tab_to(surfer.go(idea), "Vote for this idea")
    surfer.swap(lambda: surfer.page.keyboard.press("Enter"))
    expect(surfer.page.locator("#ballot")).to_be_focused()
    surfer.expect("You have voted")


def vote_it_up(enter: Enter, idea: str) -> None:
    """A visitor votes on their way in; four fans follow, and one follows the idea, too."""
    vera = enter()
    look_around(vera)
    sign_up(vera.go(idea).click("Vote for this idea"), "Vera Voter", "vera@example.org")
    vera.go(idea).expect("You have voted").keep("gallery.idea-voted")
    jun = enter("Jun")
    vote_by_keys(jun, idea)
    jun.swap(jun.page.get_by_role("button", name="Follow").click).expect("Following")
    talk(jun, idea)
    for name in ("Rosa", "Eli", "Mia"):
        enter(name).go(idea).press("Vote for this idea")


def talk(jun: Surfer, idea: str) -> None:
    """Say something; it stands there at once, without another page."""
    jun.go(idea).click("Comments").press("Send", body="Will it turn *both* ways?")
    jun.expect("both").keep("gallery.idea-commented")


def score_by_keys(reviewer: Surfer, address: str) -> None:
    """Four points on each criterion: Tab to the row, arrows or Space to the points, s to keep."""
    page = reviewer.go(address).click(lamp.TITLE).page
    for criterion in DEFAULT_WEIGHTS:
        first = page.locator(f"input[name={criterion}]").first
        first.focus()
        page.keyboard.press("Space")
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        expect(page.locator(f"input[name={criterion}]:checked")).to_have_value("4")
    page.locator("[name=note]").fill("A joy.")
    page.locator("[name=note]").blur()
    with page.expect_navigation():
        page.keyboard.press("s")
    reviewer.expect("All scorecards").keep("review.case-scored")


def tell(enter: Enter, later: Later, folder: Path) -> None:
    """From an empty sheet to the statement, on a short ladder."""
    ada, ben = enter(), enter()
    come_in(ada)
    for creator, (name, address) in zip((ada, ben), lamp.CREATORS.items(), strict=True):
        sign_up(creator.go("/sign-up"), name, address)
    slug = write_it(ada)
    show_it(ada, folder)
    share_it(ada, ben, slug)
    submit_it(ada, slug)
    assert stage() is Stage.SUBMITTED

    publish_it(enter("Max", Role.MODERATOR))
    past_undoing(later)
    assert stage() is Stage.LIVE
    slug = the_idea().slug
    later(seconds=10)
    assert lamp.TITLE in ada.go("/notices").text

    vote_it_up(enter, f"/ideas/{slug}")
    assert stage() is Stage.CERTIFYING
    later(hours=73)

    rita, ravi = enter("Rita", Role.REVIEWER), enter("Ravi", Role.REVIEWER)
    address = take_it_in(rita, later)
    for reviewer in (rita, ravi):
        score_by_keys(reviewer.come_back(), address)
    results = answer_it(rita, ravi, address, later)
    assert "We love the lamp." in enter().go("/rounds").go(results).text

    fay, flo = enter("Fay", Role.FINANCE), enter("Flo", Role.FINANCE)
    agree_on_it(fay, ada, ben)
    say_where_to_pay(fay, ada, ben, later)
    for of_finance in (fay, flo):
        of_finance.come_back()
    put_it_on_sale(fay, flo, slug)
    sell_it(fay, flo, later)
    assert stage() is Stage.ON_SALE
    read_the_statements(ada, ben)
    pay_it(fay, flo)

    vera = enter()
    vera.go(f"/ideas/{slug}?tab=journey").click("Ada Lindqvist").go("/products").go("/nowhere")
    assert vera.status == 404
    ada.go("/workshop").go("/")
