"""A naming whose vote is open: planned, entered, shortlisted by its jury, voted for."""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from ideas.campaigns.calendar.actions import Plan, name_juror, plan_campaign
from ideas.campaigns.calendar.models import Calendar
from ideas.campaigns.calendar.phases import Dates, Kind
from ideas.contests.actions import choose, open_campaign, publish_shortlist
from ideas.contests.models import ShortlistReason
from ideas.contests.queries import none_of_these
from ideas.contests.rulebook import rules_in_words
from ideas.db import db
from ideas.exchange.demo.creating import MODERATORS
from ideas.exchange.demo.people import FIRST_ADMIN
from ideas.exchange.demo.reviewing import REVIEWERS
from ideas.exchange.demo.texts import said
from ideas.exchange.demo.world import World
from ideas.journey.models import Idea
from ideas.moderation import actions as moderation
from ideas.submission import actions as submission
from ideas.submission.models import Rights
from ideas.voting.actions import cast_vote

DAYS = (-30, -14, -9, -4, 10, 24)
ANNOUNCED, CHOSEN, VOTERS, LIKED = timedelta(days=-36), timedelta(days=-6), 30, 0.4
NONE_LIKED = 0.08


def let_name(world: World) -> None:
    """Put the naming on the timeline; it is found again by the key of its first entry."""
    chance = Random("tea boat")  # noqa: S311 no secret
    put, now = world.timeline.at, world.now
    put(now + ANNOUNCED, partial(_announce, world))
    for number, entry in enumerate(said("naming")["entry"]):
        put(now + timedelta(days=-28 + 2 * number), partial(_enter, world, number, entry))
    put(now + CHOSEN, partial(_choose, world))
    for number in range(min(VOTERS, world.scale.crowd - len(said("naming")["entry"]))):
        at = now - timedelta(days=chance.uniform(0.1, 3.9))
        put(at, partial(_vote, world, number, chance.random()))


def _announce(world: World) -> None:
    texts, admin = said("naming"), world.person(FIRST_ADMIN)
    days = [world.now + timedelta(days=day) for day in DAYS]
    moments = [day.replace(hour=10, minute=0, second=0, microsecond=0) for day in days]
    plan = Plan(
        kind=Kind.NAMING,
        dates=Dates(*moments),
        has_jury=True,
        own_terms={"copies": texts["copies"], "live_ideas_per_creator": 2},
        **{name: texts[name] for name in ("name", "brief", "zone", "places")},
        **{name: texts[name] for name in ("jury_prize", "community_prize")},
    )
    calendar = plan_campaign(plan, by=admin)
    for key in REVIEWERS[:2]:
        name_juror(calendar, world.person(key), has_entry=False, by=admin)
    open_campaign(calendar, rules_in_words, by=admin)
    world.ideas["naming"] = calendar.campaign_id


def _calendar(world: World) -> Calendar:
    return db.session.get_one(Calendar, world.ideas["naming"])


def _enter(world: World, number: int, entry: dict[str, Any]) -> None:
    creator = world.person(f"voter{number}")
    idea = submission.begin_draft(rights=Rights.OWN, campaign_id=world.ideas["naming"], by=creator)
    body = f"{entry['summary']} It is short, it is kind, and nobody else uses it."
    submission.write_idea(
        idea,
        tags=(),
        by=creator,
        title=entry["title"],
        summary=entry["summary"],
        body=body,
        language="en",
    )
    submission.submit(idea, by=creator)
    moderation.publish(idea, by=world.person(MODERATORS[number % 2]))
    world.ideas[_key(number)] = idea.id


def _key(number: int) -> str:
    return f"naming {number}"


def _choose(world: World) -> None:
    first, second = (world.person(key) for key in REVIEWERS[:2])
    for number, entry in enumerate(said("naming")["entry"]):
        sentence = {key: entry[f"sentence_{key}"] for key in ("en", "fr") if "reason" in entry}
        reason = ShortlistReason(entry.get("reason", "chosen"))
        idea = world.idea(_key(number))
        choose(_calendar(world), idea, reason=reason, sentence=sentence, by=first)
    publish_shortlist(_calendar(world), rules_in_words, by=second)


def _vote(world: World, number: int, mood: float) -> None:
    """Somebody votes for those they like; some like none."""
    entries = said("naming")["entry"]
    voter, chance = world.person(f"voter{len(entries) + number}"), Random(mood)  # noqa: S311
    standing = [key for key, entry in enumerate(entries) if "reason" not in entry]
    liked = [key for key in standing if chance.random() < LIKED / (1 + key * 0.3)]
    for key in liked:
        cast_vote(world.idea(_key(key)), by=voter)
    none = none_of_these(world.ideas["naming"])
    if none is not None and not liked and mood < NONE_LIKED * 4:
        cast_vote(db.session.get_one(Idea, none.idea.id), by=voter)
