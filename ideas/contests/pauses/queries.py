"""Finding campaigns whose vote a pause holds up, or has put off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from ideas import clock
from ideas.campaigns.calendar.models import Calendar
from ideas.contests.models import ClosedVote
from ideas.db import session
from ideas.voting.models import Ballot
from ideas.voting.pauses.queries import pauses_ahead, standstill

AN_INSTANT = timedelta(microseconds=1)


def is_held_up(calendar: Calendar) -> bool:
    """True while a pause holds up this campaign's vote, which has opened and is not counted."""
    if calendar.closed_at is not None or calendar.finished_at is not None:
        return False
    still = standstill() if calendar.vote_opens_at <= clock.now() else None
    return still is not None and still.holds(calendar.vote_closes_at)


def moment_of(calendar: Calendar) -> datetime:
    """The moment its phase is told at: before the vote's end while a pause holds it up.

    So it stays, once the pause is over, until the calendar has followed.
    """
    now, is_decided = clock.now(), calendar.closed_at or calendar.finished_at
    if now < calendar.vote_closes_at or is_decided or not _is_open_longer(calendar):
        return now
    return calendar.vote_closes_at - AN_INSTANT


def _is_open_longer(calendar: Calendar) -> bool:
    began = [each.began_at for each in pauses_ahead()]
    is_ahead = any(each < calendar.vote_closes_at for each in began)
    return is_ahead or calendar.campaign_id in votes_put_off()


def votes_put_off() -> Sequence[int]:
    """Campaigns whose ballots close later than their calendars say."""
    found = sa.select(Calendar.campaign_id).where(
        Calendar.closed_at.is_(None), Calendar.finished_at.is_(None)
    )
    found = found.join(ClosedVote, ClosedVote.campaign_id == Calendar.campaign_id)
    found = found.join(Ballot, Ballot.idea_id == ClosedVote.none_id)
    later = found.where(Ballot.closes_at > Calendar.vote_closes_at)
    return session().scalars(later.order_by(Calendar.campaign_id)).all()
