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
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.models import Vote
from ideas.voting.referrals.rules import Channel, channel_known

SAME_VOTE = timedelta(seconds=90)
FIRST_SALT = 32
WHOSE = ("idea_id", "person_id")
WHAT = (
    *("network", "domain", "is_disposable", "device", "referrer"),
    *("age", "latency", "dwell"),
)


def write_signals(noticed: Sequence[Noticed], secret: str) -> int:
    """Keep what was noticed at votes that stand; answers how many are new. Locks only to write.

    Whoever pressed again without casting anew leaves the first signals as they were.
    """
    found = _resolved(noticed)
    cast = queries.votes_cast(list(found))
    key = rules.key_from(secret, queries.newest_salt() or _first_salt())
    rows = []
    for pair, each in sorted(found.items(), key=lambda item: item[0]):
        vote, at = cast.get(pair), datetime.fromtimestamp(each.at, UTC)
        if vote and vote.cast_at and abs(at - vote.cast_at) <= SAME_VOTE:
            rows.append(dict(zip(WHOSE, pair, strict=True)) | _row(each, vote, key))
    return _keep(rows) if rows else 0


def _resolved(noticed: Sequence[Noticed]) -> dict[tuple[int, int], Noticed]:
    """The votes by idea and person; of several presses the first, which cast it."""
    slugs = queries.ideas_named({each.idea for each in noticed if isinstance(each.idea, str)})
    opened = queries.people_of_sessions({each.by for each in noticed if isinstance(each.by, str)})
    found: dict[tuple[int, int], Noticed] = {}
    for each in noticed:
        idea_id = slugs.get(each.idea) if isinstance(each.idea, str) else each.idea
        person_id = opened.get(each.by) if isinstance(each.by, str) else each.by
        if idea_id is not None and person_id is not None:
            found.setdefault((idea_id, person_id), each)
    return found


@writes
def _first_salt() -> str:
    salt = queries.newest_salt() or secrets.token_urlsafe(FIRST_SALT)
    if queries.newest_key() is None:
        session().add(SignalKey(salt=salt, made_at=clock.now()))
        session().flush()
    return salt


def _row(each: Noticed, vote: Any, key: bytes) -> dict[str, Any]:
    domain = rules.domain_of(vote.email)
    confirmed = vote.email_confirmed_at
    device = rules.coarse_device(each.agent, each.language)
    return {
        "network": rules.marked("network", rules.network_of(each.address), key),
        "domain": rules.marked("domain", domain, key),
        "is_disposable": rules.is_throwaway(domain),
        "device": rules.marked("device", device, key),
        "referrer": (channel_known(each.via) or Channel.DIRECT).value,
        "age": _seconds(vote.created_at, vote.cast_at),
        "latency": _seconds(vote.created_at, confirmed) if confirmed else None,
        "dwell": rules.dwell_of(each.token, each.at),
    }


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


@writes
def _keep(rows: list[dict[str, Any]]) -> int:
    """Of whoever is still here, in one statement, so that the write lock is held for one only."""
    return run(_upsert, noticed=rows).rowcount


def _upsert(dialect: str) -> sa.Executable:
    """The signals of votes that stand, at the moments these were cast.

    A vote cast again after it was taken back has its own signals.
    """
    kept = VoteSignal.__table__.c
    noticed = given(dialect, "noticed", {name: kept[name].type for name in (*WHOSE, *WHAT)}).c
    stands = sa.and_(Vote.idea_id == noticed.idea_id, Vote.person_id == noticed.person_id)
    is_here = sa.and_(Person.id == noticed.person_id, Person.erased_at.is_(None))
    rows = sa.select(*(noticed[name] for name in (*WHOSE, *WHAT)), Vote.cast_at)
    rows = rows.join(Vote, stands).join(Person, is_here).where(Vote.cast_at.is_not(None))
    insert: Callable[[Any], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = insert(VoteSignal.__table__).from_select((*WHOSE, *WHAT, "seen_at"), rows)
    upsert: sa.Executable = made.on_conflict_do_update(
        index_elements=WHOSE,
        set_={name: made.excluded[name] for name in (*WHAT, "seen_at")},
        where=VoteSignal.seen_at < made.excluded.seen_at,
    )
    return upsert.execution_options(preserve_rowcount=True)


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
