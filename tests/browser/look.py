"""Looking at a page as people do: on a phone and on a desk, and with a screen reader's rules.

LOOK_CLOSELY=1 keeps a picture of every look and asks every rule; else the journey alone keeps its
pictures, a kind of page is looked at once in a process (``known``), and a second look at a page
asks only what another theme and another width can break; with TEST_BRIEFLY=1 there is none, but
for what sticks out on the narrowest phone (each theme is asked of all parts in ``test_style.py``),
and no pictures are kept.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from tests.conftest import BRIEFLY

Scheme = Literal["light", "dark"]

CLOSELY = bool(os.environ.get("LOOK_CLOSELY"))
SCREENS = Path("test-results/screens")
known: set[str] = set()  # the kinds of page that were looked at
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_SIGHT = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
COSTLY = ["color-contrast", "target-size"]
"""Half the time of all rules; every part is asked them in ``test_style.py``."""
BROKEN_PICTURES = """async () => {
  const pictures = [...document.images];
  for (const each of pictures) each.loading = "eager";
  await document.fonts.ready;
  await Promise.all(pictures.map((each) => each.decode().catch(() => {})));
  return pictures.filter((each) => !each.naturalWidth).map((each) => each.src);
}"""
TWICE = """() => {
  const names = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return names.filter((each, at) => names.indexOf(each) !== at).map((each) => `twice: ${each}`);
}"""
SETTLED = """async (width) => {
  do await new Promise(requestAnimationFrame); while (innerWidth !== width);
  await new Promise(requestAnimationFrame);
}"""
STILL = """async () => {
  await new Promise(requestAnimationFrame);
  for (const each of document.getAnimations()) {
    try { each.finish(); } catch { each.cancel(); } // one without an end cannot finish
  }
}"""
MOVES = """() => [...document.querySelectorAll("*")].filter((each) => {
  const { animationDuration, transitionDuration } = getComputedStyle(each);
  return [animationDuration, transitionDuration].some((times) =>
    times.split(",").some((time) => parseFloat(time) > 0.01));
}).map((each) => `moves: ${each.tagName}.${each.classList}`).slice(0, 5)"""
SHAPELESS = """() => {
  const kinds = ".button, .chip, .input, .notice, .panel, .vote-panel";
  return [...document.querySelectorAll(kinds)].filter((each) => {
    const { borderTopStyle, borderTopWidth } = getComputedStyle(each);
    const is_shown = each.checkVisibility() && !each.matches(".drop .input");
    return is_shown && (borderTopStyle === "none" || parseFloat(borderTopWidth) < 1);
  }).map((each) => `no shape: ${each.tagName}.${each.classList}`).slice(0, 5);
}"""
WIPE = """() => {
  for (const each of document.querySelectorAll('[style=""]')) each.removeAttribute("style");
}"""


def look_at(page: Page, name: str, *, keep: bool = CLOSELY) -> None:
    """Look at it light on a desk and dark on a phone, and ``keep`` pictures of that.

    No rule of access may be broken in either, and nothing may stick out sideways.
    """
    keep = keep and not BRIEFLY
    _see(page, name, DESK, "light", keep=keep)
    if not BRIEFLY:
        _see(page, name, PHONE, "dark", keep=keep, again=True)
    _nothing(sticks_out(page, NARROWEST), f"{name}-{NARROWEST['width']}")
    _as_it_was(page)


def photograph(page: Page, name: str) -> None:
    """Keep the same pictures of a page that is known to break no rule."""
    if BRIEFLY:
        return
    _photograph(page, name, DESK, "light")
    _photograph(page, name, PHONE, "dark")
    _as_it_was(page)


def _photograph(page: Page, name: str, size: ViewportSize, scheme: Scheme) -> None:
    _show(page, size, scheme)
    _keep(page, SCREENS / f"{_where(name, size, scheme)}.jpg", size["width"])


def glance_at(page: Page, name: str) -> None:
    """The same, in English on a desk and in French on a phone."""
    _see(page, name, DESK, "light")
    with in_french(page):
        _see(page, f"{name}-fr", PHONE, "dark", again=True)
        _nothing(sticks_out(page, NARROWEST), f"{name}-fr-{NARROWEST['width']}")
    _as_it_was(page)


def what_ignores_wishes(page: Page) -> list[str]:
    """What moves though it should not, has no shape in forced colours, or no room at 200 %."""
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    found: list[str] = page.evaluate(MOVES) + page.evaluate(SHAPELESS)
    page.emulate_media(forced_colors="null")
    half: ViewportSize = {"width": DESK["width"] // 2, "height": DESK["height"] // 2}
    return found + sticks_out(page, half)


def look_closely_at(page: Page, name: str) -> None:
    """The same, at either size in both themes, in both languages."""
    _see_otherwise(page, name)
    look_at(page, name)
    with in_french(page):
        _see_otherwise(page, f"{name}-fr")
        look_at(page, f"{name}-fr")


def _see_otherwise(page: Page, name: str) -> None:
    _see(page, name, DESK, "dark")
    _see(page, name, PHONE, "light")


def _as_it_was(page: Page) -> None:
    resize(page, DESK)
    page.emulate_media(color_scheme="null", reduced_motion="null")


@contextmanager
def in_french(page: Page) -> Iterator[None]:
    """The page in French, for a while."""
    page.context.add_cookies([{"name": "language", "value": "fr", "url": page.url}])
    page.reload()
    expect(page.locator("html[lang=fr]")).to_be_attached()
    yield
    page.context.clear_cookies(name="language")


def _see(
    page: Page,
    name: str,
    size: ViewportSize,
    scheme: Scheme,
    *,
    keep: bool = CLOSELY,
    again: bool = False,
) -> None:
    _show(page, size, scheme)
    where = _where(name, size, scheme)
    briefly = again and not CLOSELY
    if keep or not briefly:
        _nothing(page.evaluate(BROKEN_PICTURES), where)
    if keep:
        _keep(page, SCREENS / f"{where}.jpg", size["width"])
    _nothing(broken_rules(page, OF_SIGHT if briefly else RULES) + page.evaluate(TWICE), where)


def _show(page: Page, size: ViewportSize, scheme: Scheme) -> None:
    resize(page, size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(STILL)


def _where(name: str, size: ViewportSize, scheme: Scheme) -> str:
    return f"{name}-{size['width']}" + ("-dark" if scheme == "dark" else "")


def _keep(page: Page, shot: Path, width: int) -> None:
    shot.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=shot, full_page=True, quality=85)
    with Image.open(shot) as kept:
        assert kept.width == width, f"{shot} is {kept.width} wide"


def resize(page: Page, size: ViewportSize) -> None:
    """Give the page another size, and wait until it has taken it."""
    if page.viewport_size == size:
        return
    page.set_viewport_size(size)
    page.evaluate(SETTLED, size["width"])


def _nothing(found: list[str], where: str) -> None:
    assert not found, "\n".join([where, *found])


def sticks_out(page: Page, size: ViewportSize) -> list[str]:
    """What makes a page of this size scroll sideways; what scrolls by itself is named last."""
    resize(page, size)
    found: list[str] = page.evaluate(
        """(width) => {
          if (document.documentElement.scrollWidth <= width) return [];
          const scrolls = (each) => Boolean(each.closest(".desk-nav ul, .tabs ul, .table-wrap"));
          const out = [...document.body.querySelectorAll("*")]
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .sort((one, other) => scrolls(one) - scrolls(other));
          return [`scrolls sideways at ${width}`, ...out.slice(0, 5)
            .map((each) => `${each.tagName}.${each.classList} ${each.textContent.slice(0, 40)}`)];
        }""",
        size["width"],
    )
    return found


def broken_rules(page: Page, rules: list[str] = RULES) -> list[str]:
    """What axe finds: the rule and where it is broken. ``rules`` are names, or tags of rules."""
    if not page.evaluate("'axe' in window"):
        inside = page.context.new_cdp_session(page)  # quicker with half a megabyte than evaluate
        inside.send("Runtime.evaluate", {"expression": AXE_SCRIPT})
        inside.detach()
    without = COSTLY if BRIEFLY and rules is RULES else []
    options = {
        "runOnly": rules,
        "resultTypes": ["violations"],
        "rules": {each: {"enabled": False} for each in without},
    }
    found: list[dict[str, Any]] = page.evaluate(
        "(options) => axe.run(options).then((results) => results.violations)", options
    )
    page.evaluate(WIPE)
    return [
        f"{broken['id']}: {', '.join(str(node['target']) for node in broken['nodes'])}"
        for broken in found
    ]
