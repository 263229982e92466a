"""Writing the bench data: batches of bounded size, one transaction each."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from math import isqrt
from typing import Any, TypeVar

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.campaigns.actions import ensure_standing_campaign
from ideas.campaigns.models import Terms
from ideas.campaigns.queries import current_terms
from ideas.db import db, session, take_write_lock
from ideas.exchange.bench import titles
from ideas.exchange.bench.lives import Life
from ideas.exchange.bench.spread import votes_of_ideas
from ideas.journey.models import Idea, Move
from ideas.submission.models import Tag
from ideas.text import html_of
from ideas.voting.models import Ballot, TierCrossing, Vote, VoteState

PEOPLE_AT_ONCE, IDEAS_AT_ONCE, VOTES_AT_ONCE = 10_000, 1_000, 50_000
OLDEST = timedelta(days=400)
YOUNG = 3.0
IDEAS_EACH, VOTES_EACH = 3, 12
VOTE_COLUMNS = ("idea_id", "person_id", "state", "cast_at", "counted_at", "changed_at")
PLAIN_VOTES = sa.table("votes", *(sa.column(name) for name in VOTE_COLUMNS))
T = TypeVar("T")
Progress = Callable[[int], object]


@dataclass(frozen=True)
class Crowd:
    """People with ids that follow each other; ``size`` of the voters is prime."""

    first: int
    size: int

    def some(self, number: int, rolls: random.Random) -> Iterator[int]:
        """So many different people of it, each crowd of voters another."""
        start, step = rolls.randrange(self.size), rolls.randrange(1, max(2, self.size))
        return (self.first + (start + turn * step) % self.size for turn in range(number))


@dataclass(frozen=True)
class Plan:
    """What every idea has in common."""

    campaign_id: int
    terms: Terms
    creators: Crowd
    voters: Crowd
    now: datetime
    rolls: random.Random


def fill(ideas: int, votes: int, progress: Progress) -> list[int]:
    """Make the ideas and their votes; answers the votes of each idea. Commits as it goes."""
    counts = votes_of_ideas(ideas, votes)
    campaign_id = ensure_standing_campaign().id
    creators = _crowd("maker", max(1, ideas // IDEAS_EACH), progress)
    voters = _crowd("voter", prime_from(max(votes // VOTES_EACH, *counts, 2)), progress)
    terms = current_terms(campaign_id)
    session().expunge(terms)
    rolls = random.Random(2)  # noqa: S311
    plan = Plan(campaign_id, terms, creators, voters, clock.now(), rolls)
    first = (session().scalar(sa.select(sa.func.max(Idea.id))) or 0) + 1
    for numbers in portions(range(ideas), IDEAS_AT_ONCE):
        lives = {first + number: _life(counts[number], plan) for number in numbers}
        _write_ideas(lives, plan)
        progress(len(lives))
    return counts


def portions(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in lists of this size; the last may be shorter."""
    left = iter(things)
    while portion := list(islice(left, size)):
        yield portion


def prime_from(number: int) -> int:
    """The first prime from here on."""
    return next(each for each in count(max(2, number)) if _is_prime(each))


def _is_prime(number: int) -> bool:
    return all(number % each for each in range(2, isqrt(number) + 1))


