"""The keys beside the site's newest: they open and verify until their moment, and sign nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime


class BadKeys(Exception):
    """A line that names no moment and no key; the text says what is wanted."""


@dataclass(frozen=True)
class OtherKey:
    """A key that counts until a moment (aware)."""

    until: datetime
    key: str


class InTime(Iterable[str]):
    """The keys whose time lasts whenever somebody looks, by this machine's clock; oldest first.

    ``newest``, when there is one, comes last, as whoever signs takes the last.
    """

    def __init__(self, keys: Iterable[OtherKey], newest: str = "") -> None:
        self.keys, self.newest = tuple(keys), newest

    def __iter__(self) -> Iterator[str]:
        moment = datetime.now(UTC)
        lasting = [each.key for each in reversed(self.keys) if moment < each.until]
        return iter([*lasting, self.newest] if self.newest else lasting)


def other_keys_in(text: str) -> tuple[OtherKey, ...]:
    """The keys of lines such as ``2026-12-31T00:00:00+00:00 KEY``, or BadKeys."""
    return tuple(_read(line) for line in text.splitlines() if line.strip())


def _read(line: str) -> OtherKey:
    moment, _, key = line.strip().partition(" ")
    try:
        until = datetime.fromisoformat(moment)
    except ValueError as error:
        raise BadKeys("begins with a moment such as 2026-12-31T00:00:00+00:00") from error
    if until.tzinfo is None:
        raise BadKeys("says in its moment which zone, such as +00:00")
    return OtherKey(until, key.strip())


def text_of(keys: Iterable[OtherKey]) -> str:
    """The lines again."""
    return "".join(f"{each.until.isoformat()} {each.key}\n" for each in keys)
