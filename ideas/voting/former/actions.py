"""Inviting former voters."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.models import Idea
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.voting.events import VotersCalled
from ideas.voting.former.models import VoterCall
from ideas.voting.former.queries import call_of, refusal_for


@writes
def call_voters(idea: Idea, *, by: Person) -> None:
    """Invite those who voted for the earlier idea; twice is once."""
    idea = locked_idea(idea.id)
    if call_of(idea.id) is not None:
        return
    refuse(refusal_for(idea))
    earlier_id = idea.resubmits_id or 0
    call = VoterCall(
        idea_id=idea.id, earlier_id=earlier_id, called_by_id=by.id, called_at=clock.now()
    )
    session().add(call)
    session().flush()
    record(VotersCalled(idea.id, earlier_id))
