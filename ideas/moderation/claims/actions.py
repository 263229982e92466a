"""Taking a thing to look at, and letting it go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.journey.stages import Stage
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claim_on_idea, claim_on_report, other_holder
from ideas.moderation.claims.rules import refusal_to_intrude, refusal_to_take
from ideas.moderation.judgements.queries import judgement_of_idea, judgement_of_report
from ideas.moderation.queries import Key, next_in_queue
from ideas.moderation.reports.queries import open_reports_about
from ideas.moderation.reports.things import Thing, take_turn
from ideas.moderation.settings import Moderation
from ideas.refusals import Refused, refuse
from ideas.settings.queries import dials

ATTEMPTS = 3


@writes
def take_idea(idea: Idea, *, by: Person) -> None:
    """Look at an idea of the queue; looking again makes it last."""
    idea = locked_idea(idea.id)
    is_waiting = idea.stage is Stage.SUBMITTED and judgement_of_idea(idea.id) is None
    holder = other_holder(claim_on_idea(idea.id), by.id)
    refuse(refusal_to_take(holder, is_own=by.id in idea.team_ids, is_waiting=is_waiting))
    _take(by, Claim.idea_id, idea.id)


@writes
def take_reported(thing: Thing, *, by: Person) -> None:
    """Look at something reported; likewise."""
    take_turn(thing)
    first = next(iter(open_reports_about(thing)), None)
    is_waiting = first is not None and judgement_of_report(first.id) is None
    holder = other_holder(claim_on_report(first.id), by.id) if first else None
    refuse(refusal_to_take(holder, is_own=by.id in thing.author_ids, is_waiting=is_waiting))
    if first is not None:
        _take(by, Claim.report_id, first.id)


@writes
def take_next(key: Key | None, *, by: Person) -> Idea | None:
    """Look at what comes after this in the queue, else at its first; None when nothing is free.

    Waits for nobody: what another is just taking or judging is passed over.
    """
    for begin in (key, None):
        for _ in range(ATTEMPTS):
            idea = next_in_queue(begin, by_id=by.id, is_locking=True)
            if idea is None:
                break
            try:
                take_idea(idea, by=by)
            except Refused:
                continue
            return idea
    return None


def _take(by: Person, column: Any, thing_id: int) -> None:
    """Under the idea's lock: an older claim on the thing has run out; one's own is moved."""
    session().execute(sa.delete(Claim).where(column == thing_id, Claim.person_id != by.id))
    ends_at = clock.now() + timedelta(minutes=dials(Moderation).claim_minutes)
    row = {"idea_id": None, "report_id": None, column.key: thing_id, "ends_at": ends_at}
    is_postgres = session().get_bind().dialect.name == "postgresql"
    insert: Callable[[Any], Any] = postgresql.insert if is_postgres else sqlite.insert
    added = insert(Claim).values(person_id=by.id, **row)
    moved = added.on_conflict_do_update(index_elements=[Claim.person_id], set_=row)
    session().execute(moved, execution_options={"populate_existing": True})


@writes
def end_claim(claim: Claim | None, *, by: Person) -> None:
    """Judging something ends one's own claim on it; somebody else's refuses."""
    refuse(refusal_to_intrude(other_holder(claim, by.id)))
    if claim is not None:
        session().delete(claim)
        session().flush()


@writes
def let_go(*, by: Person) -> None:
    """Look at nothing any more."""
    session().execute(sa.delete(Claim).where(Claim.person_id == by.id))
