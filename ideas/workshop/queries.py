"""Numbers about one's own ideas and votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import EDITABLE
from ideas.voting.models import Vote, VoteState
from ideas.voting.queries import CAST

DAYS = 30
PAGE = 50


@dataclass(frozen=True)
class OwnVote:
    """A vote of one's own and the idea it is for; ``cast_at`` is None when nobody knows."""

    idea: Idea
    state: VoteState
    cast_at: datetime | None


def votes_by_day(idea_ids: Collection[int], days: int = DAYS) -> Mapping[int, list[int]]:
    """Counted votes on each of the last days, oldest first, of the ideas that have any."""
    start = clock.today() - timedelta(days=days - 1)
    midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
    day = sa.func.date(_in_utc(Vote.counted_at)).label("day")
    found = sa.select(Vote.idea_id, day, sa.func.count()).where(
        Vote.idea_id.in_(idea_ids),
        Vote.state == VoteState.COUNTED,
        Vote.cast_at.is_not(None),
        Vote.counted_at >= midnight,
    )
    counts: dict[int, list[int]] = {}
    for idea_id, when, count in session().execute(found.group_by(Vote.idea_id, day)):
        passed = (date.fromisoformat(str(when)) - start).days
        if passed < days:
            counts.setdefault(idea_id, [0] * days)[passed] = count
    return counts


def _in_utc(moment: Any) -> Any:
    """SQLite keeps moments in UTC; PostgreSQL would count days by the server's zone."""
    if session().get_bind().dialect.name == "sqlite":
        return moment
    return sa.func.timezone("UTC", moment)


def own_votes(person_id: int, before: int | None = None) -> Sequence[OwnVote]:
    """A page of the votes one stands by, the newest ideas first; one more than fits is found."""
    own = aliased(Vote)
    found = sa.select(Idea, own.state, own.cast_at).join(own, own.idea_id == Idea.id)
    found = found.where(own.person_id == person_id, own.state.in_(CAST), Idea.hidden_at.is_(None))
    if before is not None:
        found = found.where(Idea.id < before)
    rows = session().execute(found.order_by(Idea.id.desc()).limit(PAGE + 1))
    return [OwnVote(idea, state, cast_at) for idea, state, cast_at in rows]


def invitations_to(person_id: int) -> Sequence[tuple[TeamMember, Idea]]:
    """The teams a person is asked to join, with the ideas."""
    found = sa.select(TeamMember, Idea).join(Idea, Idea.id == TeamMember.idea_id)
    found = found.where(
        TeamMember.person_id == person_id,
        TeamMember.accepted_at.is_(None),
        TeamMember.declined_at.is_(None),
        Idea.stage.in_(EDITABLE),
    )
    return [(member, idea) for member, idea in session().execute(found.order_by(Idea.id.desc()))]
