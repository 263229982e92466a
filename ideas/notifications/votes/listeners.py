"""Who is told of a decision about votes: those who cast them, and the idea's team."""

import sqlalchemy as sa

from ideas.db import session
from ideas.notifications.actions import tell
from ideas.notifications.crowds import tell_many
from ideas.notifications.queries import people, team_of
from ideas.notifications.rules import NoticeKind, Told
from ideas.voting.integrity.appeals.models import Appeal
from ideas.voting.integrity.events import AppealDecided, VotesSwept
from ideas.voting.integrity.models import Sweep, SweptVote
from ideas.voting.models import Vote


def tell_of_sweep(event: VotesSwept) -> None:
    """Each voter whose vote still stands as it was left hears it once; the team hears how many.

    Only the ground is told, never what a test looks at.
    """
    sweep = session().get_one(Sweep, event.sweep_id)
    key, words = f"sweep:{sweep.id}", {"reason": ["why", sweep.why.value]}
    voted = Told(NoticeKind.VOTE_DECIDED, key, sweep.verb, event.idea_id, words=words)
    same = sa.and_(Vote.person_id == SweptVote.person_id, Vote.state == SweptVote.to_state)
    swept = sa.select(SweptVote.person_id).join(Vote, same)
    numbers = {**words, "votes": sweep.done}
    own = Told(NoticeKind.OWN_VOTES, key, sweep.verb, event.idea_id, words=numbers)
    tell(own, team_of(event.idea_id))
    tell_many(voted, swept.where(SweptVote.sweep_id == sweep.id, Vote.idea_id == event.idea_id))


def tell_of_appeal(event: AppealDecided) -> None:
    """Whoever appealed hears what came of it."""
    appeal = session().get_one(Appeal, event.appeal_id)
    outcome = appeal.outcome.value if appeal.outcome else ""
    told = Told(NoticeKind.APPEAL_DECIDED, f"appeal:{appeal.id}", outcome, event.idea_id)
    tell(told, people([appeal.person_id]))
