"""How the work is shared: what each moderator looks at, and has decided today and in a week."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from ideas import clock
from ideas.accounts.models import Person
from ideas.accounts.queries import holders_of
from ideas.moderation.claims.models import Claim
from ideas.moderation.claims.queries import claims_by_person
from ideas.moderation.judgements.queries import numbers_judged
from ideas.policy import Role

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Load:
    """One moderator's share."""

    person: Person
    claim: Claim | None
    today: int
    week: int


def loads() -> list[Load]:
    """Every moderator's share, by name."""
    midnight = datetime.combine(clock.today(), time(), UTC)
    today, week = numbers_judged(midnight), numbers_judged(clock.now() - WEEK)
    claims = claims_by_person()
    return [
        Load(each, claims.get(each.id), today.get(each.id, 0), week.get(each.id, 0))
        for each in holders_of(Role.MODERATOR)
    ]
