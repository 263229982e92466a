"""Finding appeals and what they are about."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.models import Vote, VoteState

ASIDE = frozenset({VoteState.HELD, VoteState.VOID})


def last_sweep_of(person_id: int, idea_id: int) -> Sweep | None:
    """The decision by which somebody's vote is where it is."""
    same = sa.and_(Vote.person_id == SweptVote.person_id, Vote.state == SweptVote.to_state)
    found = (
        sa.select(Sweep)
        .join(SweptVote, SweptVote.sweep_id == Sweep.id)
        .join(Vote, same)
        .where(SweptVote.person_id == person_id, Sweep.idea_id == idea_id, Vote.idea_id == idea_id)
    )
    return session().scalar(found.order_by(SweptVote.swept_at.desc(), Sweep.id.desc()).limit(1))


def appeal_about(sweep_id: int, person_id: int) -> Appeal | None:
    """What somebody said against a decision about their vote."""
    found = sa.select(Appeal).where(Appeal.sweep_id == sweep_id, Appeal.person_id == person_id)
    return session().scalar(found)


def appeals_after(appeal_id: int, *, limit: int) -> Sequence[Appeal]:
    """Appeals nobody has decided, the longest waiting first; after this one."""
    found = sa.select(Appeal).where(Appeal.decided_at.is_(None), Appeal.id > appeal_id)
    whole = joinedload(Appeal.sweep).joinedload(Sweep.idea)
    return session().scalars(found.order_by(Appeal.id).limit(limit).options(whole)).all()


def judged_before(judge_id: int, appeals: Collection[Appeal]) -> frozenset[int]:
    """The ids of the appeals about a vote that this person ever had a part in setting aside."""
    decided = sa.or_(Sweep.proposed_by_id == judge_id, Sweep.confirmed_by_id == judge_id)
    about, swept = sa.orm.aliased(Sweep), sa.orm.aliased(SweptVote)
    found = (
        sa.select(Appeal.id)
        .join(about, about.id == Appeal.sweep_id)
        .join(swept, swept.person_id == Appeal.person_id)
        .join(Sweep, sa.and_(Sweep.id == swept.sweep_id, Sweep.idea_id == about.idea_id))
        .where(Appeal.id.in_([each.id for each in appeals]), swept.to_state.in_(ASIDE), decided)
    )
    return frozenset(session().scalars(found))


def appeal_with(appeal_id: int) -> Appeal | None:
    """An appeal by its id."""
    return session().get(Appeal, appeal_id)


def number_of_appeals(most: int = 1_000) -> int:
    """How many appeals wait, counted up to one more than ``most``."""
    found = sa.select(Appeal.id).where(Appeal.decided_at.is_(None)).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(found)) or 0
