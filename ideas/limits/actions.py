"""Counting. A count stands even when what was counted fails and is rolled back."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.given import given, rows_on
from ideas.limits.models import LimitCount
from ideas.limits.rules import LIMITS, TooMany, hashed_key, window_end
from ideas.limits.store import store


def spend(action: str, key: str) -> None:
    """Count one use of a limited action under a key; TooMany when its limit is passed."""
    (too_many,) = spend_each(action, [key])
    if too_many is not None:
        raise too_many


def spend_each(
    action: str, keys: Sequence[str], *, within: sa.Connection | None = None
) -> list[TooMany | None]:
    """Count one use under each key with one statement; answers whose limit is passed.

    ``within`` is the transaction that is to keep the counts, if they are in the same database.
    """
    if not keys:
        return []
    limit, moment, opened = LIMITS[action], clock.now(), store()
    ends_at = window_end(moment, limit.window)
    hashed = [hashed_key(key, opened.secret) for key in keys]
    uses = Counter(hashed)
    used = [{"key": key, "count": uses[key]} for key in sorted(uses)]
    with opened.counting(within) as connection:
        counted = rows_on(connection, _counted, uses=used, action=action, ends_at=ends_at)
        left = {key: limit.most - count + uses[key] for key, count in counted}
    seconds, too_many = max(1, round((ends_at - moment).total_seconds())), []
    for key in hashed:
        left[key] -= 1
        too_many.append(TooMany(seconds) if left[key] < 0 else None)
    return too_many


def _counted(dialect: str) -> sa.Executable:
    uses = given(dialect, "uses", {"key": LimitCount.key.type, "count": LimitCount.count.type}).c
    action = sa.bindparam("action", type_=LimitCount.action.type)
    ends_at = sa.bindparam("ends_at", type_=LimitCount.ends_at.type)
    rows = sa.select(action, uses.key, ends_at, uses.count).where(sa.true())
    insert: Callable[[Any], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    made = insert(LimitCount).from_select(["action", "key", "ends_at", "count"], rows)
    added: sa.Executable = made.on_conflict_do_update(
        index_elements=["action", "key", "ends_at"],
        set_={"count": LimitCount.count + made.excluded["count"]},
    ).returning(LimitCount.key, LimitCount.count)
    return added


def is_within(action: str, key: str) -> bool:
    """Count one use; False, and nothing is refused, when the limit is passed."""
    try:
        spend(action, key)
    except TooMany:
        return False
    return True


def forget_old_counts() -> None:
    """Drop the counts whose windows are over."""
    over = sa.delete(LimitCount).where(LimitCount.ends_at <= clock.now())
    with store().engine.begin() as connection:
        connection.execute(over)
