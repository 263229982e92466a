"""Asking, taking back, answering."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.appointing.actions import give
from ideas.accounts.invitations.models import StaffInvitation
from ideas.accounts.invitations.queries import open_invitation, sent_to
from ideas.accounts.invitations.rules import PATIENCE, refusal_to_accept, refusal_to_ask
from ideas.accounts.models import Person
from ideas.accounts.queries import person_by_email
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.mail.actions import forget_mail_to, post
from ideas.policy import Permission, Role, allows
from ideas.refusals import refuse
from ideas.text import short_id


@writes
def invite_staff(address: str, role: Role, *, by: Person) -> StaffInvitation:
    """Ask whoever owns a folded address to take a role. They are told by mail."""
    known, earlier = person_by_email(address), open_invitation(address, role)
    if earlier is not None and earlier.ends_at <= clock.now():
        _drop(earlier)
        earlier = None
    held = known.roles if known else frozenset[Role]()
    refuse(refusal_to_ask(role, held=held, is_asked=earlier is not None))
    moment = clock.now()
    invitation = StaffInvitation(
        mark=short_id(),
        address=address,
        role=role,
        invited_by_id=by.id,
        asked_at=moment,
        ends_at=moment + PATIENCE,
    )
    session().add(invitation)
    session().flush()
    note("roles.invite", f"invitation:{invitation.mark}", by=by.id, role=role.value)
    language = known.language if known else by.language
    post(
        "accounts/staff_invited",
        to=address,
        language=language,
        name=by.name,
        role=role.value,
        days=PATIENCE.days,
    )
    return invitation


@writes
def take_back(invitation: StaffInvitation, *, by: Person) -> None:
    """Ask no more."""
    note("roles.take_back", f"invitation:{invitation.mark}", by=by.id, role=invitation.role.value)
    _drop(invitation)


@writes
def accept(invitation: StaffInvitation, *, by: Person) -> bool:
    """Take the role, in the name of who asked; one is signed out, and comes back as staff.

    False while another admin has to agree.
    """
    asker, role = invitation.invited_by, invitation.role
    may_still_give = asker.is_active and allows(Permission.ROLES_GRANT, asker)
    is_over = invitation.ends_at <= clock.now()
    refuse(refusal_to_accept(is_over=is_over, may_still_give=may_still_give))
    note("roles.accept", f"person:{by.id}", by=by.id, role=role.value)
    _drop(invitation)
    return give(by, role, by=asker) is None


@writes
def decline(invitation: StaffInvitation, *, by: Person) -> None:
    """Say no; who asked sees that the invitation is gone."""
    note("roles.decline", f"invitation:{invitation.mark}", by=by.id, role=invitation.role.value)
    _drop(invitation)


def _drop(invitation: StaffInvitation) -> None:
    session().delete(invitation)
    session().flush()


@writes
def forget_staff_invitations() -> None:
    """Drop the invitations that are over; daily, by the schedule."""
    over = sa.delete(StaffInvitation).where(StaffInvitation.ends_at <= clock.now())
    session().execute(over)


@writes
def forget_staff_invitations_to(person_id: int) -> None:
    """Drop what was asked of a person's address, and the mail about it, while it is known."""
    person = session().get_one(Person, person_id)
    if person.email is not None and person.email_confirmed_at is not None:
        session().execute(sa.delete(StaffInvitation).where(sent_to(person)))
        forget_mail_to(person.email)
