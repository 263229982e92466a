"""Keeping and dropping what is left of the addresses of voters who left."""

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.journey.stages import RESTORABLE
from ideas.voting.models import Ballot, Vote, VoteState
from ideas.voting.spent.models import SpentAddress
from ideas.voting.spent.queries import print_of

STAYING = (VoteState.COUNTED, VoteState.HELD, VoteState.VOID)


@writes
def spend_address(person_id: int) -> None:
    """Somebody leaves: keep their address from voting anew where their vote stays."""
    person = session().get_one(Person, person_id)
    if person.email is None:
        return
    is_open = sa.or_(Ballot.closed_at.is_(None), Idea.stage.in_(RESTORABLE))
    staying = sa.select(Vote.idea_id).join(Ballot, Ballot.idea_id == Vote.idea_id).join(Idea)
    staying = staying.where(Vote.person_id == person_id, Vote.state.in_(STAYING), is_open)
    locked = staying.order_by(Idea.id).with_for_update(key_share=True, of=Idea)
    for idea_id in session().scalars(locked).all():
        spent = SpentAddress(idea_id=idea_id, fingerprint=print_of(person.email, idea_id))
        session().merge(spent)


@writes
def forget_spent(idea_id: int) -> None:
    """The ballot is closed for good: nobody votes here any more."""
    session().execute(sa.delete(SpentAddress).where(SpentAddress.idea_id == idea_id))
