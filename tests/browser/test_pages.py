"""Every kind of page of a brand in full swing, light and English, dark and French; the journey.

A kind that several people see is looked at once, and of the journey's pages those that came of a
form or a key. LOOK_CLOSELY=1 looks at each person's, in both themes and both languages.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page

from ideas.accounts.models import Person
from tests.browser import journey
from tests.browser.look import CLOSELY, glance_at, known, look_closely_at, what_ignores_wishes
from tests.browser.surfer import Surfer, kind_of
from tests.conftest import Clock
from tests.gallery.listed import bring_up_to_date
from tests.journeys.times import Later
from tests.journeys.town import a_town

OK = 200
WITHIN = {
    "": ("/",),
    "Vera": ("/workshop", "/account", "/notices", "/ideas/"),
    "Ben": ("/workshop", "/drafts"),
    "Ada": ("/workshop", "/drafts", "/ideas/"),
    "Max": ("/desk",),
    "Rita": ("/desk",),
    "Fay": ("/desk",),
    "Adam": ("/desk",),
}
UNLINKED = {
    "": ("/sign-up/sent", "/account/password/lost/sent"),
    "Vera": ("/account/second-factor/new", "/workshop/similar?title=A+lively+light"),
    "Adam": ("/account/recovery-codes",),
}
LINKS = "() => [...document.querySelectorAll('a[href^=\"/\"]')].map((a) => a.pathname + a.search)"


@pytest.mark.slow
@pytest.mark.usefixtures("session")
def test_whole_pages(
    app: Flask, clock: Clock, page: Page, sign_in: Callable[[Person], None]
) -> None:
    town = a_town(clock)
    bring_up_to_date()
    for name in WITHIN:
        if name:
            sign_in(town[name])
        for kind in one_of_each_kind(page, app, WITHIN[name], UNLINKED.get(name, ())):
            see(page, kind, f"{name or 'visitor'}/{kind}")


def see(page: Page, kind: str, shown: str) -> None:
    """Look at the page, unless one of its kind was looked at."""
    if CLOSELY:
        look_closely_at(page, shown)
    elif kind not in known:
        glance_at(page, shown)
    if kind not in known:
        assert what_ignores_wishes(page) == [], shown
        known.add(kind)


@pytest.mark.usefixtures("short_ladder")
def test_journey(enter: Callable[..., Surfer], later: Later, tmp_path: Path) -> None:
    journey.tell(enter, later, tmp_path)


def one_of_each_kind(
    page: Page, app: Flask, within: tuple[str, ...], unlinked: tuple[str, ...] = ()
) -> Iterator[str]:
    """Open one page of each kind that links lead to, beginning at the first address.

    ``unlinked`` are pages one comes to otherwise.
    """
    waiting, seen = [within[0], *unlinked], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(app.url_map, address)
        if (
            kind in seen
            or not address.startswith((*within, *unlinked))
            or not _is_page(page, address)
        ):
            continue
        seen.add(kind)
        page.goto(address)
        waiting += page.evaluate(LINKS)
        yield kind


def _is_page(page: Page, address: str) -> bool:
    answer = page.request.get(address)
    landed = urlsplit(answer.url)
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status == OK and is_html and landed.path == urlsplit(address).path
