"""Finding pauses."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ideas import clock
from ideas.db import session
from ideas.settings.models import DialTurn
from ideas.settings.queries import dials
from ideas.settings.rules import package_of
from ideas.settings.settings import Site
from ideas.voting.pauses.models import VotePause
from ideas.voting.pauses.rules import Pause, Standstill, Turned, pauses
from ideas.voting.settings import Voting

VOTES = (package_of(Voting), "is_open")
SITE = (package_of(Site), "is_read_only")


def pauses_ahead() -> list[Pause]:
    """The pauses that are not made up for yet; the last may still go on."""
    last = session().scalar(sa.select(sa.func.max(VotePause.ended_at)))
    found = pauses(_turned(last))
    return [each for each in found if last is None or each.began_at >= last]


def standstill() -> Standstill | None:
    """The pause that lasts just now; when there is none, that costs a look at the switches."""
    if dials(Voting).is_open and not dials(Site).is_read_only:
        return None
    last = next(iter(pauses_ahead()[-1:]), None)
    lasts = last is not None and last.ended_at is None
    return Standstill(last.began_at, clock.now()) if last and lasts else None


def _turned(since: datetime | None) -> list[Turned]:
    """How the two switches were turned. At the end of a pause both let votes through."""
    which = sa.tuple_(DialTurn.package, DialTurn.name).in_([VOTES, SITE])
    turns = sa.select(DialTurn).where(which).order_by(DialTurn.id)
    if since is not None:
        turns = turns.where(DialTurn.at >= since)
    rows: Sequence[DialTurn] = session().scalars(turns).all()
    return [
        Turned(row.package, row.at, row.after["value"] is (row.package == SITE[0])) for row in rows
    ]


def last_pauses(limit: int) -> Sequence[VotePause]:
    """The newest pauses that were made up for."""
    found = sa.select(VotePause).order_by(VotePause.began_at.desc())
    return session().scalars(found.limit(limit)).all()
