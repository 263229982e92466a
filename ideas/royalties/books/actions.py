"""Adding up the books every night, and saying that one has looked."""

import logging

from ideas import clock
from ideas.accounts.models import Person
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.royalties.books.faults import faults_now, unseen_faults
from ideas.royalties.books.models import BookFault

log = logging.getLogger(__name__)
MOST = 100


def check_books() -> None:
    """Add everything up again; what does not agree is logged, audited, and on the desk."""
    faults = faults_now()
    if faults:
        _keep([list(fault) for fault in faults])


@writes
def _keep(faults: list[list[str]]) -> None:
    log.error("the royalties' books do not agree: %s", faults[:MOST])
    found = BookFault(found_at=clock.now(), faults=faults[:MOST])
    session().add(found)
    session().flush()
    note("books.fault", f"book_fault:{found.id}", by=None, faults=len(faults))


@writes
def see_faults(*, by: Person) -> None:
    """Somebody has looked at all of them; twice is once."""
    waiting = unseen_faults()
    if not waiting:
        return
    moment, reader = clock.now(), by.id
    for each in waiting:
        each.seen_by_id, each.seen_at = reader, moment
    session().flush()
    note("books.seen", "ledger", by=reader, nights=len(waiting))
