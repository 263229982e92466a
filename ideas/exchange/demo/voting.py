"""The fans vote, each idea at its own pace, and say what they would buy."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from random import Random

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import db
from ideas.exchange.demo.asking import answer
from ideas.exchange.demo.texts import Telling, tellings
from ideas.exchange.demo.world import World
from ideas.journey.models import Idea
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.signals.actions import write_signals
from ideas.voting.integrity.signals.rules import noticed_of

SURPLUS_HOURS = 60
LOST_EARLY_DAYS, LOST_LATER_DAYS, FEW = 26, 86, 10
GUEST, GUEST_SINCE = "vera", timedelta(days=60)
SIGNALS_KEPT = timedelta(days=60)
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.6 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) Version/17.6 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14) Chrome/129.0.0.0 Mobile Safari/537.36",
)
LANGUAGES, CHANNELS = ("en", "en", "fr", "de", "es"), ("", "", "qr", "share", "post")
PACES: dict[str, Callable[[float], float]] = {
    "steady": lambda part: part,
    "early": lambda part: 1 - (1 - part) ** 0.45,
    "late": lambda part: part**0.45,
    "wave": lambda part: part + 0.07 * math.sin(4 * math.pi * part),
}


def let_vote(world: World) -> None:
    """Put every vote on the timeline."""
    for key, telling in tellings().items():
        votes = world.scale.votes_of(telling.votes)
        for moment in _moments(world, key, telling) if votes else ():
            world.timeline.at(moment, partial(_vote, world, key))


def _moments(world: World, key: str, telling: Telling) -> list[datetime]:
    """When the votes come: up to the goal, and a few more while they are checked."""
    votes = goal = world.scale.votes_of(telling.votes)
    if telling.goal:
        is_late = telling.published.startswith("now")
        ladder = world.scale.second_ladder if is_late else world.scale.first_ladder
        goal = ladder[-1][0]
    opened, end = world.seen[key], _end(world, key, telling)
    pace, span = PACES[telling.pace], end - opened
    parts = sorted(world.chance.uniform(at, at + 1) / goal for at in range(goal))
    moments = [_awake(opened + span * pace(part), (opened, end), world.chance) for part in parts]
    moments[-1] = end if telling.goal else moments[-1]
    later = (timedelta(hours=world.chance.uniform(1, SURPLUS_HOURS)) for _ in range(votes - goal))
    return [*moments, *(end + each for each in later)]


def _end(world: World, key: str, telling: Telling) -> datetime:
    if telling.goal:
        return world.day(telling.goal)
    if telling.until:
        return world.calendar.day(telling.until)
    if telling.fate != "expired":
        return world.now
    days = LOST_EARLY_DAYS if telling.votes < FEW else LOST_LATER_DAYS
    return world.seen[key] + timedelta(days=days)


def _awake(moment: datetime, bounds: tuple[datetime, datetime], chance: Random) -> datetime:
    """Most people vote in the evening; never before the first moment or after the last."""
    hour = chance.triangular(6, 23.7, 20)
    midnight = datetime.combine(moment.date(), time(), UTC)
    return min(max(midnight + timedelta(hours=hour), bounds[0]), bounds[1])


def _vote(world: World, key: str) -> None:
    idea, voter = world.kept(Idea, world.ideas[key]), _next_voter(world, key)
    cast_vote(idea, by=voter)
    answer(idea, key, by=voter)
    if clock.now() > world.now - SIGNALS_KEPT:
        db.session.flush()
        note_signals(world, idea.id, voter.id, place=f"home {voter.id // 2}")


def note_signals(world: World, idea_id: int, voter_id: int, *, place: str) -> None:
    """What is noticed at a vote that is cast now, by somebody at a place: an address, a browser."""
    chance = Random(place)  # noqa: S311 no secret
    address = f"10.{chance.randrange(256)}.{chance.randrange(256)}.7"
    at, agent, via = clock.now().timestamp(), chance.choice(AGENTS), chance.choice(CHANNELS)
    noticed = noticed_of(
        at,
        address=address,
        agent=agent,
        language=chance.choice(LANGUAGES),
        via=via,
    )
    write_signals([(idea_id, voter_id, noticed)], world.app.config["SECRET_KEY"])


def _next_voter(world: World, key: str) -> Person:
    """Somebody who has not voted for it and is not on its team; the guest saves up some votes."""
    telling = tellings()[key]
    kept_out = world.asked[key] | {world.people[each] for each in (telling.by, *telling.team)}
    if world.seen[key] > world.now - GUEST_SINCE:
        kept_out |= {world.people[GUEST]}
    chosen = world.chance.choice([each for each in world.voters if each not in kept_out])
    world.asked[key].add(chosen)
    return world.kept(Person, chosen)
