"""Reading and locking everything that many votes are decided by, each kind with one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.queries import IS_ACTIVE, IS_CONFIRMED
from ideas.given import given, rows
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import IS_PUBLIC
from ideas.refusals import Refusal
from ideas.settings.queries import position_of, stood_at
from ideas.settings.settings import Site
from ideas.voting import rules
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.models import Ballot, Vote
from ideas.voting.queries import opening_of
from ideas.voting.settings import Voting
from ideas.voting.spent.models import SpentAddress
from ideas.voting.spent.queries import prints_of

Rows = Mapping[Any, Any]
Pair = tuple[int, int]
"""An idea's id and a person's."""


@dataclass(frozen=True)
class Cast:
    """What somebody asks for: a vote for the idea at ``slug``; ``via`` is the channel's word.

    ``noticed`` is how it came in, where that is to be written with the vote.
    """

    slug: str
    person_id: int
    via: str = ""
    noticed: Noticed | None = None


def _people(dialect: str) -> sa.Executable:
    asked = given(dialect, "people", {"id": Person.id.type})
    is_staff = sa.exists().where(RoleGrant.person_id == Person.id)
    found = sa.select(
        *(Person.id, Person.email, Person.created_at, Person.email_confirmed_at),
        IS_CONFIRMED.label("is_confirmed"),
        IS_ACTIVE.label("is_active"),
        is_staff.label("is_staff"),
    ).where(Person.id.in_(sa.select(asked.c.id)))
    return found.order_by(Person.id).with_for_update(read=True)


def _ideas(dialect: str) -> sa.Executable:
    asked = given(dialect, "ideas", {"slug": Idea.slug.type})
    found = sa.select(
        *(Idea.id, Idea.slug, Idea.stage, Idea.hidden_at, Idea.creator_id),
        IS_PUBLIC.label("is_public"),
    ).where(Idea.slug.in_(sa.select(asked.c.slug)))
    return found.order_by(Idea.id).with_for_update(key_share=True)


def _ballots(dialect: str) -> sa.Executable:
    asked = given(dialect, "ideas", {"id": Idea.id.type})
    has_spent = sa.exists().where(SpentAddress.idea_id == Ballot.idea_id)
    found = sa.select(
        *(Ballot.idea_id, Ballot.votes, Ballot.tier, Ballot.heat, Ballot.vote_again_hours),
        *(Ballot.opened_at, Ballot.closes_at, Ballot.reached_at, Ballot.entry),
        *(sa.cast(Ballot.ladder, sa.Text).label("ladder"), has_spent.label("has_spent")),
        position_of(Voting, "is_open").label("voting_position"),
        position_of(Site, "is_read_only").label("site_position"),
    )
    return found.where(Ballot.idea_id.in_(sa.select(asked.c.id)))


def _ties(dialect: str) -> sa.Executable:
    asked = given(dialect, "pairs", {"idea": Idea.id.type, "person": Person.id.type})
    is_on_team = sa.exists().where(
        TeamMember.idea_id == asked.c.idea,
        TeamMember.person_id == asked.c.person,
        TeamMember.accepted_at.is_not(None),
    )
    own = sa.and_(Vote.idea_id == asked.c.idea, Vote.person_id == asked.c.person)
    found = sa.select(*(asked.c.idea, asked.c.person, Vote.state, Vote.withdrawn_at))
    return found.add_columns(is_on_team.label("is_on_team")).outerjoin_from(asked, Vote, own)


def _spent(dialect: str) -> sa.Executable:
    asked = given(dialect, "prints", {"idea": Idea.id.type, "print": sa.Text()})
    own = sa.and_(SpentAddress.idea_id == asked.c.idea, SpentAddress.fingerprint == asked.c.print)
    return sa.select(SpentAddress.idea_id, SpentAddress.fingerprint).join(asked, own)


@dataclass(frozen=True)
class Seen:
    """What the tables say of some votes, read under the locks of their ideas."""

    people: Rows
    ideas: Rows
    openings: Mapping[str, rules.Opening]
    ballots: Rows
    members: Collection[Any]
    votes: Rows
    spent: Collection[Any]

    def pair_of(self, cast: Cast) -> Pair | None:
        """Which vote this is; None when there is no such idea for them."""
        idea = self.ideas.get(cast.slug)
        if idea is None:
            return None
        if not idea.is_public and not self._is_on_team(idea, cast.person_id):
            return None
        return idea.id, cast.person_id

    def voter_of(self, cast: Cast) -> rules.Voter:
        """What the rules ask of a person before an idea."""
        idea, person = self.ideas[cast.slug], self.people[cast.person_id]
        return rules.Voter(
            is_active=person.is_active,
            is_staff=person.is_staff,
            is_on_team=self._is_on_team(idea, person.id),
            has_spent=person.is_confirmed and person.is_active and self._has_spent(idea, person),
        )

    def _has_spent(self, idea: Any, person: Any) -> bool:
        if not self.spent:
            return False
        known = prints_of(person.email or "", idea.id)
        return any((idea.id, each) in self.spent for each in known)

    def _is_on_team(self, idea: Any, person_id: int) -> bool:
        return idea.creator_id == person_id or (idea.id, person_id) in self.members


def _opening(idea: Any, ballot: Any) -> rules.Opening:
    """What the rules ask of an idea and its ballot."""
    return opening_of(idea, ballot, _pause_with(ballot) if ballot else None)


def _pause_with(ballot: Any) -> Refusal | None:
    """The switches as they stood when the ballot was read."""
    return rules.pause_of(
        is_open=bool(stood_at(Voting, "is_open", ballot.voting_position)),
        is_read_only=bool(stood_at(Site, "is_read_only", ballot.site_position)),
    )


def look(casts: Sequence[Cast]) -> Seen:
    """Lock and read. Locks are taken as everywhere: the people, then the ideas, by their ids.

    Who is locked can neither leave nor be confirmed meanwhile.
    """
    asked = [{"id": person_id} for person_id in {cast.person_id for cast in casts}]
    people = {row.id: row for row in rows(_people, people=asked)}
    slugs = [{"slug": slug} for slug in {cast.slug for cast in casts}]
    ideas = {row.slug: row for row in rows(_ideas, ideas=slugs)}
    pairs = {(ideas[cast.slug].id, cast.person_id) for cast in casts if cast.slug in ideas}
    found = rows(_ballots, ideas=[{"id": idea.id} for idea in ideas.values()])
    ballots = {row.idea_id: row for row in found}
    can_be_spent = {row.idea_id for row in found if row.has_spent}
    ties = rows(_ties, pairs=[{"idea": idea, "person": person} for idea, person in pairs])
    prints = [
        {"idea": idea, "print": known}
        for idea, person in pairs
        if idea in can_be_spent
        for known in prints_of(people[person].email or "", idea)
    ]
    return Seen(
        people=people,
        ideas=ideas,
        openings={slug: _opening(idea, ballots.get(idea.id)) for slug, idea in ideas.items()},
        ballots=ballots,
        members={(row.idea, row.person) for row in ties if row.is_on_team},
        votes={(row.idea, row.person): row for row in ties if row.state is not None},
        spent={tuple(row) for row in rows(_spent, prints=prints)} if prints else frozenset(),
    )
