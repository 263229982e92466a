"""Taking the pictures of docs/tour.md again, on the demo.

    python -m tests.browser.tour            all of them
    python -m tests.browser.tour home desk  some of them

Serves the demo of IDEAS_HOME (default ``var/demo``; told first where it is not there) while it
runs. One picture casts a vote, as the fan would.
"""

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.look import BROKEN_PICTURES, STILL

FOLDER = Path("docs/tour")
BIND = "127.0.0.1:8717"
SITE = f"http://{BIND}"
DOOR = re.compile(r"^  (\w+) .* (http\S+)$")
WIDE, PHONE = (1280, 860), (390, 844)
GROUND, GAP, ROUND = "#e9e2d4", 36, 28
QUALITY = 76
LONGEST_MS, PAUSE_MS = 15_000, 400
NOT_VOTED = '.card:not(:has-text("You voted")) .card-link'
MOON = 'a[href*="/workshop/ideas/moon"]'
SCROLL = "(part) => scrollBy(0, part.getBoundingClientRect().top - 24)"
DRAFT, JOURNEY = '.own-idea a[href*="/pictures"]', '.tabs a[href*="journey"]'

Way = Callable[[Page], object]


@dataclass(frozen=True)
class Look:
    """One page as somebody sees it."""

    role: str
    way: Way
    is_dark: bool = False
    language: str = "en"


def to(address: str) -> Way:
    """Go there."""
    return lambda page: page.goto(SITE + address)


def through(address: str, *links: str, down_to: str = "") -> Way:
    """Go there, press what these selectors name, one after another, and scroll to a part."""

    def walk(page: Page) -> None:
        page.goto(SITE + address)
        for link in links:
            page.locator(link).first.click()
            page.wait_for_timeout(PAUSE_MS)
            page.wait_for_load_state("networkidle")
        if down_to:
            page.evaluate(BROKEN_PICTURES)
            page.locator(down_to).first.evaluate(
                "(part) => scrollBy(0, part.getBoundingClientRect().top - 24)"
            )

    return walk


def idea(words: str, *links: str, down_to: str = "") -> Way:
    """The page of the first idea with these words."""
    return through(f"/ideas?stage=all&q={words}", ".card-link", *links, down_to=down_to)


PICTURES: dict[str, Look | tuple[Look, ...]] = {
    "home": Look("", to("/")),
    "browse": Look("", to("/ideas"), is_dark=True),
    "phones": (
        Look("", to("/")),
        Look("", to("/ideas?sort=votes"), is_dark=True, language="fr"),
        Look("", idea("Moon that you wind up")),
    ),
    "idea": Look("fan", idea("Cargo bike for dolls")),
    "vote": (
        Look("fan", through("/ideas?sort=new", NOT_VOTED, ".vote-button", down_to="#ballot")),
        Look("fan", to("/workshop/votes"), is_dark=True),
        Look("fan", to("/notices"), language="fr"),
    ),
    "draft": Look("creator", through("/workshop", DRAFT, ".steps li:nth-child(2) a")),
    "rights": Look(
        "creator",
        through("/workshop", DRAFT, ".steps li:nth-child(1) a"),
        is_dark=True,
        language="fr",
    ),
    "queue": Look("moderator", to("/desk/moderation")),
    "moderation": Look("moderator", through("/desk/moderation", ".desk-head .button")),
    "workshop": Look(
        "creator", through("/workshop", 'a[href*="/workshop/ideas/moon"]'), is_dark=True
    ),
    "kit": Look("creator", idea("Moon that you wind up", 'a[href$="/sharing"]')),
    "rounds": Look("", to("/rounds")),
    "case": Look("reviewer", through("/desk/rounds", 'a:has-text("Fourth")', "tbody th a")),
    "answers": Look("", through("/rounds", 'a:has-text("Third")')),
    "journey": Look(
        "", idea("Lighthouse", '.tabs a[href*="journey"]', down_to="#tabs"), is_dark=True
    ),
    "made": Look("", to("/products"), language="fr"),
    "statement": Look("creator", through("/workshop/statements", 'main a[href*="/statements/"]')),
    "royalties": Look("finance", to("/desk/royalties/payments")),
    "terms": Look("admin", to("/desk/terms")),
    "dials": Look("admin", to("/desk/dials/web")),
}


@contextmanager
def the_demo() -> Iterator[dict[str, str]]:
    """The demo, served; answers a link for each role, the first of its people."""
    ideas = str(Path(sys.executable).with_name("ideas"))
    command = [ideas, "demo", "--serve", "--bind", BIND]
    place = os.environ | {"IDEAS_BASE_URL": SITE, "PYTHONUNBUFFERED": "1"}
    served = subprocess.Popen(command, env=place, stdout=subprocess.PIPE, text=True)
    doors: dict[str, str] = {}
    try:
        for line in served.stdout or ():
            if door := DOOR.match(line):
                doors.setdefault(door[1], door[2])
            if line.startswith("Serving"):
                break
        yield doors
    finally:
        served.terminate()
        served.wait()


class Photographer:
    """Looks at pages as this one or that one."""

    def __init__(self, browser: Browser, doors: dict[str, str]) -> None:
        self.browser = browser
        self.doors = doors
        self.signed_in: dict[str, object] = {"": None}

    def picture(self, looks: Look | tuple[Look, ...]) -> Image.Image:
        """One page, or several phones side by side."""
        if isinstance(looks, Look):
            return self.see(looks, WIDE)
        return side_by_side([self.see(look, PHONE) for look in looks])

    def see(self, look: Look, size: tuple[int, int]) -> Image.Image:
        """What is in view."""
        context = self.browser.new_context(
            storage_state=self._state(look.role),  # type: ignore[arg-type]
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if look.is_dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(LONGEST_MS)
        context.add_cookies([{"name": "language", "value": look.language, "url": SITE}])
        page = context.new_page()
        look.way(page)
        page.evaluate(BROKEN_PICTURES)
        page.evaluate(STILL)
        shot = page.screenshot()
        context.close()
        return Image.open(io.BytesIO(shot)).convert("RGB")

    def _state(self, role: str) -> object:
        if role not in self.signed_in:
            context = self.browser.new_context()
            page = context.new_page()
            page.goto(self.doors[role])
            page.locator("main form [type=submit]").first.click()
            page.wait_for_load_state("networkidle")
            self.signed_in[role] = context.storage_state()
            context.close()
        return self.signed_in[role]


def side_by_side(phones: list[Image.Image]) -> Image.Image:
    """Phones with rounded corners on a quiet ground."""
    width, height = phones[0].size
    whole = Image.new("RGB", ((width + GAP) * len(phones) + GAP, height + 2 * GAP), GROUND)
    for at, phone in enumerate(phones):
        corner = Image.new("L", (width * 2, height * 2))
        ImageDraw.Draw(corner).rounded_rectangle((0, 0, width * 2, height * 2), ROUND * 2, 255)
        whole.paste(phone, (GAP + at * (width + GAP), GAP), corner.resize(phone.size))
    return whole


def main(wanted: list[str]) -> None:
    """Take the wanted pictures, or all."""
    with the_demo() as doors, sync_playwright() as driver:
        chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        photographer = Photographer(browser, doors)
        for name in wanted or PICTURES:
            file = FOLDER / f"{name}.webp"
            photographer.picture(PICTURES[name]).save(file, "WEBP", quality=QUALITY, method=6)
            sys.stdout.write(f"{file} {file.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
