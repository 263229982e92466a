"""Votes are looked into: a school class is released, a program's votes are void, one case waits."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random

import sqlalchemy as sa

from ideas.accounts.hashing import hashed
from ideas.accounts.models import Person
from ideas.db import db
from ideas.exchange.demo.people import join
from ideas.exchange.demo.texts import Character, said
from ideas.exchange.demo.voting import GUEST, note_signals
from ideas.exchange.demo.world import World
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.actions import propose
from ideas.voting.integrity.appeals.actions import appeal, decide
from ideas.voting.integrity.appeals.queries import appeals_after
from ideas.voting.integrity.appeals.rules import AppealOutcome
from ideas.voting.integrity.cases.queries import cases_of
from ideas.voting.integrity.detection.actions import hold_suspected
from ideas.voting.integrity.rules import Suspected, Verb, Why
from ideas.voting.integrity.signals.models import VoteSignal

FIRST, SECOND = "idris", "maren"


@dataclass(frozen=True)
class Group:
    """People who come to one idea from one place: how many, when, and what a test sees in them."""

    key: str
    idea: str
    day: str
    number: int
    apart: timedelta
    suspected: Suspected


PROGRAM = Group("script", "lantern", "now-40", 14, timedelta(seconds=9), Suspected.LOCKSTEP)
CLASS = Group("pupil", "cargobike", "now-3", 12, timedelta(seconds=70), Suspected.SOURCE)
WAITING = Group("flock", "train", "now-0.3", 11, timedelta(seconds=40), Suspected.ALIKE)


def let_check(world: World) -> None:
    """Put the groups and what is decided about them on the timeline."""
    password_hash = hashed(secrets.token_urlsafe(32))
    for group in (PROGRAM, CLASS, WAITING):
        _let_come(world, group, password_hash)
    put, hour = world.timeline.at, timedelta(hours=1)
    program, class_ = (world.calendar.day(group.day) for group in (PROGRAM, CLASS))
    put(program + 5 * hour, partial(_decide, world, PROGRAM, Verb.VOID, Why.AUTOMATED))
    put(program + 30 * hour, partial(_appeal, world, PROGRAM))
    put(program + 54 * hour, partial(_uphold, world))
    put(class_ + 18 * hour, partial(_decide, world, CLASS, Verb.RELEASE, Why.REAL_PEOPLE))
    put(world.now - hour, partial(_appeal, world, WAITING))


def _let_come(world: World, group: Group, password_hash: str) -> None:
    names, start = said("people")["crowd"], world.calendar.day(group.day)
    chance = Random(group.key)  # noqa: S311 no secret; the rest of the story goes its own way
    number = world.scale.votes_of(group.number)
    for place in range(number):
        name = f"{chance.choice(names['first'])} {chance.choice(names['last'])}"
        character = Character(f"{group.key}{place}", name, "FR", about="")
        moment = start + group.apart * place
        world.timeline.at(moment, partial(_come, world, group, character, password_hash))
    if group is WAITING:
        world.timeline.at(start + group.apart * number, partial(_vote, world, group, GUEST))
    world.timeline.at(start + timedelta(minutes=30), partial(_hold, world, group))


def _come(world: World, group: Group, character: Character, password_hash: str) -> None:
    join(world, character, password_hash)
    world.voters.remove(world.people[character.key])
    _vote(world, group, character.key)


def _vote(world: World, group: Group, key: str) -> None:
    idea, voter = world.idea(group.idea), world.person(key)
    cast_vote(idea, by=voter)
    world.asked[group.idea].add(voter.id)
    db.session.flush()
    note_signals(world, idea.id, voter.id, place=group.key)


def _people_of(world: World, group: Group) -> Sequence[int]:
    own = [person for key, person in world.people.items() if key.startswith(group.key)]
    return [*own, world.people[GUEST]] if group is WAITING else own


def _hold(world: World, group: Group) -> None:
    """As the test does it, which looks at its votes within the minute."""
    idea_id, people = world.ideas[group.idea], _people_of(world, group)
    signal = db.session.scalars(
        sa.select(VoteSignal).where(VoteSignal.idea_id == idea_id, VoteSignal.person_id.in_(people))
    ).first()
    kinds = ("network", "device") if signal else ()
    key = [(kind, getattr(signal, kind)) for kind in kinds]
    odd = {"tenths": 118, "found": len(people), "expected": 1}
    hold_suspected(idea_id, group.suspected, key, people, **odd)


def _decide(world: World, group: Group, verb: Verb, why: Why) -> None:
    idea = world.idea(group.idea)
    for case in cases_of(idea.id):
        propose(idea, verb, why, conditions={"case": case.id}, by=world.person(FIRST))


def _appeal(world: World, group: Group) -> None:
    words: str = said("answers")["appeals"][group.key]
    appeal(world.idea(group.idea), words, by=_first_of(world, group))


def _first_of(world: World, group: Group) -> Person:
    return world.person(f"{group.key}0")


def _uphold(world: World) -> None:
    for made in appeals_after(0, limit=10):
        decide(made, AppealOutcome.UPHELD, by=world.person(SECOND))
