"""What a visitor asks for: all of a request that may change a kept page, and no more."""

import functools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import WSGIEnvironment

from werkzeug.http import parse_accept_header
from werkzeug.sansio.http import parse_cookie

from ideas.web.answer import asks_for_part
from ideas.web.compression import encoding_among
from ideas.web.languages import COOKIE, language_among

LONGEST = 1_000
NUL = "%00"  # which the site refuses
MOST_REMEMBERED = 2_048
READS = frozenset({"GET", "HEAD"})

Greeting = Callable[[WSGIEnvironment, "Asked", Any], str]


@dataclass(frozen=True)
class Page:
    """Addresses that are kept: their form and the arguments their views read.

    ``bypass`` are arguments with which they are not. ``greet`` is told of every visitor, with what
    the view noted of the page; the word it answers is put into the page's one hole.
    ``for_members``: signed in people are given a copy too, with what is theirs (``holes``).
    """

    address: re.Pattern[str]
    arguments: Collection[str] = ()
    bypass: Collection[str] = ()
    greet: Greeting | None = None
    for_members: bool = False


@dataclass(frozen=True)
class Asked:
    """What makes a copy (page to part), the encoding it is sent in, and all that was said."""

    page: Page
    path: str
    query: str
    language: str
    is_part: bool
    encoding: str
    said: tuple[tuple[str, str], ...]
    for_members: bool = False

    @property
    def key(self) -> tuple[str, str, str, bool, bool]:
        """Whoever asks for the same sees the same."""
        return self.path, self.query, self.language, self.is_part, self.for_members


class Reader:
    """Reads requests for pages; a session's cookie is nobody's business here."""

    def __init__(self, pages: Sequence[Page], session_cookie: str) -> None:
        self.pages = pages
        self.session_cookie = session_cookie
        self._remembered = functools.lru_cache(MOST_REMEMBERED)(self._read)

    def read(self, environ: WSGIEnvironment) -> Asked | None:
        """What a visitor asks for; None for everything that is not kept."""
        cookies: str = environ.get("HTTP_COOKIE", "")
        if self.session_cookie in cookies:
            return None
        languages = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        encodings = environ.get("HTTP_ACCEPT_ENCODING", "")
        return self._asked(environ, cookies if COOKIE in cookies else "", languages, encodings)

    def is_for_members(self, path: str) -> bool:
        """Whether people who are signed in may be given a copy here."""
        return any(page.for_members and page.address.fullmatch(path) for page in self.pages)

    def read_for_member(self, environ: WSGIEnvironment, language: str) -> Asked | None:
        """What somebody asks for who is signed in and reads this language."""
        asked = self._asked(environ, "", language, "")
        return replace(asked, for_members=True) if asked and asked.page.for_members else None

    def _asked(self, environ: WSGIEnvironment, *heads: str) -> Asked | None:
        ask = environ.get
        is_plain = environ["REQUEST_METHOD"] in READS and not ask("SCRIPT_NAME")
        if not is_plain or _has_body(environ):
            return None
        is_part = asks_for_part(ask("HTTP_HX_REQUEST"), ask("HTTP_HX_REQUEST_TYPE"))
        said = environ["PATH_INFO"], ask("QUERY_STRING", ""), *heads
        return self._remembered(*said, is_part) if sum(map(len, said)) < LONGEST else None

    def _read(  # noqa: PLR0917 they are what is remembered by
        self, path: str, query: str, cookies: str, languages: str, encodings: str, is_part: bool
    ) -> Asked | None:
        page = next((each for each in self.pages if each.address.fullmatch(path)), None)
        said = query.encode("latin-1").decode("utf-8", "replace")
        arguments = dict(reversed(parse_qsl(said)))
        if page is None or NUL in query or not arguments.keys().isdisjoint(page.bypass):
            return None
        kept = sorted((name, arguments[name]) for name in page.arguments if name in arguments)
        return Asked(
            page=page,
            path=path,
            query=urlencode(kept),
            language=language_among(parse_cookie(cookies).get(COOKIE), languages),
            is_part=is_part,
            encoding=encoding_among(parse_accept_header(encodings)),
            said=tuple(arguments.items()),
        )


def _has_body(environ: WSGIEnvironment) -> bool:
    return environ.get("CONTENT_LENGTH", "") not in {"", "0"} or "HTTP_TRANSFER_ENCODING" in environ
