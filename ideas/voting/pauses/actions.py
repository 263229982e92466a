"""Putting deadlines off."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.voting.models import Ballot
from ideas.voting.pauses.models import VotePause
from ideas.voting.pauses.queries import pauses_ahead
from ideas.voting.pauses.rules import Pause

A_MOMENT = timedelta(milliseconds=1)


def make_up_for_pauses() -> bool:
    """Put deadlines off for each pause that is over; False while one still lasts.

    Whoever lets ideas expire asks this first: no deadline passes while nobody can vote.
    """
    if not pauses_ahead():
        return True
    return _make_up()


@writes
def _make_up() -> bool:
    open_ones = _hold_open_ballots()
    for pause in pauses_ahead():
        if pause.ended_at is None:
            return False
        ballots = _put_off(open_ones, pause, pause.ended_at)
        length = round((pause.ended_at - pause.began_at).total_seconds())
        note("ballots.put_off", "site:votes", by=None, ballots=ballots, seconds=length)
    return True


def _hold_open_ballots() -> sa.Select[Any]:
    """Lock the ideas of all open ballots in one order, as voters do: nobody waits in a ring."""
    open_ones = sa.select(Ballot.idea_id).where(Ballot.closed_at.is_(None))
    ideas = sa.select(Idea.id).where(Idea.id.in_(open_ones)).order_by(Idea.id)
    session().execute(ideas.with_for_update(key_share=True)).all()
    return open_ones


def _put_off(open_ones: sa.Select[Any], pause: Pause, ended_at: datetime) -> int:
    """By the whole pause, or by what was left of it for a ballot that opened meanwhile."""
    moment, began_at = clock.now(), pause.began_at
    ahead = (Ballot.idea_id.in_(open_ones), Ballot.reached_at.is_(None))
    before = sa.update(Ballot).where(
        *ahead, Ballot.opened_at <= began_at, Ballot.closes_at > began_at
    )
    later = _later(ended_at - began_at)
    ballots = _number(before.values(closes_at=later, changed_at=moment))
    meanwhile = sa.select(Ballot.idea_id, Ballot.opened_at).where(
        *ahead, Ballot.opened_at > began_at, Ballot.opened_at < ended_at
    )
    for idea_id, opened_at in session().execute(meanwhile).all():
        one = sa.update(Ballot).where(Ballot.idea_id == idea_id)
        ballots += _number(one.values(closes_at=_later(ended_at - opened_at), changed_at=moment))
    session().add(
        VotePause(began_at=began_at, ended_at=ended_at, ballots=ballots, settled_at=moment)
    )
    session().flush()
    session().expire_all()
    return ballots


def _number(update: sa.Update) -> int:
    options = {"synchronize_session": False}
    result: Any = session().execute(update, execution_options=options)
    return int(result.rowcount)


def _later(length: timedelta) -> Any:
    """A deadline so much later, in the database's own arithmetic; never by less than was lost."""
    if session().get_bind().dialect.name == "postgresql":
        plain = sa.cast(Ballot.closes_at, sa.DateTime(timezone=True))
        return plain + sa.literal(length, sa.Interval())
    seconds = (length + A_MOMENT) / timedelta(seconds=1)
    moved = sa.func.strftime("%Y-%m-%d %H:%M:%f", Ballot.closes_at, f"+{seconds:.3f} seconds")
    return moved.op("||")("000")