def _crowd(word: str, size: int, progress: Progress) -> Crowd:
    first = (session().scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    moment = clock.now() - OLDEST
    for portion in portions(range(size), PEOPLE_AT_ONCE):
        people = [
            {
                "id": first + number,
                "handle": f"{word}-{number}",
                "name": f"{word.capitalize()} {number}",
                "email": f"{word}{number}@example.org",
                "email_confirmed_at": moment,
                "created_at": moment,
                "language": "en",
                "about": "",
            }
            for number in portion
        ]
        _write((Person.__table__, people))
        progress(len(people))
    return Crowd(first, size)


def _life(votes: int, plan: Plan) -> Life:
    """Most ideas are young, as on a site that grows."""
    age = OLDEST * plan.rolls.random() ** YOUNG + timedelta(hours=1)
    return Life(
        votes=votes,
        ladder=plan.terms.tiers,
        published_at=(plan.now - age).replace(microsecond=0),
        certifying=timedelta(hours=plan.terms.certification_hours),
        now=plan.now,
    )


def _write_ideas(lives: dict[int, Life], plan: Plan) -> None:
    """Some ideas with all that is theirs, then their votes."""
    rows = [_idea(idea_id, life, plan) for idea_id, life in lives.items()]
    tags = [
        {"idea_id": idea_id, "name": name, "position": position}
        for idea_id in lives
        for position, name in enumerate(titles.tags_of(plan.rolls))
    ]
    moves = [move for idea_id, life in lives.items() for move in _moves(idea_id, life, plan)]
    ballots = [_ballot(idea_id, life, plan) for idea_id, life in lives.items()]
    crossings = [row for idea_id, life in lives.items() for row in _crossings(idea_id, life)]
    _write(
        (Idea.__table__, rows),
        (Tag.__table__, tags),
        (Move.__table__, moves),
        (Ballot.__table__, ballots),
        (TierCrossing.__table__, crossings),
    )
    for portion in portions(_votes(lives, plan), VOTES_AT_ONCE):
        _write((PLAIN_VOTES, portion))


def _idea(idea_id: int, life: Life, plan: Plan) -> dict[str, Any]:
    title, body = titles.title_of(idea_id), titles.body_of(plan.rolls)
    moves = life.moves
    return {
        "id": idea_id,
        "short_id": f"b{idea_id}",
        "slug": f"{title.lower().replace(' ', '-').replace(',', '').replace('.', '')}-b{idea_id}",
        "campaign_id": plan.campaign_id,
        "creator_id": next(plan.creators.some(1, plan.rolls)),
        "title": title,
        "summary": body.partition(".")[0] + ".",
        "body": body,
        "body_html": html_of(body),
        "language": "en",
        "stage": life.stage,
        "stage_at": moves[-1][2],
        "created_at": moves[0][2],
        "edited_at": moves[0][2],
        "published_at": life.published_at,
    }


def _moves(idea_id: int, life: Life, plan: Plan) -> Iterator[dict[str, Any]]:
    for start, to, moment, reason in life.moves:
        yield {
            "idea_id": idea_id,
            "from_stage": start,
            "to_stage": to,
            "reason": reason,
            "public_text": {},
            "terms_id": plan.terms.id if reason else None,
            "moved_at": moment,
        }


def _ballot(idea_id: int, life: Life, plan: Plan) -> dict[str, Any]:
    offsets = life.offsets()
    last = life.published_at + timedelta(seconds=max(offsets, default=0))
    return {
        "idea_id": idea_id,
        "terms_id": plan.terms.id,
        "ladder": plan.terms.ladder,
        "goal": life.goal,
        "certification_hours": plan.terms.certification_hours,
        "vote_again_hours": plan.terms.vote_again_hours,
        "votes": life.votes,
        "held": 0,
        "void": 0,
        "attempt": 1,
        "tier": len(list(life.crossings)),
        "heat": life.heat_after(offsets),
        "opened_at": life.published_at,
        "closes_at": life.closes_at,
        "reached_at": life.reached_at,
        "certify_at": life.certify_at,
        "closed_at": life.closed_at,
        "changed_at": last,
    }


def _crossings(idea_id: int, life: Life) -> Iterator[dict[str, Any]]:
    for crossing in life.crossings:
        yield {
            "idea_id": idea_id,
            "tier": crossing.tier,
            "attempt": 1,
            "votes": crossing.votes,
            "closes_at": crossing.closes_at,
            "crossed_at": crossing.crossed_at,
        }


def _votes(lives: dict[int, Life], plan: Plan) -> Iterator[dict[str, Any]]:
    """Each moment is put into the database's form once, not once for each column."""
    kept = Vote.cast_at.type.dialect_impl(session().get_bind().dialect)
    keep = kept.bind_processor(session().get_bind().dialect) or (lambda moment: moment)
    for idea_id, life in lives.items():
        offsets = life.offsets()
        people = plan.voters.some(life.votes, plan.rolls)
        for person_id, offset in zip(people, offsets, strict=True):
            moment = keep(life.published_at + timedelta(seconds=offset))
            yield {
                "idea_id": idea_id,
                "person_id": person_id,
                "state": VoteState.COUNTED.value,
                "cast_at": moment,
                "counted_at": moment,
                "changed_at": moment,
            }


def _write(*tables: tuple[Any, list[dict[str, Any]]]) -> None:
    take_write_lock()
    for table, rows in tables:
        if rows:
            session().connection().execute(sa.insert(table), rows)
    db.session.commit()
