"""What the roll-up reads: everything, in portions. No page asks any of this."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.insights.rules import FEWEST_VISITS, REFUSING, SHOWN_TAGS, Step
from ideas.journey.models import Idea, Move
from ideas.journey.stages import Stage
from ideas.submission.models import Picture, Tag
from ideas.voting.daily.models import VoteDay
from ideas.voting.models import Vote, VoteState
from ideas.voting.referrals.models import Referral

PORTION = 5_000
IS_REFUSED = Idea.stage.in_(REFUSING)
IS_PUBLISHED = sa.and_(Idea.published_at.is_not(None), ~IS_REFUSED)

_MERGED = sa.select(Idea.id).where(Idea.merged_into_id.is_not(None))
"""Their votes count for the ideas they are part of, and for each person once."""


def visits_by_day(since: date) -> Sequence[Any]:
    """Visits to ideas: a network is one a day to an idea by one channel."""
    found = sa.select(Referral.seen_on, sa.func.sum(Referral.visits))
    return session().execute(found.where(Referral.seen_on >= since).group_by("seen_on")).all()


def votes_by_day(since: date) -> Sequence[Any]:
    """Votes that count, by the day on which they were cast."""
    found = sa.select(VoteDay.cast_on, sa.func.sum(VoteDay.votes))
    found = found.where(VoteDay.cast_on >= since, VoteDay.idea_id.not_in(_MERGED))
    return session().execute(found.group_by("cast_on")).all()


def steps() -> Iterator[Step]:
    """Every move, idea by idea, in order."""
    found = sa.select(
        *(Move.idea_id, Move.from_stage, Move.to_stage, Move.moved_at, Move.reason, Move.id)
    ).order_by(Move.idea_id, Move.id)
    key = (0, 0)
    while True:
        after = sa.tuple_(Move.idea_id, Move.id) > sa.tuple_(*key)
        portion = session().execute(found.where(after).limit(PORTION)).all()
        yield from (Step(*row[:-1]) for row in portion)
        if len(portion) < PORTION:
            return
        key = (portion[-1].idea_id, portion[-1].id)


def voters() -> tuple[int, int]:
    """How many accounts have a vote that counts, and how many of them have just one."""
    votes = sa.func.count().label("votes")
    counted = (Vote.state == VoteState.COUNTED, Vote.idea_id.not_in(_MERGED))
    by_person = sa.select(votes).where(*counted).group_by(Vote.person_id)
    each = by_person.subquery()
    one = sa.func.count().filter(each.c.votes == 1)
    everybody, only_one = session().execute(sa.select(sa.func.count(), one).select_from(each)).one()
    return everybody, only_one


def conversion(since: date) -> Sequence[Any]:
    """Ideas that were visited often enough: idea, visits, votes cast on those visits."""
    visits, votes = sa.func.sum(Referral.visits), sa.func.sum(Referral.votes)
    found = sa.select(Referral.idea_id, visits, votes).where(Referral.seen_on >= since)
    found = found.join(Idea, Idea.id == Referral.idea_id).where(Idea.hidden_at.is_(None))
    return session().execute(found.group_by(Referral.idea_id).having(visits >= FEWEST_VISITS)).all()


def shapes() -> Iterator[Any]:
    """Of each idea that is refused or published: which, and how long and well pictured it is."""
    pictures = sa.select(sa.func.count()).where(Picture.idea_id == Idea.id).scalar_subquery()
    found = sa.select(
        *(Idea.id, IS_REFUSED.label("is_refused"), sa.func.length(Idea.title).label("title")),
        *(sa.func.length(Idea.body).label("story"), pictures.label("pictures")),
    ).where(sa.or_(IS_REFUSED, IS_PUBLISHED), Idea.stage != Stage.DRAFT)
    reached = 0
    while True:
        some = found.where(Idea.id > reached).order_by(Idea.id).limit(PORTION)
        portion = session().execute(some).all()
        yield from portion
        if len(portion) < PORTION:
            return
        reached = portion[-1].id


def tags() -> Sequence[Any]:
    """The tags refused ideas have most often: tag, of how many refused, of how many in all."""
    refused = sa.func.count().filter(IS_REFUSED)
    found = sa.select(Tag.name, refused, sa.func.count()).join(Idea, Idea.id == Tag.idea_id)
    found = found.where(Idea.stage != Stage.DRAFT).group_by(Tag.name).having(refused > 0)
    return session().execute(found.order_by(refused.desc(), Tag.name).limit(SHOWN_TAGS)).all()
