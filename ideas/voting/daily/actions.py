"""Rolling up: read without a lock, write only what differs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas.db import session, writes
from ideas.voting.daily.models import VoteCurve, VoteDay
from ideas.voting.daily.queries import Days, counted_days, kept_days, stale_ideas


def roll_up_portion() -> int:
    """Bring some ballots that changed up to date; answers how many, none when all are."""
    stale = stale_ideas()
    if stale:
        ids = [row.idea_id for row in stale]
        _keep(stale, counted_days(ids), kept_days(ids))
    return len(stale)


@writes
def forget_curves() -> None:
    """Let everything be behind, to be counted anew."""
    session().execute(sa.delete(VoteCurve))


@writes
def _keep(stale: Sequence[sa.Row[Any]], counted: Days, kept: Days) -> None:
    gone = [key for key in kept if key not in counted]
    if gone:
        session().execute(sa.delete(VoteDay).where(_is_one_of(gone)))
    changed = [
        {"idea_id": idea_id, "cast_on": day, "votes": votes}
        for (idea_id, day), votes in counted.items()
        if kept[idea_id, day] != votes
    ]
    _upsert(VoteDay, changed, "idea_id", "cast_on")
    by_idea: dict[int, dict[date, int]] = defaultdict(dict)
    for (idea_id, day), votes in sorted(counted.items()):
        by_idea[idea_id][day] = votes
    _upsert(VoteCurve, [_curve(row, by_idea[row.idea_id]) for row in stale], "idea_id")


def _is_one_of(keys: Sequence[tuple[int, date]]) -> sa.ColumnElement[bool]:
    by_idea: dict[int, list[date]] = defaultdict(list)
    for idea_id, day in keys:
        by_idea[idea_id].append(day)
    each = (
        sa.and_(VoteDay.idea_id == idea_id, VoteDay.cast_on.in_(days))
        for idea_id, days in by_idea.items()
    )
    return sa.or_(*each)


def _curve(row: sa.Row[Any], by_day: dict[date, int]) -> dict[str, Any]:
    return {
        "idea_id": row.idea_id,
        "campaign_id": row.campaign_id,
        "changed_at": row.changed_at,
        "votes": row.votes,
        "opened_on": row.opened_at.date(),
        "closed_on": row.closed_at.date() if row.closed_at else None,
        "days": [day.toordinal() for day in by_day],
        "sums": list(accumulate(by_day.values())),
    }


def _upsert(model: Any, rows: list[dict[str, Any]], *key: str) -> None:
    if not rows:
        return
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Any = (postgresql if is_postgres else sqlite).insert(model)
    fresh = {name: insert.excluded[name] for name in rows[0] if name not in key}
    session().connection().execute(
        insert.on_conflict_do_update(index_elements=list(key), set_=fresh), rows
    )
