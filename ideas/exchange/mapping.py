"""The column map: which column of a foreign file is which of our words.

A map is a TOML file with a table ``[ideas]`` and a table ``[votes]``; each key is our word, each
value a column's name. ``declined_when``, ``date_format`` and ``language`` hold values instead.
"""

import html
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ideas.exchange.markup import markdown_of
from ideas.exchange.reading import Row

LONGEST_TITLE = 300
LONGEST_BODY = 200_000
MOST_TAGS = 5


class BadRow(Exception):
    """A row that cannot be taken; the text is a code for the report."""


class BadMap(Exception):
    """The map names something that does not exist; the text says what."""


@dataclass(frozen=True)
class IdeaColumns:
    """Where an idea's parts are found. Without a map each column has our own word."""

    id: str = "id"
    title: str = "title"
    summary: str = "summary"
    body: str = "body"
    creator: str = "creator"
    tags: str = "tags"
    created_at: str = "created_at"
    declined: str = "declined"
    reason: str = "reason"
    withdrawn: str = "withdrawn"
    declined_when: tuple[str, ...] = ("true", "True", "1", "yes")
    date_format: str = ""
    language: str = "en"


@dataclass(frozen=True)
class VoteColumns:
    """Where a vote's parts are found."""

    idea: str = "idea"
    voter: str = "voter"


@dataclass(frozen=True)
class ColumnMap:
    """Both tables of a map."""

    ideas: IdeaColumns = field(default_factory=IdeaColumns)
    votes: VoteColumns = field(default_factory=VoteColumns)


@dataclass(frozen=True)
class IdeaRow:
    """An idea as read: its key in the source, and what it says."""

    id: str
    title: str
    summary: str
    body: str
    creator: str
    tags: tuple[str, ...]
    created_at: datetime | None
    is_declined: bool
    is_withdrawn: bool
    reason: str
    language: str


def read_map(path: Path | None) -> ColumnMap:
    """The map in a TOML file, or BadMap."""
    if path is None:
        return ColumnMap()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        ideas: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in tables["ideas"].items()
        }
        return ColumnMap(IdeaColumns(**ideas), VoteColumns(**tables.get("votes", {})))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadMap(f"{path.name}: {error}") from error


def key_of(row: Row, columns: IdeaColumns) -> str:
    """The idea's key in the source, or BadRow."""
    return _text(row, columns.id)


def idea_of(row: Row, columns: IdeaColumns) -> IdeaRow:
    """An idea from a row, or BadRow: no id, no title, or far too long."""
    key, title = key_of(row, columns), _title(_text(row, columns.title))
    body = markdown_of(_text(row, columns.body))
    if not key:
        raise BadRow("no id")
    if not title:
        raise BadRow("no title")
    if len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY:
        raise BadRow("too long")
    return IdeaRow(
        id=key,
        title=title,
        summary=_text(row, columns.summary),
        body=body,
        creator=_one_person(_text(row, columns.creator)),
        tags=_tags(row.get(columns.tags)),
        created_at=_moment(_text(row, columns.created_at), columns.date_format),
        is_declined=_text(row, columns.declined) in columns.declined_when,
        is_withdrawn=bool(_text(row, columns.withdrawn)),
        reason=_text(row, columns.reason),
        language=columns.language,
    )


def vote_of(row: Row, columns: VoteColumns) -> tuple[str, str]:
    """The idea's and the voter's keys in the source, or BadRow."""
    idea, voter = _text(row, columns.idea), _text(row, columns.voter)
    if not idea or not voter:
        raise BadRow("no idea or no voter")
    return idea, voter


def _text(row: Row, column: str) -> str:
    return _plain(row.get(column))


def _plain(value: Any) -> str:
    if isinstance(value, dict | list):
        raise BadRow("no plain text")
    return "" if value is None else str(value).replace("\x00", "").strip()


def _title(text: str) -> str:
    """One line; entities read, underscores of wiki titles as the spaces they stand for."""
    plain = html.unescape(text)
    if " " not in plain.strip("_"):
        plain = plain.replace("_", " ")
    return re.sub(r"\s+", " ", plain).strip()


def _one_person(text: str) -> str:
    """The key of the one person named; a list of several names nobody for certain."""
    keys = {key.strip() for key in text.split(";")}
    return keys.pop() if len(keys) == 1 else ""


def _tags(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list) else _plain(value).split(";")
    named = dict.fromkeys(_plain(word) for word in words)
    return tuple(word for word in named if word)[:MOST_TAGS]


def _moment(text: str, date_format: str) -> datetime | None:
    """When it was created, if the file says; a day counts from its midnight in UTC."""
    if not text:
        return None
    try:
        if not date_format:
            moment = datetime.fromisoformat(text)
        else:
            moment = datetime.strptime(text, date_format)  # noqa: DTZ007 the zone follows
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise BadRow("no such date") from None
