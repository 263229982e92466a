"""Reckoning levels."""

from ideas import clock
from ideas.accounts.actions import set_level
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.jobs.alone import each_alone
from ideas.moderation.trust.events import LevelLost
from ideas.moderation.trust.models import TrustMove
from ideas.moderation.trust.queries import conducts_of, last_against, people_to_move
from ideas.moderation.trust.rules import is_lower, level_after


@writes
def reckon(person_id: int) -> None:
    """Give somebody the level that their conduct has now; whoever loses one is told why."""
    known = conducts_of([person_id]).get(person_id)
    if known is None:
        return
    level, conduct = known
    to = level_after(level, conduct, clock.now())
    if to is level:
        return
    is_lost = is_lower(to, level)
    against = last_against(person_id) if is_lost else None
    set_level(person_id, to)
    move = TrustMove(
        person_id=person_id,
        from_level=level,
        to_level=to,
        measure_id=against.id if against else None,
        moved_at=clock.now(),
    )
    session().add(move)
    session().flush()
    if is_lost:
        record(LevelLost(move.id))


def reckon_all() -> None:
    """Reckon everybody whose level is not what it ought to be; daily, by the schedule."""
    each_alone(list(people_to_move()), reckon)
