"""What can be asked of the site: one request of each kind that a role finds by links and forms."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.journeys.walker import values_of

Kind = tuple[str, str, str]
"""Method, route, and the name of a value."""
Look = Callable[[str, str], object]

STARTS = ("/", "/ideas?q=boat", "/sign-up", "/sign-in", "/workshop", "/account", "/desk")
LEFT_OUT = re.compile(
    "^/(static|media|brand)/|/sign-out|/account/(leaving|sessions|password|second-factor|data)"
    "|/language"
)
"""What ends the session that asks, or is a file."""
ALIKE = 5
"""Pages of one kind that are read: an idea's forms are those of its stage."""
TYPED = {"", "text", "search", "email", "url", "tel", "number", "date", "time", "password"}


@dataclass(frozen=True)
class Ask:
    """A request that may be sent again with other values."""

    method: str
    path: str
    sent: tuple[tuple[str, str], ...]

    @property
    def values(self) -> list[str]:
        """The names of what may be changed."""
        return [name for name, _ in self.sent if name != "csrf_token"]

    @property
    def query(self) -> str:
        """The values as they travel."""
        return urlencode(self.sent)


class Map:
    """The site's routes: of which kind is a request?"""

    def __init__(self, app: Flask) -> None:
        self.adapter = app.url_map.bind("")
        self.forms = {
            rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())
        }

    def rule_of(self, method: str, path: str) -> str:
        """The route that answers; the path itself where none does."""
        try:
            rule, _ = self.adapter.match(path, method=method, return_rule=True)
        except HTTPException:
            return path
        return str(rule.rule)

    def kinds_of(self, ask: Ask) -> set[Kind]:
        """One for the route, and one for each value; a tab is a page of its own."""
        rule = self.rule_of(ask.method, ask.path)
        told = {f"tab={said}" if name == "tab" else _bare(name) for name, said in ask.sent}
        return {(ask.method, rule, name) for name in ("", *told)}


def _bare(name: str) -> str:
    """Without the number of one of many."""
    return re.sub(r"\d+", "0", name)


def asks_of(
    address: str, cookie: str, site: Map, known: set[Kind], look: Look = lambda path, html: None
) -> list[Ask]:
    """Requests until each kind is there once that this role finds and nobody has yet asked.

    ``look`` is shown every page on the way.
    """
    waiting, seen = list(STARTS), set[str]()
    read, found = Counter[Kind](), list[Ask]()
    while waiting:
        path = waiting.pop(0)
        page = _of_query(path)
        kinds = site.kinds_of(page)
        if path in seen or min(read[kind] for kind in kinds) >= ALIKE or LEFT_OUT.search(path):
            continue
        seen.add(path)
        read.update(kinds)
        look(path, html := _read(address, path, cookie))
        for ask in (page, *_of_forms(html, path)):
            new = site.kinds_of(ask) - known
            found += [ask] if new and (ask is page or ask.values) else []
            known |= new
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', html)]
    return found


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


def _of_query(path: str) -> Ask:
    place, _, query = path.partition("?")
    return Ask("GET", place, tuple(parse_qsl(query, keep_blank_values=True)))


def _of_forms(html: str, path: str) -> Iterator[Ask]:
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        action = str(form.get("action") or path)
        if LEFT_OUT.search(action) or not action.startswith("/"):
            continue
        values: Mapping[str, list[str]] = _filled(form)
        sent = tuple((name, each) for name, some in values.items() for each in some)
        method = str(form.get("method", "get")).upper()
        yield Ask(method, action.partition("?")[0], sent)


def _filled(form: Tag) -> dict[str, list[str]]:
    """As a browser would send it, with a word in every empty field."""
    values = values_of(form)
    for field in form.find_all(["input", "textarea"]):
        name, kind = str(field.get("name", "")), str(field.get("type", ""))
        if name and kind in TYPED and values.get(name, [""]) == [""]:
            values[name] = ["1" if kind in {"number", ""} else "boat"]
    return values
