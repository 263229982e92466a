"""Pages in a real Chromium: whatever runs there that is not ours, and whatever the policy stops."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Error, sync_playwright

WATCH = """
window.betrayed = [];
for (const name of ["alert", "confirm", "prompt"])
    window[name] = said => { window.betrayed.push(`${name}(${said}) ran`); };
document.addEventListener("securitypolicyviolation", told =>
    window.betrayed.push(`${told.effectiveDirective} stopped ${told.blockedURI}`));
"""


def chromium() -> str | None:
    """The browser, where it is installed."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def watched(address: str, program: str, cookie: str) -> Iterator[BrowserContext]:
    """A browser of somebody who has these cookies."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context()
        for each in cookie.split("; "):
            name, _, value = each.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": address}])
        yield context
        browser.close()


def betrayed(context: BrowserContext, address: str, paths: Iterable[str]) -> Iterator[list[str]]:
    """Open each page; what ran and what was stopped on it."""
    context.add_init_script(WATCH)
    page = context.new_page()
    for path in paths:
        try:
            page.goto(f"{address}{path}", wait_until="load")
            found: list[str] = page.evaluate("window.betrayed")
        except Error as error:
            found = [str(error).splitlines()[0]]
        yield [f"{each} on {path}" for each in dict.fromkeys(found)]
