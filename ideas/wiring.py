"""Cause and effect on one page.

ARRIVALS: what must be true in the same transaction when an idea arrives at a stage.
LISTENERS: what follows soon after an event. SCHEDULE: what happens when its time comes.
PERSONAL: what each package holds about a person, to export and to erase.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from ideas.accounts.sessions import actions as sessions
from ideas.events.models import Event
from ideas.jobs import actions as jobs
from ideas.jobs.rules import Recurring
from ideas.journey.arrivals import Arrival
from ideas.journey.stages import Stage
from ideas.limits import actions as limits
from ideas.review import actions as review
from ideas.search import actions as search

ARRIVALS: Mapping[Stage, Sequence[Arrival]] = {
    Stage.LIVE: (search.index_arrived,),
}

LISTENERS: Mapping[type[Event], Sequence[Callable[[Any], Any]]] = {}

SCHEDULE: Sequence[Recurring] = (
    Recurring(timedelta(minutes=1), review.cut_off_due),
    Recurring(timedelta(hours=1), review.release_parked),
    Recurring(timedelta(hours=1), jobs.forget_done),
    Recurring(timedelta(hours=1), sessions.forget_old_sessions),
    Recurring(timedelta(hours=1), limits.forget_old_counts),
)

PERSONAL: Mapping[str, str] = {}
