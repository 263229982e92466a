"""Taking a picture somebody sent: decode it apart, keep fresh copies, forget the rest.

Slow; never called while the write lock is held.
"""

import json
import secrets
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ideas.refusals import Refusal
from ideas.storage.measuring import Measures
from ideas.storage.rules import refusal_to_take
from ideas.storage.stores import store
from ideas.storage.turns import turn_of

LONGEST_SECONDS = 30


class BadPicture(Exception):
    """A file that was not taken; the refusal says why. Nothing was kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True)
class Copy:
    """One width of a picture, as WebP."""

    width: int
    height: int
    webp: bytes


@dataclass(frozen=True)
class Prepared:
    """A picture decoded and re-encoded, narrowest copy first; ``colour`` like ``#d9481c``.

    ``cells`` are what ``ideas.storage.grounds`` draws until the picture is there.
    """

    copies: tuple[Copy, ...]
    colour: str
    cells: str = ""
    measures: Measures | None = None


@dataclass(frozen=True)
class Kept:
    """A picture in the store: a name shared by its copies, and the widths there are."""

    name: str
    widths: tuple[int, ...]
    width: int
    height: int
    colour: str
    cells: str = ""
    measures: Measures | None = None


def prepared(content: bytes, *, sender: int | None = None, logo: bool = False) -> Prepared:
    """The picture in its copies, a logo in one small one; raises BadPicture.

    One of each sender's at a time: the next is refused at once.
    """
    refusal = refusal_to_take(content)
    if refusal is not None:
        raise BadPicture(refusal)
    with turn_of(sender) as is_turn:
        if not is_turn:
            raise BadPicture(Refusal("picture.busy"))
        return _read(_decoded_apart(content, *["logo"] * logo))


def _decoded_apart(content: bytes, *kind: str) -> bytes:
    command = [sys.executable, "-I", "-m", "ideas.storage.decode", *kind]
    try:
        done = subprocess.run(  # noqa: S603 our own module, nothing of the sender's in the command
            command, input=content, capture_output=True, timeout=LONGEST_SECONDS, env={}, check=True
        )
    except subprocess.SubprocessError as error:
        raise BadPicture(Refusal("picture.unreadable")) from error
    return done.stdout


def _read(answer: bytes) -> Prepared:
    line, _, rest = answer.partition(b"\n")
    said: dict[str, Any] = json.loads(line)
    if "refused" in said:
        raise BadPicture(Refusal(said["refused"], **said["values"]))
    copies = []
    for size in said["sizes"]:
        webp, rest = rest[: size["bytes"]], rest[size["bytes"] :]
        copies.append(Copy(size["width"], size["height"], webp))
    return Prepared(tuple(copies), said["colour"], said["cells"], said["measures"])


def keep(picture: Prepared) -> Kept:
    """Put every copy into the store under a new random name."""
    name, shelf, largest = secrets.token_hex(16), store(), picture.copies[-1]
    for copy in picture.copies:
        shelf.put(file_of(name, copy.width), copy.webp)
    widths = tuple(copy.width for copy in picture.copies)
    return Kept(
        name,
        widths,
        largest.width,
        largest.height,
        picture.colour,
        picture.cells,
        picture.measures,
    )


def kept_again(name: str, widths: Sequence[int]) -> str:
    """Keep every copy of a picture a second time; answers the new name."""
    again, shelf = secrets.token_hex(16), store()
    for width in widths:
        file = shelf.open(file_of(name, width))
        if file is not None:
            with file:
                shelf.put(file_of(again, width), file.read())
    return again


def drop(name: str, widths: Sequence[int]) -> None:
    """Forget every copy of a picture; twice is once."""
    for width in widths:
        store().delete(file_of(name, width))


def url_of(name: str, width: int) -> str:
    """Where a browser finds the copy of this width."""
    return store().url(file_of(name, width))


def file_of(name: str, width: int) -> str:
    """The file of one copy."""
    return f"{name}-{width}.webp"
