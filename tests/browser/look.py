"""Looking at a page as people do: on a phone and on a desk, and with a screen reader's rules."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENS = Path("test-results/screens")
WIDTHS = {390: 844, 1280: 800}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def look_at(page: Page, name: str) -> None:
    """Keep a screenshot per width; nothing may break a rule of access or stick out sideways."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.fonts.ready")
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
        assert broken_rules(page) == [], f"{name} at {width}"


def broken_rules(page: Page) -> list[str]:
    """What axe finds: the rule and where it is broken."""
    found = Axe().run(page, options={"runOnly": RULES})
    return [
        f"{broken['id']}: {', '.join(str(node['target']) for node in broken['nodes'])}"
        for broken in found.response["violations"]
    ]
