"""Counting. A count stands even when what was counted fails and is rolled back."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.limits.models import LimitCount
from ideas.limits.rules import LIMITS, TooMany, hashed_key, window_end
from ideas.limits.store import store


def spend(action: str, key: str) -> None:
    """Count one use of a limited action under a key; TooMany when its limit is passed."""
    limit, moment = LIMITS[action], clock.now()
    ends_at = window_end(moment, limit.window)
    opened = store()
    dialect = postgresql if opened.engine.dialect.name == "postgresql" else sqlite
    counted = dialect.insert(LimitCount).values(
        action=action, key=hashed_key(key, opened.secret), ends_at=ends_at, count=1
    )
    counted = counted.on_conflict_do_update(
        index_elements=["action", "key", "ends_at"], set_={"count": LimitCount.count + 1}
    )
    with opened.engine.begin() as connection:
        count = connection.execute(counted.returning(LimitCount.count)).scalar_one()
    if count > limit.most:
        raise TooMany(max(1, round((ends_at - moment).total_seconds())))


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
