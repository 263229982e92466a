"""A person at a browser with JavaScript, who looks well at every kind of page they come to."""

from collections.abc import Callable
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Response, expect
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from tests.browser.look import CLOSELY, known, look_at, photograph

FAILED = 400
IS_SWAPPED = "(form) => form.matches('[hx-post], [hx-put]') && !form.matches('[hx-trigger]')"


class Album:
    """The kinds of pages of a story that somebody has looked at, in order."""

    def __init__(self, story: str, addresses: Map) -> None:
        self.story = story
        self._addresses = addresses
        self._seen: list[str] = []

    def look(self, page: Page, loaded: Response) -> None:
        """Look at the page, unless one of its kind was looked at."""
        kind = kind_of(self._addresses, page.url, loaded.request.method)
        if loaded.status >= FAILED:
            kind = f"{kind}-{loaded.status}"
        if kind not in self._seen:
            self.keep(page, kind)

    def keep(self, page: Page, kind: str) -> None:
        """Look at the page; ``kind`` becomes a part of the pictures' names."""
        self._seen.append(kind)
        name = f"{self.story}/{len(self._seen):02}-{kind}"
        if kind in known and not CLOSELY:
            photograph(page, name)
        else:
            look_at(page, name, keep=True)


def kind_of(addresses: Map, url: str, method: str = "GET") -> str:
    """The endpoint of an address, and its tab: pages of a kind look alike."""
    parts = urlsplit(url)
    try:
        endpoint, _ = addresses.bind("").match(parts.path, method)
    except HTTPException:
        return "nowhere"
    tab = parse_qs(parts.query).get("tab", [""])[0]
    return f"{endpoint}-{tab}" if tab else str(endpoint)


class Surfer:
    """Somebody surfing through the site. ``status`` is that of the page they loaded last."""

    def __init__(self, page: Page, album: Album, sign_in: Callable[[], None] | None = None) -> None:
        self.page = page
        self.album = album
        self.status = 0
        self._sign_in = sign_in

    @property
    def path(self) -> str:
        """The address of the page at hand."""
        parts = urlsplit(self.page.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def text(self) -> str:
        """What one can read on it."""
        return " ".join(self.page.locator("body").inner_text().split())

    def come_back(self) -> Self:
        """Sign in anew, after a time in which the session ended."""
        assert self._sign_in is not None
        self._sign_in()
        return self

    def go(self, path: str) -> Self:
        """Open an address."""
        return self._arrive(self.page.goto(path))

    def click(self, words: str) -> Self:
        """Follow the link with these words to another page."""
        with self.page.expect_navigation() as loaded:
            self._with_words("link", words).click()
        return self._arrive(loaded.value)

    def press(self, words: str, **filled: Any) -> Self:
        """Fill in the form of the button with these words, by field name, and send it."""
        button = self._with_words("button", words)
        form = button.locator("xpath=ancestor::form")
        for name, value in filled.items():
            _fill(form, name, value)
        if form.evaluate(IS_SWAPPED):
            return self.swap(button.click)
        with self.page.expect_navigation() as loaded:
            button.click()
        return self._arrive(loaded.value)

    def swap(self, do: Callable[[], None]) -> Self:
        """Do what swaps a part of the page; it must not load another page."""
        self.page.evaluate("window.stayed = true")
        with self.page.expect_response(lambda answer: "/static/" not in answer.url) as answered:
            do()
        answered.value.finished()
        expect(self.page.locator(".htmx-request")).to_have_count(0)
        assert self.page.evaluate("window.stayed"), "the page was loaded anew"
        return self

    def keep(self, kind: str) -> Self:
        """Look at the page as it is now."""
        self.album.keep(self.page, kind)
        return self

    def expect(self, words: str) -> Self:
        """Wait until one can read this."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        return self

    def _with_words(self, role: Any, words: str) -> Locator:
        exact = self.page.get_by_role(role, name=words, exact=True)
        return exact.first if exact.count() else self.page.get_by_role(role, name=words).first

    def _arrive(self, loaded: Response | None) -> Self:
        assert loaded is not None
        self.status = loaded.status
        self.album.look(self.page, loaded)
        return self


def _fill(form: Locator, name: str, value: Any) -> None:
    """Do what a person does with a field of this kind."""
    fields = form.locator(f'[name="{name}"]:not([type="hidden"])')
    kind = fields.first.evaluate("(field) => field.type")
    if kind == "file":
        content, file_name = value
        file = {"name": file_name, "mimeType": "", "buffer": content.getvalue()}
        fields.set_input_files(file)  # type: ignore[arg-type]
    elif kind in {"checkbox", "radio"}:
        form.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind.startswith("select"):
        fields.select_option(value)
    else:
        fields.fill(value)
