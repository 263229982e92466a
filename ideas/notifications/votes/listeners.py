"""Who is told of a decision about votes, and which former voters of an idea taken up again."""

import sqlalchemy as sa

from ideas.contests.events import JurorVotesTaken
from ideas.db import session
from ideas.journey.models import Idea
from ideas.notifications import rules
from ideas.notifications.actions import tell
from ideas.notifications.crowds import tell_many
from ideas.notifications.queries import people, team_of
from ideas.notifications.rules import AGAIN, NoticeKind, Told
from ideas.voting.events import VotersCalled
from ideas.voting.former.queries import former_voters
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


def tell_of_jury(event: JurorVotesTaken) -> None:
    """Whoever came to a jury hears which of their votes went."""
    for idea_id in event.idea_ids:
        key = f"jury:{event.campaign_id}:{idea_id}"
        told = Told(NoticeKind.VOTE_DECIDED, key, rules.JURY, idea_id)
        tell(told, people([event.person_id]))


def tell_of_appeal(event: AppealDecided) -> None:
    """Whoever appealed hears what came of it, and why."""
    appeal = session().get_one(Appeal, event.appeal_id)
    outcome = appeal.outcome.value if appeal.outcome else ""
    key, words = f"appeal:{appeal.id}", {"sentence": appeal.answer}
    told = Told(NoticeKind.APPEAL_DECIDED, key, outcome, event.idea_id, words=words)
    tell(told, people([appeal.person_id]))


def tell_former_voters(event: VotersCalled) -> None:
    """Those who voted for the earlier idea, and not yet for this one, hear of it once."""
    idea, earlier = (session().get_one(Idea, each) for each in (event.idea_id, event.earlier_id))
    if not idea.is_public or earlier.hidden_at is not None:
        return
    words = {"earlier": earlier.title}
    told = Told(NoticeKind.BACKED_MOVED, f"again:{idea.id}", AGAIN, idea.id, words=words)
    voters = former_voters(idea.id, earlier.id)
    tell_many(told, voters.where(Vote.person_id.not_in(team_of(idea.id))))
