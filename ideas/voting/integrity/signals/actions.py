"""Writing signals down, changing the key, and forgetting."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.db import session, writes
from ideas.voting.integrity.signals import queries, rules
from ideas.voting.integrity.signals.models import SignalKey, VoteSignal
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.referrals.rules import Channel, channel_known

SAME_VOTE = timedelta(seconds=90)
FIRST_SALT = 32


def write_signals(noticed: Sequence[Noticed], secret: str) -> int:
    """Keep what was noticed at votes that stand; answers how many. Locks only to write.

    Whoever pressed again without casting anew leaves the first signals as they were.
    """
    found = _resolved(noticed)
    cast, people = queries.votes_cast(list(found)), queries.people_known({who for _, who in found})
    key = rules.key_from(secret, queries.newest_salt() or _first_salt())
    rows = []
    for (idea_id, person_id), each in sorted(found.items(), key=lambda item: item[0]):
        at = datetime.fromtimestamp(each.at, UTC)
        cast_at, person = cast.get((idea_id, person_id)), people.get(person_id)
        if person is not None and cast_at is not None and abs(at - cast_at) <= SAME_VOTE:
            same = {"idea_id": idea_id, "person_id": person_id, "seen_at": cast_at}
            rows.append(same | _row(each, person, key, cast_at))
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


def _row(each: Noticed, person: Any, key: bytes, cast_at: datetime) -> dict[str, Any]:
    domain = rules.domain_of(person.email)
    confirmed = person.email_confirmed_at
    device = rules.coarse_device(each.agent, each.language)
    return {
        "network": rules.marked("network", rules.network_of(each.address), key),
        "domain": rules.marked("domain", domain, key),
        "is_disposable": rules.is_throwaway(domain),
        "device": rules.marked("device", device, key),
        "referrer": (channel_known(each.via) or Channel.DIRECT).value,
        "age": _seconds(person.created_at, cast_at),
        "latency": _seconds(person.created_at, confirmed) if confirmed else None,
        "dwell": rules.dwell_of(each.token, each.at),
    }


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


@writes
def _keep(rows: Sequence[dict[str, Any]]) -> int:
    """Of whoever is still here. A vote cast again after it was taken back has its own signals."""
    here = queries.people_known({row["person_id"] for row in rows})
    rows = [row for row in rows if row["person_id"] in here]
    if not rows:
        return 0
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Any = (postgresql if is_postgres else sqlite).insert(VoteSignal)
    names = [name for name in rows[0] if name not in {"idea_id", "person_id"}]
    upsert = insert.on_conflict_do_update(
        index_elements=["idea_id", "person_id"],
        set_={name: insert.excluded[name] for name in names},
        where=VoteSignal.seen_at < insert.excluded.seen_at,
    )
    session().execute(upsert, rows)
    return len(rows)


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
