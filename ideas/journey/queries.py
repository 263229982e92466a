"""Finding ideas and their history."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.accounts.models import Person
from ideas.campaigns.models import Campaign
from ideas.db import session
from ideas.journey.models import Idea, Move, TeamMember
from ideas.journey.rules import COUNTED, Odds
from ideas.journey.stages import PUBLIC, Stage
from ideas.policy import Permission, allows

IS_PUBLIC = sa.and_(
    Idea.stage.in_(PUBLIC), Idea.published_at.is_not(None), Idea.hidden_at.is_(None)
)
"""As ``Idea.is_public``: what everybody may see; not what was withdrawn unpublished."""


def public_ideas() -> sa.Select[Idea]:
    """A select of the ideas everybody may see."""
    return sa.select(Idea).where(IS_PUBLIC)


def idea_visible_to(actor: Any, slug: str) -> Idea | None:
    """The idea at an address, when the actor may see it."""
    return _if_visible(actor, sa.select(Idea).where(Idea.slug == slug))


def idea_shown_to(actor: Any, slug: str) -> Idea | None:
    """The same with its creator, for a page that names them."""
    creator = joinedload(Idea.creator).lazyload(Person.grants)
    return _if_visible(actor, sa.select(Idea).where(Idea.slug == slug).options(creator))


def idea_begun_at(actor: Any, slug: str) -> Idea | None:
    """The idea whose draft had this address, when the actor may see it."""
    return _if_visible(actor, sa.select(Idea).where(Idea.short_id == slug))


def _if_visible(actor: Any, found: sa.Select[Idea]) -> Idea | None:
    idea = session().scalar(found)
    if idea is None or idea.is_public or allows(Permission.IDEA_PREVIEW, actor, idea):
        return idea
    return None


def public_idea(slug: str) -> Idea | None:
    """The idea at an address, when everybody may see it."""
    return session().scalar(public_ideas().where(Idea.slug == slug))


def ideas_by_id(idea_ids: Collection[int]) -> Mapping[int, Idea]:
    """These ideas by id, whatever their stage."""
    found = session().scalars(sa.select(Idea).where(Idea.id.in_(idea_ids)))
    return {idea.id: idea for idea in found}


def locked_idea(idea_id: int) -> Idea:
    """The idea, read anew and locked until the transaction ends; rows that point at it are free."""
    locked = sa.select(Idea).where(Idea.id == idea_id)
    locked = locked.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session().scalars(locked).one()


def moves_of(idea_id: int) -> Sequence[Move]:
    """The idea's whole history, oldest first."""
    return session().scalars(sa.select(Move).where(Move.idea_id == idea_id).order_by(Move.id)).all()


def last_move(idea_id: int) -> Move | None:
    """The idea's latest move."""
    last = sa.select(Move).where(Move.idea_id == idea_id).order_by(Move.id.desc()).limit(1)
    return session().scalar(last)


def last_moves(idea_ids: Collection[int]) -> Mapping[int, Move]:
    """The latest move of each of these ideas."""
    latest = sa.select(sa.func.max(Move.id)).where(Move.idea_id.in_(idea_ids))
    found = sa.select(Move).where(Move.id.in_(latest.group_by(Move.idea_id)))
    return {move.idea_id: move for move in session().scalars(found)}


def ideas_of(person_id: int) -> Sequence[Idea]:
    """Ideas a person leads or has joined, newest first."""
    joined = sa.select(TeamMember.idea_id).where(
        TeamMember.person_id == person_id, TeamMember.accepted_at.is_not(None)
    )
    own = sa.select(Idea).where(sa.or_(Idea.creator_id == person_id, Idea.id.in_(joined)))
    return session().scalars(own.order_by(Idea.id.desc())).all()


def invitations_of(person_id: int) -> Sequence[TeamMember]:
    """Teams a person has been asked to join and has not answered."""
    return (
        session()
        .scalars(
            sa.select(TeamMember).where(
                TeamMember.person_id == person_id,
                TeamMember.accepted_at.is_(None),
                TeamMember.declined_at.is_(None),
            )
        )
        .all()
    )


def count_in(stages: frozenset[Stage], creator_id: int, *, campaign_id: int | None = None) -> int:
    """How many ideas a creator has in these stages, in one campaign or in all."""
    counted = sa.select(sa.func.count()).select_from(Idea)
    counted = counted.where(Idea.creator_id == creator_id, Idea.stage.in_(stages))
    if campaign_id is not None:
        counted = counted.where(Idea.campaign_id == campaign_id)
    return session().scalar(counted) or 0


def odds() -> Odds:
    """How ideas here have fared so far."""
    return Odds(**session().execute(sa.select(*odds_columns())).one()._mapping)


def odds_columns() -> list[sa.Label[int]]:
    """How many ideas stand where the odds count them, to be asked for beside something else.

    Entries of a campaign with an end have odds of their own.
    """
    standing = sa.select(Campaign.id).where(Campaign.is_standing).scalar_subquery()
    counted = sa.select(sa.func.count()).where(Idea.campaign_id == standing)
    return [
        counted.where(Idea.stage.in_(stages)).scalar_subquery().label(name)
        for name, stages in COUNTED.items()
    ]
