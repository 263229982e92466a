"""A person at a browser without JavaScript: reads pages, follows links, fills in forms by label."""

import re
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from ideas.accounts.models import Person
from tests.factories import sign_in

TOKEN = re.compile(r'name="csrf.token"[^>]*? (?:content|value)="([^"]+)"')


class Walker:
    """Somebody walking through the site. ``status`` and ``text`` are those of the page at hand."""

    def __init__(self, client: FlaskClient, person: Person | None = None) -> None:
        self.client = client
        self.person = person
        self.path = "/"
        self.status = 0
        self.html = ""
        self.token = ""
        self.headers = Headers()

    @cached_property
    def page(self) -> BeautifulSoup:
        """The page at hand, read when somebody looks at it."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def text(self) -> str:
        """What the page says, with single spaces."""
        return " ".join(self.page.get_text(" ").split())

    def go(self, path: str) -> "Walker":
        """Open an address."""
        return self._arrive(self.client.get(path, follow_redirects=True))

    def come_back(self) -> "Walker":
        """Sign in anew, after a time in which the session ended."""
        assert self.person is not None
        sign_in(self.client, self.person)
        return self

    def click(self, words: str) -> "Walker":
        """Follow the link with these words."""
        link = self._with_words("a", words)
        return self.go(self._local(str(link["href"])))

    def press(self, words: str, **filled: Any) -> "Walker":
        """Fill in the form of the button with these words, by field name, and send it."""
        button = self._with_words("button", words)
        form = self._form_of(button)
        return self.submit(form, **(value_of(button) | filled))

    def submit(self, form: Tag, **filled: Any) -> "Walker":
        """Send a form of the page at hand, by field name filled in."""
        data: dict[str, Any] = {**values_of(form), **filled}
        method = str(form.get("method", "get")).lower()
        path = self._local(str(form.get("action") or self.path))
        send = self.client.post if method == "post" else self.client.get
        key = "data" if method == "post" else "query_string"
        return self._arrive(send(path, **{key: data}, follow_redirects=True))

    def send(self, path: str, **sent: Any) -> "Walker":
        """Post what no form on the page offers, with the last token seen; redirects show."""
        return self._arrive(self.client.post(path, data={"csrf_token": self.token, **sent}))

    def has_button(self, words: str) -> bool:
        """Is there a button with these words?"""
        return any(words in _words(each) for each in self.page.find_all("button"))

    def _arrive(self, answer: TestResponse) -> "Walker":
        self.status, self.path = answer.status_code, answer.request.full_path.rstrip("?")
        self.html, self.headers = answer.get_data().decode(errors="replace"), answer.headers
        self.__dict__.pop("page", None)
        token = TOKEN.search(self.html)
        self.token = token[1] if token else self.token
        return self

    def _with_words(self, kind: str, words: str) -> Tag:
        alike = [each for each in self.page.find_all(kind) if words in _words(each)]
        exact = [each for each in alike if _words(each) == words]
        for each in exact or alike:
            if isinstance(each, Tag):
                return each
        raise AssertionError(
            f"no {kind} {words!r} on {self.path} ({self.status}): {self.text[:900]}"
        )

    def _form_of(self, button: Tag) -> Tag:
        named = button.get("form")
        form = self.page.find("form", id=str(named)) if named else button.find_parent("form")
        assert isinstance(form, Tag), f"{button} belongs to no form"
        return form

    def _local(self, address: str) -> str:
        if address.startswith("?"):
            return self.path.split("?")[0] + address
        return re.sub(r"^https?://[^/]+", "", address)


def _words(tag: Tag) -> str:
    shown = " ".join(tag.get_text(" ").split())
    return shown or str(tag.get("aria-label", ""))


def value_of(button: Tag) -> dict[str, str]:
    """What a button adds to the form it sends."""
    return {str(button["name"]): str(button.get("value", ""))} if button.get("name") else {}


def values_of(form: Tag) -> dict[str, list[str]]:
    """What the browser would send of a form that nobody touched."""
    values: dict[str, list[str]] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = str(field.get("name", "")), str(field.get("type", "text"))
        if not name or kind in {"submit", "file", "image", "button"}:
            continue
        if field.name == "textarea":
            values[name] = [field.get_text().removeprefix("\n")]
        elif field.name == "select":
            options = field.find_all("option")
            chosen = [option for option in options if option.has_attr("selected")] or options[:1]
            values[name] = [str(chosen[0].get("value", ""))] if chosen else []
        elif kind not in {"checkbox", "radio"} or field.has_attr("checked"):
            values.setdefault(name, []).append(str(field.get("value", "on")))
    return values
