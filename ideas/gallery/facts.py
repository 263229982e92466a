"""What many cards show of their ideas, asked for in one statement."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ideas.db import session
from ideas.gallery.queries import for_cards
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import Stage
from ideas.moderation.models import StaffPick
from ideas.submission.models import Picture
from ideas.submission.queries import PictureView
from ideas.submission.queries import view_of as picture_of
from ideas.voting.ladder import LadderView
from ideas.voting.ladder import view_of as ladder_of
from ideas.voting.models import Ballot, TierCrossing


@dataclass(frozen=True)
class Facts:
    """An idea, and what stands beside its own words."""

    idea: Idea
    team_size: int
    picture: PictureView | None
    ladder: LadderView | None
    is_picked: bool
    is_entry: bool = False


def facts_of(ids: Collection[int]) -> list[Facts]:
    """The public ones of these ideas in the order given, each ladder with the tiers reached."""
    if not ids:
        return []
    rows = session().execute(_asked(ids)).all()
    reached: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for row in rows:
        if row.tier is not None:
            reached[row.Idea.id].setdefault(row.tier, row.crossed_at)
    found = {row.Idea.id: _facts(row, reached[row.Idea.id]) for row in rows}
    return [found[each] for each in ids if each in found]


def _facts(row: Any, reached: dict[int, datetime]) -> Facts:
    return Facts(
        idea=row.Idea,
        team_size=1 + row.members,
        picture=picture_of(row.Picture) if row.Picture else None,
        ladder=_ladder(row.Ballot, row.Idea.stage, reached),
        is_picked=row.is_picked,
        is_entry=row.Ballot is not None and row.Ballot.entry is not None,
    )


def _ladder(ballot: Ballot | None, stage: Stage, reached: dict[int, datetime]) -> LadderView | None:
    """In a closed vote there is none."""
    if ballot is None or ballot.entry is not None:
        return None
    return ladder_of(ballot, stage, reached)


def _asked(ids: Collection[int]) -> sa.Select[Any]:
    """A row for each idea and tier it reached, the first crossing of a tier first."""
    accepted = (TeamMember.idea_id == Idea.id, TeamMember.accepted_at.is_not(None))
    others = sa.select(sa.func.count()).where(*accepted, TeamMember.person_id != Idea.creator_id)
    is_picked = sa.select(StaffPick.idea_id).where(StaffPick.idea_id == Idea.id).exists()
    first = sa.and_(Picture.idea_id == Idea.id, Picture.position == 0)
    asked: sa.Select[Any] = for_cards(ids).add_columns(
        others.scalar_subquery().label("members"),
        is_picked.label("is_picked"),
        Picture,
        Ballot,
        TierCrossing.tier,
        TierCrossing.crossed_at,
    )
    return (
        asked.outerjoin(Picture, first)
        .outerjoin(Ballot, Ballot.idea_id == Idea.id)
        .outerjoin(TierCrossing, TierCrossing.idea_id == Idea.id)
        .order_by(TierCrossing.attempt)
    )
