"""Counting. A count stands even when what was counted fails and is rolled back."""

import functools
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.limits.models import LimitCount
from ideas.limits.rules import LIMITS, TooMany, hashed_key, window_end
from ideas.limits.store import store


def spend(action: str, key: str) -> None:
    """Count one use of a limited action under a key; TooMany when its limit is passed."""
    (too_many,) = spend_each(action, [key])
    if too_many is not None:
        raise too_many


def spend_each(action: str, keys: Sequence[str]) -> list[TooMany | None]:
    """Count one use under each key, in one transaction; answers whose limit is passed."""
    if not keys:
        return []
    limit, moment, opened = LIMITS[action], clock.now(), store()
    ends_at = window_end(moment, limit.window)
    hashed = [hashed_key(key, opened.secret) for key in keys]
    uses = Counter(hashed)
    same = {"action": action, "ends_at": ends_at}
    rows = [{**same, "key": key, "count": uses[key]} for key in sorted(uses)]
    with opened.engine.begin() as connection:
        counted = connection.execute(_counted(opened.engine.dialect.name), rows)
        left = {key: limit.most - count + uses[key] for key, count in counted}
    seconds, too_many = max(1, round((ends_at - moment).total_seconds())), []
    for key in hashed:
        left[key] -= 1
        too_many.append(TooMany(seconds) if left[key] < 0 else None)
    return too_many


@functools.cache
def _counted(dialect: str) -> sa.Executable:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(LimitCount)
    added: sa.Executable = insert.on_conflict_do_update(
        index_elements=["action", "key", "ends_at"],
        set_={"count": LimitCount.count + insert.excluded["count"]},
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
