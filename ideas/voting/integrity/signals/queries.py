"""Reading signals, and finding whose they are."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.accounts.sessions.models import AuthSession
from ideas.db import session
from ideas.journey.models import Idea
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.models import Vote, VoteEvent, VoteReason, VoteState

CAST = (VoteReason.CAST, VoteReason.CAST_AGAIN, VoteReason.CONFIRMED)


def newest_key() -> SignalKey | None:
    """The key of this month, once it is made."""
    return session().scalar(sa.select(SignalKey).order_by(SignalKey.id.desc()).limit(1))


def newest_salt() -> str | None:
    """What that key is made from."""
    kept = newest_key()
    return kept.salt if kept else None


def ideas_named(slugs: Collection[str]) -> dict[str, int]:
    """The ids of ideas by their slugs."""
    rows = session().execute(sa.select(Idea.slug, Idea.id).where(Idea.slug.in_(slugs)))
    return {slug: idea_id for slug, idea_id in rows}


def people_of_sessions(hashes: Collection[str]) -> dict[str, int]:
    """Whose sessions these are."""
    found = sa.select(AuthSession.token_hash, AuthSession.person_id)
    rows = session().execute(found.where(AuthSession.token_hash.in_(hashes)))
    return {name: person_id for name, person_id in rows}


def people_known(ids: Collection[int]) -> dict[int, Any]:
    """What a signal takes from the accounts, by id; whoever has left is not among them."""
    found = sa.select(Person.id, Person.email, Person.created_at, Person.email_confirmed_at)
    rows = session().execute(found.where(Person.id.in_(ids), Person.erased_at.is_(None)))
    return {row.id: row for row in rows}


def votes_cast(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    """When these votes, by idea and person, were cast."""
    found = sa.select(Vote.idea_id, Vote.person_id, Vote.cast_at)
    rows = session().execute(found.where(sa.tuple_(Vote.idea_id, Vote.person_id).in_(pairs)))
    return {(idea_id, person_id): cast_at for idea_id, person_id, cast_at in rows}


def newest_event_id() -> int:
    """The newest change of a vote; 0 when there is none."""
    return session().scalar(sa.select(sa.func.max(VoteEvent.id))) or 0


def counted_after(event_id: int, *, limit: int) -> Sequence[Any]:
    """Votes as they came to count, with their signals, in the order in which they did."""
    of_vote = sa.and_(
        VoteSignal.idea_id == VoteEvent.idea_id, VoteSignal.person_id == VoteEvent.person_id
    )
    columns: tuple[Any, ...] = (
        *(VoteEvent.id, VoteEvent.idea_id, VoteEvent.person_id, VoteEvent.at),
        *(VoteSignal.network, VoteSignal.domain, VoteSignal.is_disposable, VoteSignal.device),
        *(VoteSignal.referrer, VoteSignal.dwell, Person.created_at, Person.email_confirmed_at),
    )
    found = (
        sa.select(*columns)
        .join(Person, Person.id == VoteEvent.person_id)
        .outerjoin(VoteSignal, of_vote)
        .where(VoteEvent.id > event_id, VoteEvent.to_state == VoteState.COUNTED)
        .where(VoteEvent.reason.in_(CAST))
    )
    return session().execute(found.order_by(VoteEvent.id).limit(limit)).all()
