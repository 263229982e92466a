"""Several notices of one kind about one idea within a day are one line, where people read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ideas.notifications.models import Notice
from ideas.notifications.rules import GROUPED

WITHIN = timedelta(days=1)


@dataclass
class Line:
    """What is read as one: its notices, newest first."""

    notices: list[Notice]

    @property
    def newest(self) -> Notice:
        """The one that is shown."""
        return self.notices[0]

    @property
    def number(self) -> int:
        """How many it stands for."""
        return len(self.notices)

    @property
    def is_new(self) -> bool:
        """True while one of them is unread."""
        return any(notice.read_at is None for notice in self.notices)

    @property
    def ids(self) -> list[int]:
        """The ids of all of them."""
        return [notice.id for notice in self.notices]

    @property
    def names(self) -> list[str]:
        """Who did it, the latest first, each once."""
        actors = (notice.actor.name for notice in self.notices if notice.actor)
        return list(dict.fromkeys(actors))

    def takes(self, notice: Notice) -> bool:
        """Does an older notice belong to it?"""
        newest = self.newest
        return (
            notice.kind in GROUPED
            and (notice.kind, notice.idea_id) == (newest.kind, newest.idea_id)
            and (notice.read_at is None) == (newest.read_at is None)
            and newest.made_at - notice.made_at <= WITHIN
        )


def lines_of(notices: Iterable[Notice], most: int) -> list[Line]:
    """The lines of notices that come newest first, until one more than ``most`` would begin."""
    lines: list[Line] = []
    for notice in notices:
        line = next((each for each in reversed(lines) if each.takes(notice)), None)
        if line is not None:
            line.notices.append(notice)
        elif len(lines) == most:
            break
        else:
            lines.append(Line([notice]))
    return lines


def last_id(lines: Sequence[Line]) -> int | None:
    """The oldest notice in these lines; the next page begins after it."""
    return min((min(line.ids) for line in lines), default=None)
