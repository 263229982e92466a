"""What is said under the ideas, who follows them, what the staff recommend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from ideas.comments.actions import answer_officially, publish_update, write_comment
from ideas.comments.models import Comment
from ideas.db import db
from ideas.exchange.demo.applause import let_like, tell_in_private
from ideas.exchange.demo.texts import characters, said, tellings
from ideas.exchange.demo.world import World
from ideas.moderation.actions import pick
from ideas.moderation.reports.actions import report
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.notifications.actions import follow

CALLED = re.compile(r"@([a-z]+)")
MOST_FOLLOWED = 6
PICKS = {"lighthouse": 30, "theatre": 14, "observatory": 30, "lantern": 20, "train": 6, "moon": 25}


@dataclass(frozen=True)
class Remark:
    """Who speaks, how many days after publication, what; ``is_reply`` to what stands before."""

    by: str
    day: float
    words: str
    is_reply: bool


def let_talk(world: World) -> None:
    """Put every remark, answer and piece of news on the timeline."""
    for key, talk in said("talk").items():
        parents: list[int] = []
        for remark in _remarks(talk, "comments"):
            _at(world, key, remark.day, partial(_comment, world, key, remark, parents))
        for remark in _remarks(talk, "answers"):
            _at(world, key, remark.day, partial(_answer, world, key, remark))
        for remark in _remarks(talk, "updates"):
            _at(world, key, remark.day, partial(_tell_news, world, key, remark))
        for remark in _remarks(talk, "reports"):
            _at(world, key, remark.day, partial(_report, world, key, remark, parents))
        for remark in _remarks(talk, "private"):
            _at(world, key, remark.day, partial(tell_in_private, world, key, remark.words))
    for key, day in PICKS.items():
        _at(world, key, day, lambda key=key: pick(world.idea(key), by=world.person("maren")))
    _let_follow(world)


def _remarks(talk: dict[str, list[str]], kind: str) -> Iterator[Remark]:
    for line in talk.get(kind, ()):
        head, _, words = line.partition(" | ")
        by, day = head.removeprefix("> ").split()
        yield Remark(by, float(day), words, head.startswith(">"))


def _at(world: World, key: str, day: float, step: Any) -> None:
    """Some hours into a day after publication, in the order in which it is written."""
    world.timeline.at(world.seen[key] + timedelta(days=day, hours=1.5), step)


def _comment(world: World, key: str, remark: Remark, parents: list[int]) -> None:
    parent = db.session.get(Comment, parents[-1]) if remark.is_reply else None
    said_by = world.person(remark.by)
    words = CALLED.sub(lambda called: f"@{world.person(called[1]).handle}", remark.words)
    comment = write_comment(world.idea(key), words, by=said_by, parent=parent)
    if not remark.is_reply:
        parents.append(comment.id)
    let_like(world, comment)


def _report(world: World, key: str, remark: Remark, parents: list[int]) -> None:
    thing = Thing(world.idea(key), comment=db.session.get_one(Comment, parents[-1]))
    report(thing, ReportReason.OFF_TOPIC, remark.words, by=world.person(remark.by))


def _answer(world: World, key: str, remark: Remark) -> None:
    answer_officially(world.idea(key), remark.words, by=world.person(remark.by))


def _tell_news(world: World, key: str, remark: Remark) -> None:
    title, _, body = remark.words.partition(" | ")
    publish_update(world.idea(key), title, body, by=world.person(remark.by))


def _let_follow(world: World) -> None:
    open_ideas = [key for key, telling in tellings().items() if telling.votes]
    for character in characters():
        for key in world.chance.sample(open_ideas, world.chance.randint(1, MOST_FOLLOWED)):
            at = world.seen[key] + timedelta(hours=world.chance.uniform(1, 200))
            world.timeline.at(at, partial(_follow, world, key, character.key))


def _follow(world: World, key: str, person: str) -> None:
    idea, by = world.idea(key), world.person(person)
    if by.id not in idea.team_ids:
        follow(idea, by=by)
