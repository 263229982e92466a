"""What the ideas and teams of a person come to when they ask for their data, or leave.

What was published stays, under no name: others voted for it, and shares were agreed on.
"""

from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import EDITABLE, Stage
from ideas.mail.actions import forget_mail_to
from ideas.submission.actions import delete_draft, withdraw
from ideas.submission.queries import draft_of, pictures_of, tags_of
from ideas.submission.rules import TEXTS
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import sent_to

MOMENTS = ("created_at", "edited_at", "published_at")


def ideas_of_person(person_id: int) -> list[dict[str, Any]]:
    """The ideas a person began, with everything in them, as plain values."""
    found = sa.select(Idea).where(Idea.creator_id == person_id).order_by(Idea.id)
    return [_told(idea) for idea in session().scalars(found)]


def _told(idea: Idea) -> dict[str, Any]:
    draft = draft_of(idea.id)
    moments = {name: getattr(idea, name) for name in MOMENTS}
    return {
        **{name: getattr(idea, name) for name in ("slug", *TEXTS)},
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "stage": idea.stage.value,
        "rights": draft.rights.value if draft else None,
        "property_named": draft.property_named if draft else "",
        "changed": draft.changed if draft else "",
        "tags": list(tags_of(idea.id)),
        "pictures": [
            {"url": picture.largest_url, "alt": picture.alt} for picture in pictures_of(idea.id)
        ],
    }


@writes
def erase_ideas(person_id: int) -> None:
    """Delete a person's drafts, take back what is not yet published."""
    person = session().get_one(Person, person_id)
    unpublished = (Stage.DRAFT, Stage.SUBMITTED, Stage.NEEDS_WORK)
    found = sa.select(Idea).where(Idea.creator_id == person_id, Idea.stage.in_(unpublished))
    for idea in session().scalars(found).all():
        if idea.stage is Stage.DRAFT:
            delete_draft(idea, by=person)
        else:
            withdraw(idea, by=person)


@writes
def leave_teams(person_id: int) -> None:
    """Take a person off the teams of ideas that can still be changed."""
    changing = sa.select(Idea.id).where(Idea.stage.in_(EDITABLE))
    left = sa.delete(TeamMember).where(TeamMember.person_id == person_id)
    session().execute(
        left.where(sa.or_(TeamMember.accepted_at.is_(None), TeamMember.idea_id.in_(changing)))
    )


def invitations_of_person(person_id: int) -> list[dict[str, Any]]:
    """What was asked of the address a person has confirmed, as plain values."""
    person = session().get_one(Person, person_id)
    found = sa.select(Invitation).where(sent_to(person)).order_by(Invitation.asked_at)
    return [
        {
            "idea_id": each.idea_id,
            "address": each.address,
            "share_bp": each.share_bp,
            "asked_at": each.asked_at.isoformat(),
        }
        for each in session().scalars(found)
    ]


@writes
def forget_invitations_to(person_id: int) -> None:
    """Drop what was asked of a person's address, and the mail about it, while it is known."""
    person = session().get_one(Person, person_id)
    if person.email is not None and person.email_confirmed_at is not None:
        session().execute(sa.delete(Invitation).where(sent_to(person)))
        forget_mail_to(person.email)
