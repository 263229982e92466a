"""Finding rights checks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ideas.campaigns.models import Terms
from ideas.db import session
from ideas.journey.models import Idea
from ideas.rights.models import RightsCheck
from ideas.voting.models import Ballot

Key = tuple[datetime, int]


def waiting_after(key: Key | None, *, limit: int) -> Sequence[RightsCheck]:
    """Checks nobody has decided, those that wait longest first; after this one."""
    found = sa.select(RightsCheck).where(RightsCheck.decided_at.is_(None))
    if key is not None:
        found = found.where(sa.tuple_(RightsCheck.asked_at, RightsCheck.id) > key)
    whole = joinedload(RightsCheck.idea).options(selectinload(Idea.team))
    found = found.order_by(RightsCheck.asked_at, RightsCheck.id).options(whole)
    return session().scalars(found.limit(limit)).all()


def decided_lately(limit: int) -> Sequence[RightsCheck]:
    """The last checks that were decided, the newest first."""
    found = sa.select(RightsCheck).where(RightsCheck.decided_at.is_not(None))
    whole = joinedload(RightsCheck.idea), joinedload(RightsCheck.decided_by)
    found = found.order_by(RightsCheck.decided_at.desc(), RightsCheck.id.desc()).options(*whole)
    return session().scalars(found.limit(limit)).all()


def number_waiting(most: int = 1_000) -> int:
    """How many wait, counted up to one more than ``most``."""
    found = sa.select(RightsCheck.id).where(RightsCheck.decided_at.is_(None)).limit(most + 1)
    return session().scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


def check_with(check_id: int) -> RightsCheck | None:
    """A check by its id."""
    return session().get(RightsCheck, check_id)


def locked_check(check_id: int) -> RightsCheck:
    """A check as it stands, held until the transaction ends."""
    return session().get_one(RightsCheck, check_id, with_for_update=True, populate_existing=True)


def checks_of(idea_id: int) -> Sequence[RightsCheck]:
    """An idea's checks, the newest first."""
    found = sa.select(RightsCheck).where(RightsCheck.idea_id == idea_id)
    found = found.options(joinedload(RightsCheck.decided_by))
    return session().scalars(found.order_by(RightsCheck.id.desc())).all()


def tier_that_asks(idea_id: int) -> Sequence[Any] | None:
    """At which tier an idea's terms ask for the check, and how many tiers there are."""
    found = sa.select(Terms.rights_check_tier, Terms.ladder)
    row = (
        session()
        .execute(found.join(Ballot, Ballot.terms_id == Terms.id).where(Ballot.idea_id == idea_id))
        .first()
    )
    return (row.rights_check_tier, len(row.ladder)) if row else None
