"""Finding what waits for a moderator, and what the staff picked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ideas.accounts.models import Person
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import ideas_by_id, public_ideas
from ideas.journey.stages import Stage
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claimed_by_others
from ideas.moderation.judgements.models import Judgement
from ideas.moderation.models import StaffPick
from ideas.submission.models import Draft

Key = tuple[datetime, int]


def queue_after(key: Key | None, *, limit: int) -> Sequence[Idea]:
    """Submitted ideas, those that wait longest first; after the one with this moment and id."""
    creator = joinedload(Idea.creator).lazyload(Person.grants)
    found = _after(_queued(), key).options(creator, selectinload(Idea.team))
    return session().scalars(found.limit(limit)).all()


def next_in_queue(key: Key | None, *, by_id: int, is_locking: bool = False) -> Idea | None:
    """The idea to decide next; neither of this person's own team nor looked at by others.

    None when none is left; locking passes over what others have locked.
    """
    mine = sa.select(TeamMember.idea_id).where(
        TeamMember.person_id == by_id, TeamMember.accepted_at.is_not(None)
    )
    taken = claimed_by_others(by_id).where(Claim.idea_id == Idea.id).exists()
    others = _queued().where(Idea.creator_id != by_id, Idea.id.not_in(mine), ~taken)
    found = _after(others, key).limit(1)
    return session().scalar(
        found.with_for_update(of=Idea, skip_locked=True) if is_locking else found
    )


def _queued() -> sa.Select[Idea]:
    """What waits: handed in, and nobody has judged it."""
    judged = sa.exists().where(Judgement.idea_id == Idea.id, Judgement.ended_at.is_(None))
    return sa.select(Idea).where(Idea.stage == Stage.SUBMITTED, ~judged)


def _after(found: sa.Select[Idea], key: Key | None) -> sa.Select[Idea]:
    if key is not None:
        moment, idea_id = key
        later = sa.and_(Idea.stage_at == moment, Idea.id > idea_id)
        found = found.where(sa.or_(Idea.stage_at > moment, later))
    return found.order_by(Idea.stage_at, Idea.id)


def queue_length(most: int = 1_000) -> int:
    """How many ideas wait, counted up to one more than ``most``."""
    waiting = _queued().with_only_columns(Idea.id).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def place_in_queue(idea: Idea, most: int = 1_000) -> int:
    """How many ideas wait up to this one and with it, counted up to one more than ``most``."""
    earlier = sa.and_(Idea.stage_at == idea.stage_at, Idea.id <= idea.id)
    before = _queued().where(sa.or_(Idea.stage_at < idea.stage_at, earlier))
    waiting = before.with_only_columns(Idea.id).limit(most + 1).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def numbers_older_than(*moments: datetime) -> list[int]:
    """How many ideas have waited since before each of these moments."""
    counts = [sa.func.count(Idea.id).filter(Idea.stage_at < moment) for moment in moments]
    return list(session().execute(_queued().with_only_columns(*counts)).one())


def oldest_in_queue() -> datetime | None:
    """Since when the first idea of the queue waits."""
    return session().scalar(_queued().with_only_columns(sa.func.min(Idea.stage_at)))


def idea_on_the_desk(slug: str) -> Idea | None:
    """The idea at an address, whatever its stage; drafts are their creator's alone."""
    found = sa.select(Idea).where(Idea.slug == slug, Idea.stage != Stage.DRAFT)
    return session().scalar(found)


def rights_of(idea_ids: Collection[int]) -> dict[int, Draft]:
    """The rights answers of those ideas that have one."""
    found = session().scalars(sa.select(Draft).where(Draft.idea_id.in_(idea_ids)))
    return {draft.idea_id: draft for draft in found}


def others_by(creator_id: int, *, but: int, limit: int) -> Sequence[Idea]:
    """What else a creator has handed in, newest first."""
    found = sa.select(Idea).where(Idea.creator_id == creator_id, Idea.stage != Stage.DRAFT)
    return (
        session().scalars(found.where(Idea.id != but).order_by(Idea.id.desc()).limit(limit)).all()
    )


def pick_of(idea_id: int) -> StaffPick | None:
    """The staff's pick of an idea."""
    return session().get(StaffPick, idea_id)


def picked_ids(idea_ids: Collection[int]) -> set[int]:
    """Which of these ideas are staff picks."""
    found = sa.select(StaffPick.idea_id).where(StaffPick.idea_id.in_(idea_ids))
    return set(session().scalars(found))


def newest_picks(limit: int) -> sa.Select[Any]:
    """A select of the public ideas the staff picked with their key, newest pick first."""
    shown = public_ideas().where(Idea.id == StaffPick.idea_id, Idea.stage != Stage.ARCHIVED)
    newest = StaffPick.picked_at.desc(), StaffPick.idea_id.desc()
    columns: tuple[Any, ...] = (StaffPick.idea_id, StaffPick.picked_at.label("key"))
    return sa.select(*columns).where(shown.exists()).order_by(*newest).limit(limit)


def staff_picks(limit: int) -> Sequence[Idea]:
    """The public ideas the staff picked, newest pick first."""
    ids = session().scalars(newest_picks(limit)).all()
    ideas = ideas_by_id(ids)
    return [ideas[each] for each in ids]
