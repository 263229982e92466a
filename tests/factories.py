"""People and ideas for tests, made by plain functions. Each commits what it makes."""

import itertools
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import has_app_context
from flask.testing import FlaskClient

from ideas import clock
from ideas.accounts.door import SEEN, TOKEN
from ideas.accounts.models import Person, RoleGrant
from ideas.accounts.sessions.actions import open_session
from ideas.campaigns.actions import ensure_standing_campaign, publish_terms
from ideas.campaigns.ladder import ladder_from
from ideas.campaigns.models import Campaign
from ideas.db import db, take_write_lock
from ideas.journey.actions import advance
from ideas.journey.models import Idea, TeamMember
from ideas.journey.stages import HIDDEN, Stage
from ideas.policy import Role
from ideas.text import html_of, short_id, slug_of
from ideas.voting.actions import cast_vote

_numbers = itertools.count(1)


def a_person(name: str = "Vera", *roles: Role, confirmed: bool = True, **fields: Any) -> Person:
    """A person with a confirmed address and these roles."""
    take_write_lock()
    moment, number = clock.now(), next(_numbers)
    person = Person(
        handle=f"{slug_of(name)}-{number}",
        name=name,
        email=fields.pop("email", f"{slug_of(name)}{number}@example.org"),
        email_confirmed_at=moment if confirmed else None,
        created_at=moment,
        grants=[RoleGrant(role=role, granted_at=moment) for role in roles],
        **fields,
    )
    db.session.add(person)
    db.session.commit()
    return person


def sign_in(client: FlaskClient, person: Person, *, second_factor: bool = True) -> None:
    """Sign a browser in as this person, instead of whoever it was."""
    (person_id,) = sa.inspect(person).identity or ()
    if not has_app_context():
        with client.application.app_context():
            return _keep_session(client, person_id, second_factor)
    return _keep_session(client, person_id, second_factor)


def _keep_session(client: FlaskClient, person_id: int, second_factor: bool) -> None:
    token = open_session(person_id, second_factor=second_factor)
    seconds = int(clock.now().timestamp())
    db.session.commit()
    with client.session_transaction() as kept:
        kept.clear()
        kept[TOKEN], kept[SEEN] = token, seconds


def the_campaign() -> Campaign:
    """The standing campaign with its first terms."""
    campaign = ensure_standing_campaign()
    db.session.commit()
    return campaign


def an_idea(
    title: str = "Lighthouse that turns",
    *,
    stage: Stage = Stage.DRAFT,
    by: Person | None = None,
    team: tuple[Person, ...] = (),
    published_at: datetime | None = None,
) -> Idea:
    """An idea put at a stage without its history; for a history, walk it there."""
    creator, campaign = by or a_person("Ada"), the_campaign()
    take_write_lock()
    moment, key = clock.now(), short_id()
    body = "It has a lamp, two mirrors and one slow motor."
    idea = Idea(
        short_id=key,
        slug=f"{slug_of(title)}-{key}",
        campaign_id=campaign.id,
        creator_id=creator.id,
        title=title,
        summary="A lamp, two mirrors and one slow motor.",
        body=body,
        body_html=html_of(body),
        stage=stage,
        stage_at=moment,
        created_at=moment,
        edited_at=moment,
        published_at=published_at or (None if stage in HIDDEN else moment),
    )
    db.session.add(idea)
    db.session.flush()
    for member in team:
        db.session.add(
            TeamMember(
                idea_id=idea.id,
                person_id=member.id,
                share_bp=0,
                invited_at=moment,
                accepted_at=moment,
            )
        )
    db.session.commit()
    return idea


def a_live_idea(
    title: str = "Lighthouse that turns",
    *,
    ladder: tuple[tuple[int, int], ...] = ((3, 30), (5, 60)),
    votes: int = 0,
    by: Person | None = None,
    team: tuple[Person, ...] = (),
    **terms: Any,
) -> Idea:
    """An idea that has just gone live with a ballot on this ladder, and with votes."""
    idea = an_idea(title, stage=Stage.SUBMITTED, by=by, team=team)
    adam = a_person("Adam", Role.ADMIN)
    publish_terms(the_campaign(), ladder_from(ladder), by=adam, reason="For this test", **terms)
    advance(idea, Stage.LIVE, by=None)
    db.session.commit()
    votes_for(idea, votes)
    return idea


def votes_for(idea: Idea, votes: int) -> list[Person]:
    """Let this many new people vote for an idea."""
    people = [a_person(f"Voter {number}") for number in range(votes)]
    for person in people:
        cast_vote(idea, by=person)
        db.session.commit()
    return people
