"""Finding teams and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_handle
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import IS_PUBLIC
from ideas.journey.stages import EDITABLE
from ideas.submission.team.models import Invitation
from ideas.submission.team.rules import rest


@dataclass(frozen=True)
class Part:
    """Somebody's part in an idea; ``share_bp`` in basis points."""

    person: Person
    share_bp: int
    leads: bool = False
    has_accepted: bool = True


@dataclass(frozen=True)
class Offer:
    """What a person was asked: a part in an idea, for a share in basis points."""

    idea: Idea
    person_id: int
    share_bp: int
    has_accepted: bool = False
    has_declined: bool = False


def team_of(idea: Idea) -> Sequence[Part]:
    """The accepted team: who leads, with what the others leave, then the others."""
    accepted = [member for member in idea.team if member.accepted_at]
    return _parts(idea, accepted)


def proposed_team_of(idea: Idea) -> Sequence[Part]:
    """The team as its creator sees it, with those who have not answered yet.

    What is kept for addresses is not among what is left to the leader.
    """
    return _parts(idea, members_of(idea.id), invitations_to_join(idea.id))


def _parts(
    idea: Idea, members: Sequence[TeamMember], invitations: Sequence[Invitation] = ()
) -> Sequence[Part]:
    others = [
        Part(member.person, member.share_bp, has_accepted=member.accepted_at is not None)
        for member in members
        if member.person_id != idea.creator_id
    ]
    kept = [invitation.share_bp for invitation in invitations]
    left = rest([*(part.share_bp for part in others), *kept])
    return [Part(idea.creator, left, leads=True), *others]


def members_of(idea_id: int) -> Sequence[TeamMember]:
    """Those asked to join who have not said no, in the order they were asked."""
    asked = sa.select(TeamMember).where(
        TeamMember.idea_id == idea_id, TeamMember.declined_at.is_(None)
    )
    asked = asked.order_by(TeamMember.invited_at, TeamMember.person_id)
    return session().scalars(asked.execution_options(populate_existing=True)).all()


def invitations_to_join(idea_id: int) -> Sequence[Invitation]:
    """The addresses asked to join that have not answered, in the order they were asked."""
    asked = sa.select(Invitation).where(Invitation.idea_id == idea_id)
    asked = asked.order_by(Invitation.asked_at, Invitation.mark)
    return session().scalars(asked.execution_options(populate_existing=True)).all()


def sent_to(person: Person) -> sa.ColumnElement[bool]:
    """Narrows invitations to those that went to the address a person has confirmed."""
    if person.email_confirmed_at is None:
        return sa.false()
    return Invitation.address == person.email


def invitation_sent_to(person: Person, idea: Idea) -> Invitation | None:
    """What was asked of a person's address for somebody else's idea, if anything was."""
    if idea.creator_id == person.id:
        return None
    found = sa.select(Invitation).where(Invitation.idea_id == idea.id, sent_to(person))
    return session().scalar(found.execution_options(populate_existing=True))


def offer_to(person: Person, slug: str) -> Offer | None:
    """What a person was last asked for the idea at an address, answered or not."""
    here = sa.or_(Idea.slug == slug, Idea.short_id == slug)
    idea = session().scalar(sa.select(Idea).where(here))
    if idea is None:
        return None
    invitation = invitation_sent_to(person, idea)
    if invitation is not None:
        return Offer(idea, person.id, invitation.share_bp)
    member = session().get(TeamMember, (idea.id, person.id))
    return None if member is None else _offer(idea, member)


def _offer(idea: Idea, member: TeamMember) -> Offer:
    accepted, declined = member.accepted_at is not None, member.declined_at is not None
    return Offer(idea, member.person_id, member.share_bp, accepted, declined)


def offers_to(person: Person) -> Sequence[Offer]:
    """Everything a person is asked to join and has not answered, one an idea, the newest first."""
    asked = (
        sa.select(TeamMember, Idea)
        .join(Idea, Idea.id == TeamMember.idea_id)
        .where(
            TeamMember.person_id == person.id,
            TeamMember.accepted_at.is_(None),
            TeamMember.declined_at.is_(None),
            sa.or_(Idea.stage.in_(EDITABLE), sa.and_(TeamMember.share_bp == 0, IS_PUBLIC)),
        )
    )
    written = (
        sa.select(Invitation, Idea)
        .join(Idea, Idea.id == Invitation.idea_id)
        .where(sent_to(person), Idea.creator_id != person.id, Idea.stage.in_(EDITABLE))
    )
    offers = {idea.id: _offer(idea, member) for member, idea in session().execute(asked)}
    for invitation, idea in session().execute(written):
        offers[idea.id] = Offer(idea, person.id, invitation.share_bp)
    return [offers[idea_id] for idea_id in sorted(offers, reverse=True)]


def owner_of(address: str) -> Person | None:
    """Whoever has confirmed this address. Never ask on behalf of who is not to know."""
    found = sa.select(Person).where(Person.email == address)
    return session().scalar(found.where(Person.email_confirmed_at.is_not(None)))


def person_called(handle: str) -> Person | None:
    """Somebody in good standing by public handle, with or without @."""
    person = person_by_handle(handle.strip().removeprefix("@").lower())
    return person if person is not None and person.is_verified else None
