"""Bringing the standings up to date."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.db import session, writes
from ideas.voting.standing import rules
from ideas.voting.standing.models import Standing
from ideas.voting.standing.queries import lost_standings, stale_standings

PORTION = 2_000
TOUCHED_WITHIN = timedelta(minutes=10)


def refresh_touched() -> int:
    """Copy what changed a moment ago; the schedule does so every few seconds."""
    return refresh_standings(since=clock.now() - TOUCHED_WITHIN)


def refresh_standings(*, since: datetime | None = None) -> int:
    """Copy a portion of what is behind; answers how many ideas. Locks only to write.

    With ``since``, only what moved or was voted for since then; else every idea is looked at.
    """
    stale, lost = stale_standings(PORTION, since=since), lost_standings(since=since)
    rows = [_standing(row) for row in stale]
    if rows or lost:
        _keep(rows, lost)
    return len(rows) + len(lost)


def _standing(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "idea_id": row.idea_id,
        "stage": row.stage,
        "votes": row.votes,
        "rising": rules.rising(row.heat, row.published_at),
        "under_seen": rules.under_seen(row.votes, row.published_at),
        "published_at": row.published_at,
        "closes_at": row.closes_at,
    }


@writes
def _keep(rows: Sequence[dict[str, Any]], lost: Sequence[int]) -> None:
    current = session()
    if lost:
        current.execute(sa.delete(Standing).where(Standing.idea_id.in_(lost)))
    if not rows:
        return
    is_postgres = current.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(Standing) if is_postgres else sqlite.insert(Standing)
    fresh = {name: insert.excluded[name] for name in rows[0] if name != "idea_id"}
    upsert = insert.on_conflict_do_update(index_elements=[Standing.idea_id], set_=fresh)
    current.connection().execute(upsert, rows)
