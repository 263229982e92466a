"""What a first visit by phone weighs, and whether anything jumps while it loads."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from ideas import clock
from ideas.journey.models import Idea
from ideas.storage.pictures import Kept, keep, prepared
from ideas.submission.models import Picture
from tests.factories import a_live_idea, the_campaign
from tests.gallery.listed import bring_up_to_date

KB = 1024
MOST_BYTES = 300 * KB
MOST_SHIFT = 0.02
IDEAS = 30
PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True}
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  const add = (list) => { for (const each of list) if (!each.hadRecentInput) sum += each.value; };
  const watch = new PerformanceObserver((seen) => add(seen.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture
def ideas(session: Session) -> list[Idea]:
    """A page of ideas, each with a picture of its own."""
    the_campaign()
    picture = prepared(a_scene())
    made = [a_live_idea(f"A whale of glass, number {number}") for number in range(IDEAS)]
    session.add_all([_shown(idea, keep(picture)) for idea in made])
    session.commit()
    bring_up_to_date()
    return made


def _shown(idea: Idea, kept: Kept) -> Picture:
    return Picture(
        idea_id=idea.id,
        position=0,
        name=kept.name,
        widths=list(kept.widths),
        width=kept.width,
        height=kept.height,
        colour=kept.colour,
        cells=kept.cells,
        alt="A whale",
        added_at=clock.now(),
    )


def a_scene() -> bytes:
    """A picture about as heavy as a drawing people send."""
    image = Image.linear_gradient("L").resize((1600, 1200)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for at in range(0, 1600, 40):
        draw.ellipse((at, at // 2, at + 300, at // 2 + 200), fill=(at % 256, 90, 160))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a phone that was never here."""
    context = browser.new_context(**PHONE, base_url=site, locale="en")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_first_visit_to_browse_is_light(ideas: list[Idea], phone: Page) -> None:
    network, sizes = phone.context.new_cdp_session(phone), []
    network.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    network.send("Network.enable")
    phone.goto("/ideas", wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes) <= MOST_BYTES
    shown = phone.locator(".card .picture-fit").evaluate_all(
        "(all) => all.filter((each) => each.complete && each.naturalWidth).length"
    )
    assert 0 < shown < IDEAS
    waiting = phone.locator(".card .picture-ground")
    assert set(waiting.evaluate_all("(all) => all.map((each) => each.children.length)")) == {12}


@pytest.mark.parametrize("address", ["/", "/ideas", "/ideas/{slug}"])
def test_nothing_jumps_while_a_page_loads(ideas: list[Idea], phone: Page, address: str) -> None:
    phone.goto(address.format(slug=ideas[0].slug), wait_until="networkidle")
    assert phone.evaluate(SHIFTS) <= MOST_SHIFT
