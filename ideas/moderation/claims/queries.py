"""Finding who looks at what."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas import clock
from ideas.db import session
from ideas.moderation.claims.models import Claim
from ideas.moderation.reports.models import Report


def held_claims() -> sa.Select[Claim]:
    """A select of the claims that hold."""
    return sa.select(Claim).where(Claim.ends_at > clock.now())


def claim_on_idea(idea_id: int) -> Claim | None:
    """Who looks at an idea."""
    return session().scalar(held_claims().where(Claim.idea_id == idea_id))


def claim_on_report(report_id: int) -> Claim | None:
    """Who looks at a thing, by the first report about it."""
    return session().scalar(held_claims().where(Claim.report_id == report_id))


def claims_on_ideas(idea_ids: Collection[int]) -> dict[int, Claim]:
    """Who looks at each of these ideas."""
    return _found(Claim.idea_id, idea_ids)


def claims_on_reports(report_ids: Collection[int]) -> dict[int, Claim]:
    """Who looks at each of these things."""
    return _found(Claim.report_id, report_ids)


def _found(
    column: sa.orm.InstrumentedAttribute[int | None], ids: Collection[int]
) -> dict[int, Claim]:
    found = held_claims().where(column.in_(ids)).options(joinedload(Claim.person))
    return {getattr(claim, column.key): claim for claim in session().scalars(found)}


def claims_by_person() -> dict[int, Claim]:
    """What everybody looks at."""
    reported = joinedload(Claim.report)
    whole = (
        *(joinedload(Claim.idea), reported.joinedload(Report.idea)),
        reported.joinedload(Report.profile),
    )
    return {claim.person_id: claim for claim in session().scalars(held_claims().options(*whole))}


def claimed_by_others(person_id: int) -> sa.Select[Claim]:
    """A select of what somebody need not look at, because others do."""
    return held_claims().where(Claim.person_id != person_id)


def other_holder(claim: Claim | None, person_id: int) -> str | None:
    """Who else looks at it, by name."""
    return claim.person.name if claim is not None and claim.person_id != person_id else None
