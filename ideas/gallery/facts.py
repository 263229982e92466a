"""What many cards need to know of their ideas, asked for in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.moderation.models import StaffPick
from ideas.submission.models import Picture
from ideas.submission.queries import PictureView
from ideas.submission.queries import view_of as picture_of
from ideas.voting.ladder import LadderView
from ideas.voting.ladder import view_of as ladder_of
from ideas.voting.models import Ballot, TierCrossing


@dataclass(frozen=True)
class Facts:
    """What stands beside an idea's own words."""

    team_size: int
    picture: PictureView | None
    ladder: LadderView | None
    is_picked: bool


def facts_of(ideas: Sequence[Idea]) -> dict[int, Facts]:
    """By idea: its team, first picture, ladder with the tiers reached, and the staff's pick."""
    rows = session().execute(_asked([idea.id for idea in ideas])).all()
    reached: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for row in rows:
        if row.tier is not None:
            reached[row.idea_id].setdefault(row.tier, row.crossed_at)
    stages = {idea.id: idea.stage for idea in ideas}
    return {
        row.idea_id: Facts(
            team_size=1 + row.members,
            picture=picture_of(row.Picture) if row.Picture else None,
            ladder=ladder_of(row.Ballot, stages[row.idea_id], reached[row.idea_id])
            if row.Ballot
            else None,
            is_picked=row.is_picked,
        )
        for row in rows
    }


def _asked(ids: Sequence[int]) -> sa.Select[tuple[object, ...]]:
    """A row for each idea and tier it reached."""
    accepted = (TeamMember.idea_id == Idea.id, TeamMember.accepted_at.is_not(None))
    others = sa.select(sa.func.count()).where(*accepted, TeamMember.person_id != Idea.creator_id)
    is_picked = sa.select(StaffPick.idea_id).where(StaffPick.idea_id == Idea.id).exists()
    first = sa.and_(Picture.idea_id == Idea.id, Picture.position == 0)
    return (
        sa.select(
            Idea.id.label("idea_id"),
            others.scalar_subquery().label("members"),
            is_picked.label("is_picked"),
            Picture,
            Ballot,
            TierCrossing.tier,
            TierCrossing.crossed_at,
        )
        .outerjoin(Picture, first)
        .outerjoin(Ballot, Ballot.idea_id == Idea.id)
        .outerjoin(TierCrossing, TierCrossing.idea_id == Idea.id)
        .where(Idea.id.in_(ids))
        .order_by(TierCrossing.attempt)
    )
