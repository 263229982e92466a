"""Finding where an idea's visits and votes came from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.voting.referrals.models import Referral
from ideas.voting.referrals.rules import Channel

DAYS = 30


def a_month_ago() -> date:
    """The first of the last 30 days."""
    return clock.now().date() - timedelta(days=DAYS - 1)


@dataclass(frozen=True)
class Source:
    """What came by one channel; ``part`` is its share of the visits of the strongest, 0 to 1."""

    channel: Channel
    visits: int
    votes: int
    part: float


def sources_of(idea_ids: Collection[int], *, since: date) -> Mapping[int, Sequence[Source]]:
    """The channels people came by since a day, the strongest first, by idea."""
    if not idea_ids:
        return {}
    visits, votes = sa.func.sum(Referral.visits), sa.func.sum(Referral.votes)
    found = sa.select(Referral.idea_id, Referral.channel, visits, votes)
    found = found.where(Referral.idea_id.in_(idea_ids), Referral.seen_on >= since)
    rows = session().execute(found.group_by(Referral.idea_id, Referral.channel)).all()
    ranked = sorted(rows, key=lambda row: (-row[2], -row[3], row[1]))
    most: dict[int, int] = {}
    sources: dict[int, list[Source]] = {}
    for idea_id, channel, seen, cast in ranked:
        top = most.setdefault(idea_id, int(seen)) or 1
        source = Source(channel, int(seen), int(cast), round(int(seen) / top, 4))
        sources.setdefault(idea_id, []).append(source)
    return sources
