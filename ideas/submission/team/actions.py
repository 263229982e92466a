"""Asking people to join, sharing, answering."""

from collections.abc import Mapping, Sequence

from ideas import clock
from ideas.accounts.models import Person
from ideas.db import session, writes
from ideas.events.actions import record
from ideas.journey.events import TeamAnswered, TeamInvited
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import locked_idea
from ideas.refusals import refuse
from ideas.submission.rules import refusal_to_change
from ideas.submission.team import rules
from ideas.submission.team.queries import members_of


@writes
def invite(idea: Idea, person: Person, share_bp: int, *, by: Person) -> TeamMember:
    """Ask somebody to join for a share of the royalty; it comes out of the leader's."""
    members = _members_of_changing(idea)
    asked = [member.person_id for member in members]
    refuse(rules.refusal_to_invite(person.id, idea.creator_id, asked))
    refuse(rules.refusal_to_share([*(member.share_bp for member in members), share_bp]))
    member = session().get(TeamMember, (idea.id, person.id))
    if member is None:
        member = TeamMember(idea_id=idea.id, person_id=person.id)
        session().add(member)
    member.declined_at = None
    _ask(member, share_bp)
    session().flush()
    return member


@writes
def propose_shares(idea: Idea, shares: Mapping[int, int], *, by: Person) -> None:
    """Set members' shares by person; whoever's share changes is asked again."""
    members = _members_of_changing(idea)
    wanted = {each.person_id: shares.get(each.person_id, each.share_bp) for each in members}
    refuse(rules.refusal_to_share(wanted.values()))
    for member in members:
        if member.share_bp != wanted[member.person_id]:
            _ask(member, wanted[member.person_id])


@writes
def remove_member(idea: Idea, person_id: int, *, by: Person) -> None:
    """Take somebody off the team; their share goes back to the leader. Twice is once."""
    for member in _members_of_changing(idea):
        if member.person_id == person_id:
            session().delete(member)


@writes
def answer_invitation(
    member: TeamMember, *, accept: bool, by: Person, seen_bp: int | None = None
) -> None:
    """Say yes or no to joining; the same answer twice is one, a no after a yes is leaving.

    ``seen_bp`` is the share that was read before saying yes; refused when it is another by now.
    """
    idea = session().get_one(Idea, member.idea_id)
    _members_of_changing(idea)
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
    record(TeamInvited(member.idea_id, member.person_id))


def _members_of_changing(idea: Idea) -> Sequence[TeamMember]:
    idea = locked_idea(idea.id)
    refuse(refusal_to_change(idea.stage))
    session().expire(idea, ["team"])
    return members_of(idea.id)
