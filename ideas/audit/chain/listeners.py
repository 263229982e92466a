"""Sealing all that waits, by the schedule."""

from ideas.audit.chain.actions import seal_portion
from ideas.audit.chain.queries import PORTION
from ideas.db import session


def seal_entries() -> int:
    """Seal all entries that wait, a portion and a transaction at a time; often, by the schedule."""
    sealed = 0
    while portion := seal_portion():
        session().commit()
        sealed += portion
        if portion < PORTION:
            break
    return sealed
