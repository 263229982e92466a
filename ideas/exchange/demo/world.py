"""What the parts of the story share: the clock's days, the dice, and who and what there is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar, cast

from flask import Flask

from ideas.accounts.models import Person
from ideas.db import Base, db
from ideas.exchange.demo.calendar import Calendar
from ideas.exchange.demo.timeline import Timeline
from ideas.journey.models import Idea

R = TypeVar("R", bound=Base)
Ladder = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Scale:
    """How much there is of everything: for looking around, or in a hurry."""

    crowd: int
    votes: float
    first_ladder: Ladder
    second_ladder: Ladder
    every_picture: bool

    def votes_of(self, votes: int) -> int:
        """So many votes, at this scale."""
        return int(votes * self.votes)


FULL = Scale(
    crowd=170,
    votes=1,
    first_ladder=((5, 30), (15, 60), (35, 60), (60, 60)),
    second_ladder=((10, 30), (40, 60), (80, 60), (120, 60)),
    every_picture=True,
)
SMALL = Scale(
    crowd=24,
    votes=0.1,
    first_ladder=((1, 30), (2, 60), (4, 60), (6, 60)),
    second_ladder=((1, 30), (4, 60), (8, 60), (12, 60)),
    every_picture=False,
)


@dataclass
class World:
    """The state of the story: people and ideas are kept by id, since each day begins anew.

    ``voters`` have joined so far, ``seen`` is when the moderators look at each idea, ``asked`` who
    has voted for it.
    """

    app: Flask
    now: datetime
    scale: Scale
    chance: Random = field(default_factory=lambda: Random("Oddlark"))  # noqa: S311 no secret
    people: dict[str, int] = field(default_factory=dict)
    ideas: dict[str, int] = field(default_factory=dict)
    voters: list[int] = field(default_factory=list)
    seen: dict[str, datetime] = field(default_factory=dict)
    asked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    _kept: dict[tuple[type[Any], int], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.now)
        self.timeline = Timeline(self.app, self.now)

    def person(self, key: str) -> Person:
        """Somebody with a story."""
        return db.session.get_one(Person, self.people[key])

    def idea(self, key: str) -> Idea:
        """An idea by its key."""
        return db.session.get_one(Idea, self.ideas[key])

    def kept(self, kind: type[R], row_id: int) -> R:
        """A row as it was when first asked for: enough for a vote, which reads what may change."""
        if (kind, row_id) not in self._kept:
            row = db.session.get_one(kind, row_id)
            db.session.refresh(row)
            db.session.expunge(row)
            self._kept[kind, row_id] = row
        return cast(R, self._kept[kind, row_id])

    def day(self, text: str) -> datetime:
        """A day of the calendar, in working hours."""
        return self.calendar.at_work(text, self.chance)

    def days_after(self, moment: datetime, days: float) -> datetime:
        """So many days later, give or take some hours."""
        return moment + timedelta(days=days, minutes=self.chance.randint(-150, 150))
