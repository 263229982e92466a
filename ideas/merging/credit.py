"""Credit as a co-creator: a place in the parent's team without a share, offered and taken away."""

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session
from ideas.events.actions import record
from ideas.journey.events import TeamInvited
from ideas.journey.models import Idea, TeamMember


def offer_credit(person: Person, parent: Idea) -> bool:
    """Ask somebody to stand beside the parent's creator; False for whoever has a place already.

    Shares of the royalty stay as they are: they are agreed with the agreement.
    """
    known = session().get(TeamMember, (parent.id, person.id))
    if person.erased_at is not None or person.id == parent.creator_id or known is not None:
        return False
    offered = TeamMember(idea_id=parent.id, person_id=person.id, share_bp=0, invited_at=clock.now())
    session().add(offered)
    session().flush()
    record(TeamInvited(parent.id, person.id))
    return True


def take_credit_away(person_id: int, parent: Idea) -> None:
    """The idea it was for is on its own again; a place that carries a share by now stays."""
    member = session().get(TeamMember, (parent.id, person_id))
    if member is not None and member.share_bp == 0:
        session().delete(member)
        session().flush()
        session().expire(parent, ["team"])
