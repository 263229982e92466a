"""Writing signals down, changing the key, and forgetting."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.given import given, run
from ideas.voting.integrity.signals import queries, rules
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.integrity.signals.rules import Came, Noticed
from ideas.voting.models import Vote
from ideas.voting.referrals.rules import Channel, channel_known

SAME_VOTE = timedelta(seconds=90)
FIRST_SALT = 32
Seen = tuple[tuple[int, int], Noticed, Any, datetime]
"""Idea and person, what was noticed, the person's row, and when the vote was cast."""
WHOSE = ("idea_id", "person_id")
WHAT = (
    *("network", "domain", "is_disposable", "device", "referrer"),
    *("age", "latency", "dwell"),
)


def write_signals(came: Sequence[Came], secret: str) -> int:
    """Keep what was noticed at votes that stand; answers how many are new. Locks only to write.

    Whoever pressed again without casting anew leaves the first signals as they were.
    """
    found = _resolved(came)
    votes = queries.votes_cast(list(found))
    seen = {pair: (each, votes[pair]) for pair, each in found.items() if pair in votes}
    return write_seen(
        [
            (pair, each, vote, vote.cast_at)
            for pair, (each, vote) in seen.items()
            if vote.cast_at
            and abs(datetime.fromtimestamp(each.at, UTC) - vote.cast_at) <= SAME_VOTE
        ],
        secret,
    )


def write_seen(seen: Sequence[Seen], secret: str) -> int:
    """Keep what was noticed at votes just cast by people who are known."""
    if not seen:
        return 0
    key = rules.key_from(secret, queries.newest_salt() or _first_salt())
    in_order = sorted(seen, key=lambda each: each[0])
    return _keep(
        [
            dict(zip(WHOSE, pair, strict=True)) | _row(each, person, cast_at, key)
            for pair, each, person, cast_at in in_order
        ]
    )


def _resolved(came: Sequence[Came]) -> dict[tuple[int, int], Noticed]:
    """The votes by idea and person; of several presses the first, which cast it."""
    ids = queries.ideas_named({idea for idea, *_ in came if isinstance(idea, str)})
    found: dict[tuple[int, int], Noticed] = {}
    for idea, person_id, noticed in came:
        idea_id = ids.get(idea) if isinstance(idea, str) else idea
        if idea_id is not None:
            found.setdefault((idea_id, person_id), noticed)
    return found


@writes
def _first_salt() -> str:
    salt = queries.newest_salt() or secrets.token_urlsafe(FIRST_SALT)
    if queries.newest_key() is None:
        session().execute(sa.insert(SignalKey).values(salt=salt, made_at=clock.now()))
    return salt


def _row(each: Noticed, person: Any, cast_at: datetime, key: bytes) -> dict[str, Any]:
    domain = rules.domain_of(person.email)
    joined, confirmed = person.created_at, person.email_confirmed_at
    return {
        "network": rules.marked("network", each.network, key),
        "domain": rules.marked("domain", domain, key),
        "is_disposable": rules.is_throwaway(domain),
        "device": rules.marked("device", each.device, key),
        "referrer": (channel_known(each.via) or Channel.DIRECT).value,
        "age": _seconds(joined, cast_at),
        "latency": _seconds(joined, confirmed) if confirmed else None,
        "dwell": each.dwell,
    }


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


@writes
def _keep(rows: list[dict[str, Any]]) -> int:
    """Of whoever is still here, in one statement, so that the write lock is held for one only."""
    return run(_upsert, noticed=rows)


def _upsert(dialect: str) -> sa.Executable:
    """The signals of votes that stand, at the moments these were cast.

    A vote cast again after it was taken back has its own signals. Nobody leaves meanwhile.
    """
    kept = VoteSignal.__table__.c
    noticed = given(dialect, "noticed", {name: kept[name].type for name in (*WHOSE, *WHAT)}).c
    stands = sa.and_(Vote.idea_id == noticed.idea_id, Vote.person_id == noticed.person_id)
    is_here = sa.and_(Person.id == noticed.person_id, Person.erased_at.is_(None))
    rows = sa.select(*(noticed[name] for name in (*WHOSE, *WHAT)), Vote.cast_at)
    rows = rows.join(Vote, stands).join(Person, is_here).where(Vote.cast_at.is_not(None))
    rows = rows.with_for_update(read=True, key_share=True, of=Person)
    insert: Callable[[Any], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = insert(VoteSignal.__table__).from_select((*WHOSE, *WHAT, "seen_at"), rows)
    upsert: sa.Executable = made.on_conflict_do_update(
        index_elements=WHOSE,
        set_={name: made.excluded[name] for name in (*WHAT, "seen_at")},
        where=VoteSignal.seen_at < made.excluded.seen_at,
    )
    return upsert


@writes
def rotate_keys() -> None:
    """Take a new key and destroy the old: what was hashed with it can never be read again."""
    session().execute(sa.update(SignalKey).values(salt=""))
    session().execute(sa.delete(SignalKey))
    session().add(SignalKey(salt=secrets.token_urlsafe(FIRST_SALT), made_at=clock.now()))
    session().flush()


@writes
def rotate_monthly() -> None:
    """Take a new key when another month has begun; the schedule asks each hour."""
    kept = queries.newest_key()
    if kept is not None and rules.is_to_rotate(kept.made_at, clock.now()):
        rotate_keys()


@writes
def forget_old_signals() -> None:
    """Drop what was noticed more than 90 days ago."""
    before = clock.now() - rules.KEPT_FOR
    session().execute(sa.delete(VoteSignal).where(VoteSignal.seen_at < before))
