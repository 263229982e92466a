"""Telling many people, in portions, so that nobody who votes meanwhile waits for all of them."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ideas.db import session
from ideas.notifications.actions import PORTION, tell
from ideas.notifications.queries import people
from ideas.notifications.rules import Told

MOST_READ = 50_000


def tell_many(told: Told, recipients: sa.SelectBase) -> None:
    """A notice for each recipient, each portion a transaction; for listeners only.

    Whoever does it again, because its process was killed, tells only those who do not know yet.
    """
    for portion in _portions(recipients):
        tell(told, people(portion))
        session().commit()


def _portions(recipients: sa.SelectBase) -> Iterator[Sequence[int]]:
    """The recipients by their ids, read before any lock is taken."""
    who = next(iter(recipients.subquery().c))
    ids: Sequence[int] = [0]
    while ids:
        more = sa.select(who).where(who > ids[-1]).order_by(who).limit(MOST_READ)
        ids = session().scalars(more).all()
        yield from (ids[start : start + PORTION] for start in range(0, len(ids), PORTION))
