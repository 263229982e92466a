"""Asking people to join, sharing, answering."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.events import TeamAnswered, TeamInvited
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import locked_idea
from ideas.journey.stages import EDITABLE
from ideas.refusals import Refusal, Refused, refuse
from ideas.submission.events import AddressAsked, AddressDeclined
from ideas.submission.rules import refusal_to_change
from ideas.submission.team import rules
from ideas.submission.team.models import Invitation
from ideas.submission.team.queries import (
    invitation_sent_to,
    invitations_to_join,
    members_of,
)
from ideas.text import short_id


@writes
def invite(idea: Idea, person: Person, share_bp: int, *, by: Person) -> TeamMember:
    """Ask somebody to join for a share of the royalty; it comes out of the leader's."""
    members = _members_of_changing(idea)
    asked = [member.person_id for member in members]
    refuse(rules.refusal_to_invite(person.id, idea.creator_id, asked))
    _refuse_one_more(members, invitations_to_join(idea.id), share_bp)
    member = _place_of(idea, person)
    _ask(member, share_bp)
    return member


@writes
def invite_address(idea: Idea, address: str, share_bp: int, *, by: Person) -> Invitation:
    """Ask whoever owns a folded address. The same is done whether or not it has an account."""
    members, invitations = _members_of_changing(idea), invitations_to_join(idea.id)
    asked = [invitation.address for invitation in invitations]
    refuse(rules.refusal_to_write_to(address, by.email, asked))
    _refuse_one_more(members, invitations, share_bp)
    invitation = Invitation(
        mark=short_id(),
        idea_id=idea.id,
        address=address,
        share_bp=share_bp,
        asked_at=clock.now(),
    )
    session().add(invitation)
    session().flush()
    record(AddressAsked(idea.id, invitation.mark))
    return invitation


def _refuse_one_more(
    members: Sequence[TeamMember], invitations: Sequence[Invitation], share_bp: int
) -> None:
    shares = [member.share_bp for member in members]
    shares += [invitation.share_bp for invitation in invitations]
    refuse(rules.refusal_to_grow(len(shares)))
    refuse(rules.refusal_to_share([*shares, share_bp]))


def _place_of(idea: Idea, person: Person) -> TeamMember:
    """A person's place in the team, unanswered: a new one, or the one they had."""
    member = session().get(TeamMember, (idea.id, person.id))
    if member is None:
        member = TeamMember(idea_id=idea.id, person_id=person.id)
        session().add(member)
    member.accepted_at = member.declined_at = None
    return member


@writes
def propose_shares(
    idea: Idea, shares: Mapping[int, int], asked: Mapping[str, int] | None = None, *, by: Person
) -> None:
    """Set members' shares by person, and addresses' by mark.

    Whichever member's share changes is asked again; an address reads its share when it answers.
    """
    members, invitations = _members_of_changing(idea), invitations_to_join(idea.id)
    wanted = {each.person_id: shares.get(each.person_id, each.share_bp) for each in members}
    kept = {each.mark: (asked or {}).get(each.mark, each.share_bp) for each in invitations}
    refuse(rules.refusal_to_share([*wanted.values(), *kept.values()]))
    for member in members:
        if member.share_bp != wanted[member.person_id]:
            _ask(member, wanted[member.person_id])
    for mark, share_bp in kept.items():
        offered = sa.update(Invitation).where(Invitation.mark == mark)
        session().execute(offered.values(share_bp=share_bp))


@writes
def remove_member(idea: Idea, person_id: int, *, by: Person) -> None:
    """Take somebody off the team; their share goes back to the leader. Twice is once."""
    for member in _members_of_changing(idea):
        if member.person_id == person_id:
            session().delete(member)


@writes
def take_back(idea: Idea, mark: str, *, by: Person) -> None:
    """Take back what was asked of an address, and forget the address. Twice is once."""
    _members_of_changing(idea)
    asked = (Invitation.idea_id == idea.id, Invitation.mark == mark)
    session().execute(sa.delete(Invitation).where(*asked))


@writes
def answer_offer(idea: Idea, *, accept: bool, by: Person, seen_bp: int | None = None) -> None:
    """Say yes or no to what one was last asked, oneself or one's confirmed address.

    A yes makes a member of who had an invitation; a no leaves nothing of it, and no name, so
    that a second no finds nothing and changes nothing.
    """
    _hold_to_answer(idea, by.id)
    invitation, member = invitation_sent_to(by, idea), session().get(TeamMember, (idea.id, by.id))
    if invitation is not None:
        share_bp = invitation.share_bp
        refuse(
            rules.refusal_to_answer(
                accept=accept, has_declined=False, share_bp=share_bp, seen_bp=seen_bp
            )
        )
        session().delete(invitation)
        if not accept:
            record(AddressDeclined(idea.id, invitation.mark))
            return
        member = _taken_up(invitation, idea, by)
    if member is not None:
        answer_invitation(member, accept=accept, by=by, seen_bp=seen_bp)
    elif accept:
        raise Refused(Refusal("team.taken_back"))


def _taken_up(invitation: Invitation, idea: Idea, person: Person) -> TeamMember:
    member = _place_of(idea, person)
    member.share_bp, member.invited_at = invitation.share_bp, invitation.asked_at
    session().flush()
    return member


@writes
def answer_invitation(
    member: TeamMember, *, accept: bool, by: Person, seen_bp: int | None = None
) -> None:
    """Say yes or no to joining; the same answer twice is one, a no after a yes is leaving.

    ``seen_bp`` is the share that was read before saying yes; refused when it is another by now.
    """
    idea = session().get_one(Idea, member.idea_id)
    _hold_to_answer(idea, member.person_id)
    has_declined, share_bp = member.declined_at is not None, member.share_bp
    refuse(
        rules.refusal_to_answer(
            accept=accept, has_declined=has_declined, share_bp=share_bp, seen_bp=seen_bp
        )
    )
    answered = member.accepted_at if accept else member.declined_at
    if answered is not None:
        return
    moment = clock.now()
    member.accepted_at = moment if accept else None
    member.declined_at = None if accept else moment
    session().flush()
    session().expire(idea, ["team"])
    record(TeamAnswered(idea.id, member.person_id, accept))


def _ask(member: TeamMember, share_bp: int) -> None:
    member.share_bp, member.invited_at, member.accepted_at = share_bp, clock.now(), None
    session().flush()
    record(TeamInvited(member.idea_id, member.person_id))


def _hold_to_answer(idea: Idea, person_id: int) -> None:
    """A place without a share takes nothing from anybody, so it is answered in public as well."""
    idea = locked_idea(idea.id)
    session().expire(idea, ["team"])
    member = session().get(TeamMember, (idea.id, person_id))
    is_credit = member is not None and member.share_bp == 0 and idea.is_public
    refuse(None if is_credit else refusal_to_change(idea.stage))


def _members_of_changing(idea: Idea) -> Sequence[TeamMember]:
    idea = locked_idea(idea.id)
    refuse(refusal_to_change(idea.stage))
    session().expire(idea, ["team"])
    return members_of(idea.id)


@writes
def forget_invitations() -> None:
    """Drop the addresses that did not answer in time, or whose idea can no longer be joined."""
    changing = sa.select(Idea.id).where(Idea.stage.in_(EDITABLE))
    is_over = sa.or_(
        Invitation.asked_at <= clock.now() - rules.PATIENCE, Invitation.idea_id.not_in(changing)
    )
    session().execute(sa.delete(Invitation).where(is_over))
