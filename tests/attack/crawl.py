"""What can be asked of the site: one request of each kind that a role finds by links and forms."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag

from tests.journeys.test_eve_writes_scripts import kind_of
from tests.journeys.walker import values_of

STARTS = ("/", "/ideas?q=boat", "/sign-up", "/sign-in", "/workshop", "/account", "/desk")
LEFT_OUT = re.compile(
    "/static/|/media/|/brand/|/sign-out|/account/(leaving|sessions|password|second-factor|data)"
    "|/language"
)
"""What ends the session that asks, or is a file."""
TYPED = {"", "text", "search", "email", "url", "tel", "number", "date", "time", "password"}


@dataclass(frozen=True)
class Ask:
    """A request that may be sent again with other values."""

    method: str
    path: str
    sent: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The values as they travel."""
        return urlencode(self.sent)


def asks_of(address: str, cookie: str, most: int = 150) -> list[Ask]:
    """Every kind of request with something in it to change; at most so many pages are read."""
    waiting, seen, found = list(STARTS), set[str](), dict[tuple[object, ...], Ask]()
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        if kind_of(path) in seen or LEFT_OUT.search(path):
            continue
        seen.add(kind_of(path))
        html = _read(address, path, cookie)
        for ask in (*_of_query(path), *_of_forms(html, path)):
            names = tuple(sorted(name for name, _ in ask.sent))
            found.setdefault((ask.method, kind_of(ask.path), names), ask)
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', html)]
    return list(found.values())


def _read(address: str, path: str, cookie: str) -> str:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        is_page = (answer.getheader("Content-Type") or "").startswith("text/html")
        return text if is_page else ""
    finally:
        connection.close()


def _of_query(path: str) -> Iterator[Ask]:
    place, _, query = path.partition("?")
    if query:
        yield Ask("GET", place, tuple(parse_qsl(query, keep_blank_values=True)))


def _of_forms(html: str, path: str) -> Iterator[Ask]:
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        action = str(form.get("action") or path)
        if LEFT_OUT.search(action) or not action.startswith("/"):
            continue
        values: Mapping[str, list[str]] = _filled(form)
        sent = tuple((name, each) for name, some in values.items() for each in some)
        method = str(form.get("method", "get")).upper()
        if [name for name, _ in sent if name != "csrf_token"]:
            yield Ask(method, action.partition("?")[0], sent)


def _filled(form: Tag) -> dict[str, list[str]]:
    """As a browser would send it, with a word in every empty field."""
    values = values_of(form)
    for field in form.find_all(["input", "textarea"]):
        name, kind = str(field.get("name", "")), str(field.get("type", ""))
        if name and kind in TYPED and values.get(name, [""]) == [""]:
            values[name] = ["1" if kind in {"number", ""} else "boat"]
    return values
