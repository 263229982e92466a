"""What the invented people and the brand say, read from ``texts/``."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ideas.exchange.demo.drawing import Wish

FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Character:
    """Somebody with a story."""

    key: str
    name: str
    country: str
    about: str
    language: str = "en"
    roles: tuple[str, ...] = ()
    is_minor: bool = False


@dataclass(frozen=True)
class Telling:
    """An idea and its fate. Days are as ``Calendar`` reads them; ``goal`` is when it is reached.

    ``votes`` is how many there are in the end, ``pace`` how they come, ``round`` the number of the
    round that answered it, ``team`` the members' basis points.
    """

    thing: str
    title: str
    summary: str
    body: str
    by: str
    fate: str
    published: str
    tags: tuple[str, ...] = ()
    specs: str = ""
    pictures: tuple[str, ...] = ()
    key: str = ""
    goal: str = ""
    until: str = ""
    votes: int = 0
    pace: str = "steady"
    reason: str = ""
    agreement: str = "accepted"
    round: int = 0
    stays: bool = False
    resubmits: str = ""
    changed: str = ""
    team: Mapping[str, int] = field(default_factory=dict)

    @property
    def wishes(self) -> list[tuple[Wish, str]]:
        """Its pictures, each with what one sees."""
        parts = (each.split(" | ") for each in self.pictures)
        return [(Wish(self.thing, *what.split()), alt) for what, alt in parts]


@functools.cache
def said(name: str) -> dict[str, Any]:
    """A file of texts."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def characters() -> list[Character]:
    """Everybody with a story, the staff first."""
    rows = said("people")["person"]
    return [Character(**{**row, "roles": tuple(row.get("roles", ()))}) for row in rows]


@functools.cache
def tellings() -> Mapping[str, Telling]:
    """Every idea by its key."""
    rows = [Telling(**row) for row in said("ideas")["idea"]]
    return {row.key or row.thing: row for row in rows}
