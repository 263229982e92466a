"""Ada draws up an idea: files dropped, pictures moved by keys, words saved as she types them."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy.orm import Session

from ideas.accounts.models import Person
from ideas.journey.models import Idea
from tests.browser.look import look_at
from tests.factories import a_live_idea, a_person
from tests.storage.files import a_picture
from tests.submission.making import a_draft, a_finished_draft, a_shown_picture

pytestmark = pytest.mark.usefixtures("session")
DROP = """(area, files) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
  }
  for (const kind of ["dragover", "drop"]) {
    const given = { dataTransfer: carried, bubbles: true, cancelable: true };
    area.dispatchEvent(new DragEvent(kind, given));
  }
}"""


@pytest.fixture
def ada(sign_in: Callable[[Person], None], session: Session) -> Person:
    """Ada, signed in."""
    ada = a_person("Ada")
    sign_in(ada)
    return ada


@pytest.fixture
def draft(ada: Person) -> Idea:
    """A draft of hers without pictures."""
    return a_draft(ada)


def step(page: Page, idea: Idea, name: str) -> Page:
    """The page at a step of the draft."""
    page.goto(f"/drafts/{idea.slug}/{name}")
    return page


def descriptions(page: Page) -> list[str]:
    """What the pictures are said to show, in their order."""
    fields = page.get_by_label("What does picture")
    return [fields.nth(place).input_value() for place in range(fields.count())]


def test_files_are_dropped_together_and_each_gets_its_answer(page: Page, draft: Idea) -> None:
    step(page, draft, "pictures")
    sent = [
        ("good.jpg", a_picture()),
        ("bad.jpg", b"no"),
        ("small.jpg", a_picture(size=(900, 700))),
    ]
    files = [[name, base64.b64encode(content).decode()] for name, content in sent]
    page.locator("#pictures").evaluate(DROP, files)
    expect(page.locator(".picture-item")).to_have_count(2)
    expect(page.locator("[data-told]")).to_contain_text("bad.jpg")
    expect(page.locator("[data-say]")).to_have_text("2 of 3 files were taken.")
    expect(page.locator(".picture-list > li").nth(1)).to_contain_text("It is small")
    expect(page.locator(".picture-item").first).to_contain_text("Cover")
    look_at(page, "drafting/pictures")
    page.reload()
    expect(page.locator(".picture-item")).to_have_count(2)


def test_pictures_are_moved_by_keys_by_pointer_and_by_buttons(page: Page, draft: Idea) -> None:
    for name in "ABC":
        a_shown_picture(draft, alt=name)
    step(page, draft, "pictures")
    said = page.locator("[data-say]")
    page.get_by_role("button", name="Move picture 3", exact=True).focus()
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Moved to place 2 of 3.")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Moved to place 1 of 3. It is the cover now.")
    expect(page.get_by_role("button", name="Move picture 1", exact=True)).to_be_focused()
    assert descriptions(page) == ["C", "A", "B"]
    first, last = (
        page.get_by_role("button", name=f"Move picture {number}", exact=True) for number in (1, 3)
    )
    _drag(page, first, last)
    expect(said).to_have_text("Moved to place 3 of 3.")
    third = page.locator(".picture-item").nth(2)
    expect(third.get_by_role("button", name="Move picture 3 up")).to_be_visible()
    page.get_by_role("button", name="Move picture 2 up").click()
    expect(said).to_have_text("Moved to place 1 of 3. It is the cover now.")
    expect(page.locator(".picture-list")).not_to_have_attribute("aria-busy", "true")
    page.reload()
    assert descriptions(page) == ["B", "A", "C"]


def _drag(page: Page, handle: Locator, onto: Locator) -> None:
    handle.scroll_into_view_if_needed()
    from_box, to_box = handle.bounding_box(), onto.bounding_box()
    assert from_box is not None
    assert to_box is not None
    page.mouse.move(from_box["x"] + 9, from_box["y"] + 9)
    page.mouse.down()
    page.mouse.move(to_box["x"] + 9, to_box["y"] + 200, steps=8)
    page.mouse.up()


def test_words_typed_while_files_arrive_are_kept(page: Page, draft: Idea, tmp_path: Path) -> None:
    a_shown_picture(draft, alt="")
    step(page, draft, "pictures")
    file = tmp_path / "lamp.jpg"
    file.write_bytes(a_picture())
    described = page.get_by_label("What does picture 1 show?")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.set_input_files("form[data-room] input[type=file]", file)
        described.fill("A lamp at sea")
    expect(page.locator(".picture-item")).to_have_count(2)
    expect(page.locator(".picture-item").first.locator(".saved")).to_have_text("Saved")
    page.reload()
    expect(described).to_have_value("A lamp at sea")


def test_a_picture_is_replaced_at_once(page: Page, draft: Idea, tmp_path: Path) -> None:
    a_shown_picture(draft, alt="A lamp")
    step(page, draft, "pictures")
    shown = page.locator(".picture-item .picture-fit").first
    before = shown.get_attribute("src")
    file = tmp_path / "lamp.jpg"
    file.write_bytes(a_picture())
    page.get_by_text("Replace picture 1").click()
    page.set_input_files(".picture-replace input[type=file]", file)
    expect(shown).not_to_have_attribute("src", before or "")
    assert descriptions(page) == ["A lamp"]


def test_words_survive_a_lost_connection_a_reload_and_the_way_back(
    page: Page, context: BrowserContext, draft: Idea
) -> None:
    saved, title = page.locator(".saved"), step(page, draft, "idea").locator("[name=title]")
    title.fill("A lighthouse for the desk")
    expect(saved).to_contain_text("Saved")
    context.set_offline(True)
    title.fill("A lighthouse for every desk")
    expect(saved).to_contain_text("No connection")
    page.get_by_role("button", name="Save and continue").click()
    expect(title).to_have_value("A lighthouse for every desk")
    context.set_offline(False)
    expect(saved).to_contain_text("Saved")
    page.reload()
    expect(title).to_have_value("A lighthouse for every desk")
    title.fill("A lighthouse for any desk")
    page.get_by_role("link", name="Pictures", exact=True).click()
    page.go_back()
    expect(title).to_have_value("A lighthouse for any desk")


def test_two_windows_show_both_texts(page: Page, context: BrowserContext, draft: Idea) -> None:
    step(page, draft, "idea")
    other = step(context.new_page(), draft, "idea")
    page.locator("[name=title]").fill("Written in the first")
    expect(page.locator(".saved")).to_contain_text("Saved")
    other.locator("[name=title]").fill("Written in the second")
    beside = other.locator("#beside")
    expect(beside).to_contain_text("Changed in another window")
    expect(beside).to_contain_text("Written in the first")
    look_at(other, "drafting/two-windows")
    other.get_by_role("button", name="Keep what is here").click()
    expect(other.locator("#beside")).not_to_contain_text("Changed in another window")
    expect(other.locator("[name=title]")).to_have_value("Written in the second")


def test_similar_ideas_appear_while_the_title_is_typed(page: Page, draft: Idea) -> None:
    other = a_live_idea("A kite that sings", votes=2)
    step(page, draft, "idea").locator("[name=title]").fill("A kite that sang")
    similar = page.locator("#similar")
    expect(similar.get_by_role("link", name=other.title)).to_be_visible()
    expect(similar).to_contain_text("2 votes")
    look_at(page, "drafting/idea")


def test_the_story_is_shown_as_it_will_read_while_it_is_typed(page: Page, draft: Idea) -> None:
    reading = step(page, draft, "idea").locator("#reading")
    expect(reading.locator("strong")).to_have_text("lamp")
    page.get_by_label("Its story").fill("## How it turns\n\nBy *hand*. <script>no</script>")
    expect(reading.get_by_role("heading", level=3)).to_have_text("How it turns")
    expect(reading.locator("em")).to_have_text("hand")
    expect(reading).to_contain_text("<script>no</script>")
    page.locator("[name=title]").fill("A whale of glass")
    expect(reading).to_contain_text("A whale of glass")
    expect(page.locator("#title-hint .counted")).to_have_text("16 / 80")
    expect(page.locator("[name=title]")).to_be_focused()
    page.get_by_label("Details").fill("Height: 42 cm\nof <oak>")
    expect(reading.get_by_role("definition")).to_have_text("42 cm")
    expect(page.locator("#beside")).to_contain_text("Write the detail “of <oak>” with a colon")
    look_at(page, "drafting/reading")
    page.goto(f"/drafts/{draft.slug}/preview")
    shown = page.locator(".idea-body .prose")
    expect(shown.get_by_role("heading", level=3)).to_have_text("How it turns")
    expect(page.locator(".idea-body").get_by_role("definition")).to_have_text("42 cm")


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_every_step_keeps_the_rules_of_access(
    page: Page, context: BrowserContext, ada: Person, site: str, language: str
) -> None:
    context.add_cookies([{"name": "language", "value": language, "url": site}])
    draft = a_finished_draft(ada)
    for name in ("rights", "idea", "pictures", "team"):
        look_at(step(page, draft, name), f"drafting/{name}-{language}")
    page.locator("form[action$=submission] button").click()
    page.wait_for_url("**/workshop/handed-in/*")
    look_at(page, f"drafting/handed-in-{language}")
