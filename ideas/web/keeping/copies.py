"""A page as it was drawn, and what of it is sent."""

import hashlib
import time
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from werkzeug.http import parse_etags

from ideas.web.compression import FEWEST_BYTES, squeezed
from ideas.web.keeping.pieces import Pieces

HOUR = 3_600.0
OLD = 60.0
OFTEN = 20
"""So many askers make a page one that many ask for."""
BESIDE = 6_000
"""Bytes that a copy takes beside its pages: headers, what it is about, where it is found."""
ABOUT_BODIES = frozenset({"content-length", "content-type", "content-encoding", "content-language"})
NOT_KEPT = frozenset({"content-length", "date", "etag"})
BEFORE = b'<p class="site-banner" id="offline"'

EPOCH = datetime.fromtimestamp(0, UTC)

Headers = list[tuple[str, str]]


def seconds() -> float:
    """A clock that only goes on."""
    return time.monotonic()


@dataclass
class Sheet:
    """What a view notes on a page that is drawn for everybody.

    ``hole`` stands in the page for a word that is each visitor's own, ``about`` is for greeting.
    ``notice`` is shown above the page when it has become old; ``drawn_at`` is by the one clock, and
    ``heard`` when, as was known by then, anything was taken out of sight last.
    """

    hole: str
    for_members: bool = False
    about: Any = None
    notice: str = ""
    drawn_at: datetime = EPOCH
    heard: datetime = EPOCH


@dataclass(frozen=True)
class Drawn:
    """What the site answered."""

    status: str
    headers: Headers
    body: bytes
    sheet: Sheet

    @property
    def code(self) -> int:
        """The number of its status."""
        return int(self.status[:3])

    def is_for_everybody(self) -> bool:
        """True for a whole page or part that read no session and sets no cookie."""
        said = {name.lower(): value for name, value in self.headers}
        is_open = said.get("cache-control") == "no-cache" and "set-cookie" not in said
        return self.code == 200 and is_open and "content-encoding" not in said


@dataclass(frozen=True)
class Sending:
    """An answer ready to be sent."""

    etag: str
    headers: Headers
    body: bytes

    @property
    def unchanged(self) -> Headers:
        """The headers for whoever has this already."""
        return [each for each in self.headers if each[0].lower() not in ABOUT_BODIES]

    def is_known_to(self, wanted: str) -> bool:
        """Does an If-None-Match name it?"""
        return bool(wanted) and parse_etags(wanted).contains_weak(self.etag.partition('"')[2][:-1])


@dataclass(eq=False)
class Copy:
    """A page as it was drawn, pressed, and what was sent of it by word and encoding."""

    pressed: bytes
    headers: Headers
    sheet: Sheet
    digest: str
    drawn: float
    sendings: dict[tuple[str, str], Sending] = field(default_factory=dict)
    pieces: Pieces | None = None
    shelved: float = -HOUR
    given: int = 0

    @property
    def now(self) -> datetime:
        """This moment, reckoned from when it was drawn."""
        return self.sheet.drawn_at + timedelta(seconds=self.age)

    @property
    def age(self) -> float:
        """Seconds since it was drawn."""
        return seconds() - self.drawn

    @property
    def size(self) -> int:
        """Bytes it takes."""
        own = BESIDE + (self.pieces.size if self.pieces else 0)
        return len(self.pressed) + own + sum(len(each.body) for each in self.sendings.values())

    def sending(self, word: str, encoding: str) -> Sending:
        """What to send to whom this word is right for; made once."""
        found = self.sendings.get((word, encoding))
        if found is None:
            found = _sending(self, word, encoding, self.text(word))
            self.sendings[word, encoding] = found
        return found

    def old_sending(self, word: str, encoding: str) -> Sending:
        """The same, and the page says how old it is."""
        notice = f'<p class="site-banner" role="status">{self.sheet.notice}</p>\n'.encode()
        text = self.text(word)
        dated = text.replace(BEFORE, notice + BEFORE, 1) if self.sheet.notice else text
        sending = _sending(self, f"{word}-old", encoding, dated)
        return Sending(sending.etag, [*sending.headers, ("Age", str(int(self.age)))], sending.body)

    def text(self, word: str) -> bytes:
        """The page with a word in its hole."""
        return zlib.decompress(self.pressed).replace(self.sheet.hole.encode(), word.encode())


def copy_of(drawn: Drawn) -> Copy:
    """Keep what was drawn."""
    text = drawn.body.replace(drawn.sheet.hole.encode(), b"")
    digest = hashlib.sha256(text).hexdigest()[:24]
    headers = [each for each in drawn.headers if each[0].lower() not in NOT_KEPT]
    return Copy(
        pressed=zlib.compress(drawn.body, 1),
        headers=headers,
        sheet=drawn.sheet,
        digest=digest,
        drawn=seconds(),
    )


def _sending(copy: Copy, word: str, encoding: str, text: bytes) -> Sending:
    etag = f'W/"{copy.digest}{f"-{word}" if word else ""}"'
    headers = [*copy.headers, ("ETag", etag)]
    if encoding and len(text) >= FEWEST_BYTES:
        text = squeezed(encoding, text)
        headers.append(("Content-Encoding", encoding))
    return Sending(etag, [*headers, ("Content-Length", str(len(text)))], text)
