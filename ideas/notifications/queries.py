"""Finding follows, notices, and the people an event concerns."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.notifications.models import Follow, Notice, Preference
from ideas.notifications.rules import Topic, Way, kinds_of, way_of
from ideas.voting.models import Ballot
from ideas.voting.queries import voters_of

MOST_SHOWN = 100


def follows(person_id: int | None, idea_id: int) -> bool:
    """Does somebody follow an idea?"""
    return person_id is not None and session().get(Follow, (idea_id, person_id)) is not None


def followed_ideas(person_id: int) -> sa.Select[Any]:
    """A select of the ideas somebody follows."""
    return sa.select(Idea).join(Follow).where(Follow.person_id == person_id)


def people(ids: Sequence[int]) -> sa.Select[int]:
    """These people."""
    return sa.select(Person.id).where(Person.id.in_(ids))


def team_of(idea_id: int) -> sa.CompoundSelect[Any]:
    """Ids of the creator and of the members who accepted."""
    accepted = sa.select(TeamMember.person_id).where(
        TeamMember.idea_id == idea_id, TeamMember.accepted_at.is_not(None)
    )
    return sa.select(Idea.creator_id).where(Idea.id == idea_id).union(accepted)


def backers_of(idea_id: int) -> sa.Select[Any]:
    """Ids of those who voted for an idea or follow it, without its team."""
    followers = sa.select(Follow.person_id).where(Follow.idea_id == idea_id)
    people = voters_of(idea_id).union(followers).subquery()
    return sa.select(people.c.person_id).where(people.c.person_id.not_in(team_of(idea_id)))


def unread_count(person_id: int) -> int:
    """How many notices somebody has not read, counted up to a hundred."""
    unread = sa.select(Notice.id).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    counted = sa.select(sa.func.count()).select_from(unread.limit(MOST_SHOWN).subquery())
    return session().scalar(counted) or 0


def notices_of(
    person_id: int,
    *,
    before: int | None = None,
    topic: Topic | None = None,
    unread: bool = False,
    limit: int,
) -> Sequence[Notice]:
    """Somebody's notices, newest first: those older than ``before``, of a topic, not yet read."""
    found = sa.select(Notice).where(Notice.person_id == person_id)
    if before is not None:
        found = found.where(Notice.id < before)
    if topic is not None:
        found = found.where(Notice.kind.in_(kinds_of(topic)))
    if unread:
        found = found.where(Notice.read_at.is_(None))
    found = found.options(joinedload(Notice.idea), actor_alone())
    return session().scalars(found.order_by(Notice.id.desc()).limit(limit)).all()


def actor_alone() -> Any:
    """Whoever did it, without their roles."""
    return joinedload(Notice.actor).lazyload(Person.grants)


def choices_of(person_id: int) -> dict[Topic, Way]:
    """How each topic reaches somebody; their own choice where they made one."""
    rows = sa.select(Preference.topic, Preference.way).where(Preference.person_id == person_id)
    chosen = {topic: way for topic, way in session().execute(rows)}
    return {topic: way_of(topic, chosen.get(topic)) for topic in Topic}


def waiting_for_mail(limit: int) -> Sequence[Notice]:
    """Notices whose e-mail is to go at once and is not written yet, oldest first, locked."""
    found = sa.select(Notice).where(Notice.waits_for == Way.AT_ONCE)
    found = found.order_by(Notice.id).limit(limit)
    person = joinedload(Notice.person).lazyload(Person.grants)
    found = found.options(joinedload(Notice.idea), actor_alone(), person)
    return session().scalars(found.with_for_update(of=Notice, skip_locked=True)).all()


def ending_ideas(days: int, moment: datetime, window: timedelta) -> list[tuple[int, datetime]]:
    """Live ideas that got to this many days before their deadline within the window."""
    left = timedelta(days=days)
    found = (
        sa.select(Ballot.idea_id, Ballot.closes_at)
        .join(Idea, Idea.id == Ballot.idea_id)
        .where(
            Idea.stage == Stage.LIVE,
            Ballot.closed_at.is_(None),
            Ballot.reached_at.is_(None),
            Ballot.entry.is_(None),
            Ballot.closes_at > max(moment, moment + left - window),
            Ballot.closes_at <= moment + left,
        )
    )
    return [(idea_id, closes_at) for idea_id, closes_at in session().execute(found)]
