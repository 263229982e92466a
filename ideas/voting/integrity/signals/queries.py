"""Reading signals, and finding whose they are."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session
from ideas.given import given, rows
from ideas.journey.models import Idea
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.models import Vote, VoteEvent, VoteReason, VoteState

CAST = (VoteReason.CAST, VoteReason.CAST_AGAIN, VoteReason.CONFIRMED)


def newest_key() -> SignalKey | None:
    """The key of this month, once it is made."""
    return session().scalar(sa.select(SignalKey).order_by(SignalKey.id.desc()).limit(1))


def newest_salt() -> str | None:
    """What that key is made from."""
    return next((row.salt for row in rows(_newest_salt)), None)


def _newest_salt(dialect: str) -> sa.Executable:
    return sa.select(SignalKey.salt).order_by(SignalKey.id.desc()).limit(1)


def ideas_named(slugs: Collection[str]) -> dict[str, int]:
    """The ids of ideas by their slugs."""
    found = rows(_ideas_named, asked=[{"slug": slug} for slug in slugs]) if slugs else ()
    return {row.slug: row.id for row in found}


def _ideas_named(dialect: str) -> sa.Executable:
    asked = given(dialect, "asked", {"slug": Idea.slug.type})
    return sa.select(Idea.slug, Idea.id).join(asked, asked.c.slug == Idea.slug)


def votes_cast(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Any]:
    """When these votes, by idea and person, were cast, and what a signal takes from the accounts.

    Whoever has left is not among them.
    """
    asked = [{"idea": idea, "person": person} for idea, person in pairs]
    found = rows(_votes_cast, asked=asked) if asked else ()
    return {(row.idea_id, row.person_id): row for row in found}


def _votes_cast(dialect: str) -> sa.Executable:
    asked = given(dialect, "asked", {"idea": Idea.id.type, "person": Person.id.type}).c
    own = sa.and_(Vote.idea_id == asked.idea, Vote.person_id == asked.person)
    columns = (Person.email, Person.created_at, Person.email_confirmed_at)
    found = sa.select(Vote.idea_id, Vote.person_id, Vote.cast_at, *columns)
    is_here = sa.and_(Person.id == Vote.person_id, Person.erased_at.is_(None))
    return found.join_from(asked.idea.table, Vote, own).join(Person, is_here)


def newest_event_id() -> int:
    """The newest change of a vote; 0 when there is none."""
    return session().scalar(sa.select(sa.func.max(VoteEvent.id))) or 0


def changes_after(event_id: int, *, limit: int) -> Sequence[Any]:
    """What became of votes, in order, each with its signals; ``is_cast`` when it came to count."""
    later = _changes().where(VoteEvent.id > event_id)
    return session().execute(later.order_by(VoteEvent.id).limit(limit)).all()


def changes_among(event_ids: Collection[int]) -> Sequence[Any]:
    """Of these numbers the changes that are there."""
    return rows(_changes_among, asked=[{"id": each} for each in sorted(event_ids)])


def _changes_among(dialect: str) -> sa.Executable:
    asked = given(dialect, "asked", {"id": VoteEvent.id.type})
    return _changes().join(asked, asked.c.id == VoteEvent.id).order_by(VoteEvent.id)


def _changes() -> sa.Select[Any]:
    of_vote = sa.and_(
        VoteSignal.idea_id == VoteEvent.idea_id, VoteSignal.person_id == VoteEvent.person_id
    )
    is_cast = sa.and_(VoteEvent.to_state == VoteState.COUNTED, VoteEvent.reason.in_(CAST))
    columns: tuple[Any, ...] = (
        *(VoteEvent.id, VoteEvent.idea_id, VoteEvent.person_id, VoteEvent.at),
        *(is_cast.label("is_cast"), VoteSignal.seen_at),
        *(VoteSignal.network, VoteSignal.domain, VoteSignal.is_disposable, VoteSignal.device),
        *(VoteSignal.referrer, VoteSignal.dwell, Person.created_at, Person.email_confirmed_at),
    )
    found = sa.select(*columns).join_from(VoteEvent, Person, Person.id == VoteEvent.person_id)
    return found.outerjoin(VoteSignal, of_vote)
