"""Visits to ideas: several for each vote, by the ways people come."""

from random import Random
from typing import Any

import sqlalchemy as sa

from ideas.db import db
from ideas.voting.daily.listeners import roll_up_votes
from ideas.voting.daily.models import VoteDay
from ideas.voting.referrals.actions import add_referrals
from ideas.voting.referrals.rules import Channel

WAYS = (Channel.DIRECT, Channel.SITE, Channel.SHARE, Channel.WEB, Channel.QR)


def let_visit() -> None:
    """As many visits to each idea on each day as its votes let one expect; each idea its own."""
    roll_up_votes()
    days = sa.select(VoteDay.idea_id, VoteDay.cast_on, VoteDay.votes)
    rows = db.session.execute(days.order_by(VoteDay.idea_id, VoteDay.cast_on)).all()
    add_referrals([_visits(*row) for row in rows])


def _visits(idea_id: int, day: Any, votes: int) -> dict[str, Any]:
    liked = Random(f"liked {idea_id}").uniform(2, 9)  # noqa: S311 no secret
    chance = Random(f"visits {idea_id} {day}")  # noqa: S311 no secret
    visits = votes + int(votes * liked * chance.uniform(0.6, 1.4))
    channel = chance.choice(WAYS)
    return {
        "idea_id": idea_id,
        "seen_on": day,
        "channel": channel,
        "visits": visits,
        "votes": votes,
    }
