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
from ideas.journey.events import TeamAnswered
from ideas.journey.stages import Stage
from ideas.limits import actions as limits
from ideas.review import actions as review
from ideas.search import actions as search
from ideas.submission import actions as submission
from ideas.submission import listeners as pictures
from ideas.submission.events import PictureDropped
from ideas.voting import listeners as votes
from ideas.voting.ballots import actions as ballots
from ideas.voting.recounts import actions as recounts
from ideas.voting.standing import actions as standing

ARRIVALS: Mapping[Stage, Sequence[Arrival]] = {
    Stage.LIVE: (search.index_arrived, ballots.open_ballot),
    Stage.CERTIFYING: (ballots.open_ballot,),
    Stage.QUALIFIED: (ballots.close_ballot,),
    Stage.NOT_SELECTED: (ballots.close_ballot,),
    Stage.EXPIRED: (ballots.close_ballot,),
    Stage.ARCHIVED: (ballots.close_ballot,),
    Stage.MERGED: (ballots.close_ballot,),
    Stage.WITHDRAWN: (ballots.close_ballot,),
}

LISTENERS: Mapping[type[Event], Sequence[Callable[[Any], Any]]] = {
    PictureDropped: (pictures.forget_picture,),
    TeamAnswered: (votes.take_back_on_joining,),
}

SCHEDULE: Sequence[Recurring] = (
    Recurring(timedelta(seconds=3), standing.refresh_standings),
    Recurring(timedelta(seconds=20), ballots.certify_due),
    Recurring(timedelta(seconds=20), ballots.expire_due),
    Recurring(timedelta(minutes=1), recounts.recount_touched),
    Recurring(timedelta(days=1), recounts.recount_all),
    Recurring(timedelta(minutes=1), review.cut_off_due),
    Recurring(timedelta(hours=1), review.release_parked),
    Recurring(timedelta(hours=1), submission.withdraw_forgotten),
    Recurring(timedelta(hours=1), jobs.forget_done),
    Recurring(timedelta(hours=1), sessions.forget_old_sessions),
    Recurring(timedelta(hours=1), limits.forget_old_counts),
)

PERSONAL: Mapping[str, str] = {}
