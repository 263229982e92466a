"""Finding mergers, and what one would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.db import session
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.merging import rules
from ideas.merging.models import OPEN, Merger
from ideas.merging.rules import UNDECIDED, MergerState, Pair
from ideas.refusals import Refusal
from ideas.voting.joins.queries import Prospect, is_moving, prospect_of
from ideas.voting.joins.rules import refusal_to_join
from ideas.voting.queries import ballot_of, opening_of

MOST_STEPS = 50


@dataclass(frozen=True)
class Preview:
    """What merging would do, or why it cannot be."""

    refusal: Refusal | None
    prospect: Prospect | None = None
    before: int = 0
    milestones: Sequence[int] = ()
    needs_two: bool = False

    @property
    def after(self) -> int:
        """The parent's votes then."""
        return self.before + (self.prospect.new if self.prospect else 0)


def preview_of(child: Idea, parent: Idea, *, by_id: int, but: int | None = None) -> Preview:
    """What it would do; ``but`` is a merger of these two that is decided already."""
    refusal = rules.refusal_to_merge(pair_of(child, parent, by_id=by_id, but=but))
    ballot = ballot_of(parent.id)
    if refusal is not None or ballot is None:
        return Preview(refusal)
    is_open = opening_of(parent, ballot).is_open(clock.now())
    refusal = refusal_to_join(is_open=is_open, is_moving=is_moving(child.id, parent.id))
    prospect = prospect_of(child, parent)
    after = ballot.votes + prospect.new
    return Preview(
        refusal,
        prospect,
        before=ballot.votes,
        milestones=rules.milestones_reached(ballot.tiers, ballot.tier, after),
        needs_two=rules.needs_two(ballot.tiers, ballot.tier, new=prospect.new, after=after),
    )


def pair_of(child: Idea, parent: Idea, *, by_id: int, but: int | None = None) -> Pair:
    """What the rules ask of these two."""
    return Pair(
        child=child.stage,
        parent=parent.stage,
        is_same=child.id == parent.id,
        is_hidden=parent.hidden_at is not None or child.hidden_at is not None,
        is_own=is_of_team(child, parent, by_id),
        is_other_campaign=child.campaign_id != parent.campaign_id,
        is_under_way=_is_under_way(child.id, parent.id, but),
    )


def is_of_team(child: Idea, parent: Idea, person_id: int) -> bool:
    """Is one of the two this person's own?"""
    return person_id in child.team_ids | parent.team_ids


def _is_under_way(child_id: int, parent_id: int, but: int | None) -> bool:
    """Is there another decision about the child, or one that makes the parent part of something?"""
    ours = sa.or_(
        sa.and_(Merger.child_id == child_id, OPEN),
        sa.and_(Merger.child_id == parent_id, Merger.state.in_(UNDECIDED)),
        sa.and_(Merger.parent_id == child_id, Merger.state.in_(UNDECIDED)),
    )
    found = sa.select(Merger.id).where(ours, Merger.id != (but or 0)).limit(1)
    return session().scalar(found) is not None


def _whole() -> sa.Select[Merger]:
    whole = (Merger.child, Merger.parent, Merger.proposed_by)
    return sa.select(Merger).options(*(joinedload(each) for each in whole))


def merger_with(merger_id: int) -> Merger | None:
    """A merger by its id."""
    return session().scalar(_whole().where(Merger.id == merger_id))


def locked_merger(merger_id: int) -> Merger:
    """A merger as it stands, held until the transaction ends."""
    return session().get_one(Merger, merger_id, with_for_update=True, populate_existing=True)


def open_merger_of(idea_id: int) -> Merger | None:
    """What was decided about an idea and stands, or waits."""
    return session().scalar(_whole().where(Merger.child_id == idea_id, OPEN))


def mergers_in(*states: MergerState, limit: int) -> Sequence[Merger]:
    """The mergers that stand so, the newest first."""
    found = _whole().where(Merger.state.in_(states)).order_by(Merger.id.desc())
    return session().scalars(found.limit(limit)).all()


def due_mergers(moment: datetime, *, limit: int) -> Sequence[int]:
    """Whose time has come, the oldest first."""
    due = sa.select(Merger.id).where(Merger.state == MergerState.WAITING, Merger.due_at <= moment)
    return session().scalars(due.order_by(Merger.due_at).limit(limit)).all()


def number_proposed() -> int:
    """How many wait for a second person."""
    found = sa.select(sa.func.count()).select_from(Merger)
    return session().scalar(found.where(Merger.state == MergerState.PROPOSED)) or 0


def became_of(idea: Idea) -> Idea | None:
    """The public idea that a merged one is part of, through as many as there are."""
    here: Idea | None = idea
    for _ in range(MOST_STEPS):
        if here is None or here.stage is not Stage.MERGED or here.merged_into_id is None:
            break
        here = session().get(Idea, here.merged_into_id)
    is_elsewhere = here is not None and here.id != idea.id and here.is_public
    return here if is_elsewhere else None
