"""Finding teams and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email, person_by_handle
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.submission.team.rules import rest


@dataclass(frozen=True)
class Part:
    """Somebody's part in an idea; ``share_bp`` in basis points."""

    person: Person
    share_bp: int
    leads: bool = False
    has_accepted: bool = True


def team_of(idea: Idea) -> Sequence[Part]:
    """The accepted team: who leads, with what the others leave, then the others."""
    accepted = [member for member in idea.team if member.accepted_at]
    return _parts(idea, accepted)


def proposed_team_of(idea: Idea) -> Sequence[Part]:
    """The team as its creator sees it, with those who have not answered yet."""
    return _parts(idea, members_of(idea.id))


def _parts(idea: Idea, members: Sequence[TeamMember]) -> Sequence[Part]:
    others = [
        Part(member.person, member.share_bp, has_accepted=member.accepted_at is not None)
        for member in members
        if member.person_id != idea.creator_id
    ]
    left = rest(part.share_bp for part in others)
    return [Part(idea.creator, left, leads=True), *others]


def members_of(idea_id: int) -> Sequence[TeamMember]:
    """Those asked to join who have not said no, in the order they were asked."""
    asked = sa.select(TeamMember).where(
        TeamMember.idea_id == idea_id, TeamMember.declined_at.is_(None)
    )
    asked = asked.order_by(TeamMember.invited_at, TeamMember.person_id)
    return session().scalars(asked.execution_options(populate_existing=True)).all()


def membership(slug: str, person_id: int) -> TeamMember | None:
    """A person's place in the team of the idea at an address, answered or not."""
    found = sa.select(TeamMember).join(Idea, Idea.id == TeamMember.idea_id)
    return session().scalar(found.where(Idea.slug == slug, TeamMember.person_id == person_id))


def idea_of(member: TeamMember) -> Idea:
    """The idea somebody was asked to join."""
    return session().get_one(Idea, member.idea_id)


def person_known_as(who: str) -> Person | None:
    """Somebody in good standing by public handle (with or without @) or by e-mail address."""
    who = who.strip()
    is_address = "@" in who.removeprefix("@")
    person = person_by_email(who) if is_address else person_by_handle(who.removeprefix("@").lower())
    return person if person is not None and person.is_verified else None
