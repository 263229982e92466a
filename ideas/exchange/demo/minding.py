"""The place is kept fair: somebody is kept out and appeals, and a profile is reported."""

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from ideas.accounts.hashing import hashed
from ideas.accounts.roles.rules import SuspensionGround
from ideas.exchange.demo.people import join
from ideas.exchange.demo.texts import Character, said
from ideas.exchange.demo.world import World
from ideas.moderation.appeals.actions import appeal
from ideas.moderation.measures.queries import suspension_of
from ideas.moderation.reports.actions import report, report_as_visitor
from ideas.moderation.reports.rules import ReportReason
from ideas.moderation.reports.things import Thing
from ideas.moderation.suspensions.actions import suspend

ADMIN = "kofi"
OUT, REPORTED = "stipple", "batteries"


def let_mind(world: World) -> None:
    """Put who joins, what is done and what they say to it on the timeline; both wait."""
    texts, password_hash = said("minding"), hashed(secrets.token_urlsafe(32))
    out, reported = texts["suspended"], texts["reported"]
    put = world.timeline.at
    for key, telling, days in ((OUT, out, 30), (REPORTED, reported, 8)):
        character = Character(
            key, telling["name"], telling["country"], about=telling.get("about", "")
        )
        at = world.now - timedelta(days=days)
        put(at, partial(_join, world, character, password_hash))
    put(world.now - timedelta(days=3), partial(_keep_out, world, out))
    put(world.now - timedelta(days=1), partial(_appeal, world, out))
    put(world.now - timedelta(hours=5), partial(_report, world, reported))


def _join(world: World, character: Character, password_hash: str) -> None:
    join(world, character, password_hash)
    world.voters.remove(world.people[character.key])


def _keep_out(world: World, telling: dict[str, Any]) -> None:
    ground, sentence = SuspensionGround(telling["ground"]), telling["sentence"]
    suspend(world.person(OUT), ground, dict(sentence), by=world.person(ADMIN))


def _appeal(world: World, telling: dict[str, Any]) -> None:
    person = world.person(OUT)
    measure = suspension_of(person.id, person.suspended_at) if person.suspended_at else None
    if measure is not None:
        appeal(measure, telling["appeal"], by=person)


def _report(world: World, telling: dict[str, Any]) -> None:
    thing, spam = Thing(None, profile=world.person(REPORTED)), ReportReason.SPAM
    report(thing, spam, telling["words"], by=world.person(telling["by"]))
    report_as_visitor(thing, spam, telling["visitor"], address="", language="en")
