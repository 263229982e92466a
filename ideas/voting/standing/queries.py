"""Finding the ideas whose standing is no longer true."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import PUBLIC, Stage
from ideas.voting.models import Ballot, Entry
from ideas.voting.standing.models import Standing

_MADE = (Stage.SELECTED, Stage.IN_DEVELOPMENT, Stage.ON_SALE, Stage.RETIRED, Stage.CANCELLED)
_IS_LISTED = sa.or_(
    Ballot.entry.is_(None), sa.and_(Ballot.entry == Entry.STANDING, Idea.stage.in_(_MADE))
)
"""Entries of a closed vote stand on their campaign's page, and among all ideas once they won."""
_IS_PUBLIC = sa.and_(Idea.stage.in_(PUBLIC), Idea.hidden_at.is_(None))


def stale_standings(limit: int, *, since: datetime | None = None) -> Sequence[sa.Row[Any]]:
    """Public ideas whose standing is missing or behind: id, stage, votes, heat and moments.

    With ``since``, only those that moved or were voted for since then.
    """
    votes = sa.func.coalesce(Ballot.votes, 0)
    closes_at = sa.case((_is_running(), Ballot.closes_at))
    published_at = sa.func.coalesce(Idea.published_at, Idea.stage_at, type_=Idea.stage_at.type)
    found = (
        sa.select(
            Idea.id.label("idea_id"),
            Idea.stage,
            votes.label("votes"),
            Ballot.heat,
            closes_at.label("closes_at"),
            published_at.label("published_at"),
        )
        .outerjoin(Ballot, Ballot.idea_id == Idea.id)
        .outerjoin(Standing, Standing.idea_id == Idea.id)
        .where(
            _IS_PUBLIC,
            _IS_LISTED,
            sa.or_(
                Standing.idea_id.is_(None),
                Standing.stage != Idea.stage,
                Standing.votes != votes,
                Standing.published_at != published_at,
                Standing.closes_at.is_distinct_from(closes_at),
            ),
        )
    )
    if since is not None:
        voted = sa.select(Ballot.idea_id).where(Ballot.changed_at >= since)
        found = found.where(Idea.id.in_(_moved(since).union(voted)))
    return session().execute(found.limit(limit)).all()


def _moved(since: datetime) -> sa.Select[int]:
    """Ideas that moved since a moment; every stage is named because the index begins with it."""
    return sa.select(Idea.id).where(Idea.stage.in_(list(Stage)), Idea.stage_at >= since)


def _is_running() -> sa.ColumnElement[bool]:
    """True while the deadline counts: live and short of the goal."""
    running = (Idea.stage == Stage.LIVE, Ballot.closed_at.is_(None), Ballot.reached_at.is_(None))
    return sa.and_(*running)


def lost_standings(*, since: datetime | None = None) -> Sequence[int]:
    """Ideas that have a standing and are no longer public; with ``since``, moved since then."""
    found = sa.select(Standing.idea_id).join(Idea, Idea.id == Standing.idea_id)
    if since is not None:
        found = found.where(Idea.id.in_(_moved(since)))
    return session().scalars(found.where(sa.not_(_IS_PUBLIC))).all()
