"""Reading and locking everything that many votes are decided by, each kind with one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.queries import IS_ACTIVE, IS_CONFIRMED
from ideas.db import session
from ideas.journey.models import Idea, TeamMember
from ideas.journey.queries import IS_PUBLIC
from ideas.voting import rules
from ideas.voting.models import Ballot, Vote
from ideas.voting.queries import opening_of
from ideas.voting.spent.models import SpentAddress
from ideas.voting.spent.queries import print_of

Rows = Mapping[Any, Any]
Pair = tuple[int, int]
"""An idea's id and a person's."""


@dataclass(frozen=True)
class Cast:
    """What somebody asks for: a vote for the idea at ``slug``; ``via`` is the channel's word."""

    slug: str
    person_id: int
    via: str = ""


def _among(column: Any, name: str) -> sa.ColumnElement[bool]:
    return column.in_(sa.bindparam(name, expanding=True))  # type: ignore[no-any-return]


_PEOPLE = sa.select(
    Person.id,
    Person.email,
    IS_CONFIRMED.label("is_confirmed"),
    IS_ACTIVE.label("is_active"),
    sa.exists().where(RoleGrant.person_id == Person.id).label("is_staff"),
).where(_among(Person.id, "people"))
_UNCONFIRMED = sa.select(Person.id).where(_among(Person.id, "people")).order_by(Person.id)
_IDEAS = (
    sa.select(
        *(Idea.id, Idea.slug, Idea.stage, Idea.hidden_at, Idea.creator_id),
        IS_PUBLIC.label("is_public"),
    )
    .where(_among(Idea.slug, "slugs"))
    .order_by(Idea.id)
)
_BALLOTS = sa.select(Ballot.__table__).where(_among(Ballot.idea_id, "ideas"))
_MEMBERS = sa.select(TeamMember.idea_id, TeamMember.person_id).where(
    TeamMember.accepted_at.is_not(None), _among(TeamMember.idea_id, "ideas")
)
_VOTES = sa.select(Vote.idea_id, Vote.person_id, Vote.state, Vote.withdrawn_at).where(
    _among(sa.tuple_(Vote.idea_id, Vote.person_id), "pairs")
)
_SPENT = sa.select(SpentAddress.idea_id, SpentAddress.fingerprint).where(
    _among(sa.tuple_(SpentAddress.idea_id, SpentAddress.fingerprint), "prints")
)


@dataclass(frozen=True)
class Seen:
    """What the tables say of some votes, read under the locks of their ideas."""

    people: Rows
    ideas: Rows
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
        address = (idea.id, print_of(person.email or "", idea.id))
        return rules.Voter(
            is_active=person.is_active,
            is_staff=person.is_staff,
            is_on_team=self._is_on_team(idea, person.id),
            has_spent=person.is_confirmed and person.is_active and address in self.spent,
        )

    def opening_of(self, cast: Cast) -> rules.Opening:
        """What the rules ask of an idea and its ballot."""
        idea = self.ideas[cast.slug]
        return opening_of(idea, self.ballots.get(idea.id))

    def _is_on_team(self, idea: sa.Row[Any], person_id: int) -> bool:
        return idea.creator_id == person_id or (idea.id, person_id) in self.members


def look(casts: Sequence[Cast]) -> Seen:
    """Lock and read. Locks are taken as everywhere: the people, then the ideas by their ids."""
    people = _settled({cast.person_id for cast in casts})
    slugs = list({cast.slug for cast in casts})
    ideas = {row.slug: row for row in _rows(_IDEAS.with_for_update(key_share=True), slugs=slugs)}
    ids = [idea.id for idea in ideas.values()]
    pairs = {(ideas[cast.slug].id, cast.person_id) for cast in casts if cast.slug in ideas}
    prints = [(idea, print_of(people[person].email or "", idea)) for idea, person in pairs]
    return Seen(
        people=people,
        ideas=ideas,
        ballots={row.idea_id: row for row in _rows(_BALLOTS, ideas=ids)},
        members={tuple(row) for row in _rows(_MEMBERS, ideas=ids)},
        votes={tuple(row[:2]): row for row in _rows(_VOTES, pairs=list(pairs))},
        spent={tuple(row) for row in _rows(_SPENT, prints=prints)},
    )


def _settled(person_ids: Collection[int]) -> Rows:
    """These people by id; who is unconfirmed is locked, so that they cannot be confirmed now."""
    people = _people(person_ids)
    unconfirmed = [row.id for row in people.values() if not row.is_confirmed]
    if not unconfirmed:
        return people
    _rows(_UNCONFIRMED.with_for_update(read=True), people=unconfirmed)
    return people | _people(unconfirmed)


def _people(person_ids: Collection[int]) -> dict[int, Any]:
    return {row.id: row for row in _rows(_PEOPLE, people=list(person_ids))}


def _rows(statement: Any, **among: Sequence[Any]) -> Sequence[Any]:
    """Rows, past the session: objects would be made of them for nothing."""
    return session().connection().execute(statement, among).all()
