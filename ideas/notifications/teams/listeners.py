"""Who is told of an invitation and of its answer. Telling twice changes nothing."""

import sqlalchemy as sa

from ideas.accounts.rules import name_to_strangers
from ideas.db import session
from ideas.journey.events import TeamAnswered, TeamInvited
from ideas.journey.models import Idea, TeamMember
from ideas.mail.actions import post
from ideas.notifications.actions import tell
from ideas.notifications.queries import people
from ideas.notifications.rules import NoticeKind, Told
from ideas.submission.events import AddressAsked, AddressDeclined
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import owner_of
from ideas.submission.team.rules import PATIENCE


def tell_of_invitation(event: TeamInvited) -> None:
    """Whoever is asked to join a team hears of it, and again when their share changes."""
    member = session().get(TeamMember, (event.idea_id, event.person_id))
    if member is None or member.accepted_at is not None or member.declined_at is not None:
        return
    key = f"invitation:{event.idea_id}:{int(member.invited_at.timestamp())}"
    told = Told(NoticeKind.TEAM_INVITED, key, idea_id=event.idea_id)
    tell(told, people([event.person_id]))


def tell_of_asking(event: AddressAsked) -> None:
    """An address is written to: as a notice to whoever has confirmed it, else by a mail of its own.

    Only here is it looked up whose it is; whoever asked is not told.
    """
    invitation = session().get(Invitation, event.invitation)
    if invitation is None:
        return
    idea, owner = session().get_one(Idea, event.idea_id), owner_of(invitation.address)
    if owner is not None:
        key = f"asked:{event.invitation}"
        told = Told(NoticeKind.TEAM_INVITED, key, idea_id=idea.id, actor_id=idea.creator_id)
        tell(told, people([owner.id]))
        return
    post(
        "notifications/asked",
        to=invitation.address,
        language=idea.creator.language,
        name=name_to_strangers(idea.creator.name, idea.creator.handle),
        slug=idea.short_id,
        days=PATIENCE.days,
    )


def tell_of_declining(event: AddressDeclined) -> None:
    """The creator hears that an address will not join, and not whose it is."""
    key = f"asked:{event.invitation}:declined"
    told = Told(NoticeKind.TEAM_ANSWERED, key, "address", event.idea_id)
    tell(told, sa.select(Idea.creator_id).where(Idea.id == event.idea_id))


def tell_of_team_answer(event: TeamAnswered) -> None:
    """The creator hears who joins and who does not."""
    variant = "accepted" if event.accepted else "declined"
    told = Told(
        NoticeKind.TEAM_ANSWERED,
        f"team:{event.idea_id}:{event.person_id}:{variant}",
        variant,
        event.idea_id,
        actor_id=event.person_id,
    )
    tell(told, sa.select(Idea.creator_id).where(Idea.id == event.idea_id))
