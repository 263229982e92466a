"""Finding who is called."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, lazyload

from ideas.accounts.models import Person
from ideas.comments.mentions import rules
from ideas.comments.mentions.models import Mention
from ideas.comments.models import Comment
from ideas.db import session
from ideas.journey.models import Idea

MOST_NEAR = 200


def people_by_handle(handles: Collection[str]) -> dict[str, int]:
    """The ids of the people with these handles, without those who left."""
    if not handles:
        return {}
    found = sa.select(Person.handle, Person.id).where(Person.handle.in_(handles))
    rows = session().execute(found.where(Person.erased_at.is_(None)))
    return {handle: person_id for handle, person_id in rows}


def handles_called_in(comment_id: int) -> frozenset[str]:
    """Under which handles people are called in a comment."""
    called = sa.select(Mention.handle).where(Mention.comment_id == comment_id)
    return frozenset(session().scalars(called))


def to_tell_of(comment: Comment) -> sa.Select[int]:
    """A select of the ids of the people called in a comment, but whom its author calls all day."""
    called = sa.select(Mention.person_id).where(Mention.comment_id == comment.id)
    if comment.is_official:
        return called
    again = aliased(Mention)
    day = Comment.created_at > comment.created_at - rules.TOLD_WITHIN
    before = (
        sa.select(sa.func.count())
        .select_from(again)
        .join(Comment, Comment.id == again.comment_id)
        .where(again.person_id == Mention.person_id, Comment.author_id == comment.author_id)
        .where(day, Comment.id < comment.id)
    )
    return called.where(before.correlate(Mention).scalar_subquery() < rules.MOST_TOLD)


def comments_calling(person_id: int) -> Sequence[tuple[Comment, str]]:
    """The comments that call a person, each with the handle it used."""
    found = sa.select(Comment, Mention.handle).join(Mention, Mention.comment_id == Comment.id)
    rows = session().execute(found.where(Mention.person_id == person_id))
    return [(comment, handle) for comment, handle in rows]


def people_to_call(idea: Idea, begun: str, *, by: Person) -> Sequence[Person]:
    """Whom somebody may mean who typed ``@begun``: the team and those who speak here, then others.

    Nobody who is suspended, has left or has not confirmed their address, and not oneself.
    """
    near = [each for each in _near(idea) if _is_meant(each, begun, by)]
    if len(begun) < rules.SHORTEST_BEGUN or len(near) >= rules.MOST_OFFERED:
        return near[: rules.MOST_OFFERED]
    known = {by.id, *(each.id for each in near)}
    others = _in_good_standing().where(
        Person.handle.startswith(begun.lower(), autoescape=True), Person.id.not_in(known)
    )
    left = rules.MOST_OFFERED - len(near)
    return [*near, *session().scalars(others.order_by(Person.handle).limit(left))]


def _near(idea: Idea) -> Sequence[Person]:
    """The team of an idea, then those who spoke last under it."""
    spoke = sa.select(Comment.author_id, sa.func.max(Comment.id).label("last"))
    spoke = spoke.where(Comment.idea_id == idea.id, Comment.removed_at.is_(None))
    last = spoke.group_by(Comment.author_id).order_by(sa.desc("last")).limit(MOST_NEAR).subquery()
    found = _in_good_standing().outerjoin(last, last.c.author_id == Person.id)
    is_team = Person.id.in_(idea.team_ids)
    found = found.where(sa.or_(last.c.author_id.is_not(None), is_team))
    return session().scalars(found.order_by(is_team.desc(), last.c.last.desc(), Person.id)).all()


def _in_good_standing() -> sa.Select[Person]:
    return (
        sa.select(Person)
        .options(lazyload(Person.grants))
        .where(
            Person.erased_at.is_(None),
            Person.suspended_at.is_(None),
            Person.email_confirmed_at.is_not(None),
        )
    )


def _is_meant(person: Person, begun: str, by: Person) -> bool:
    is_begun = rules.is_begun_by(begun, name=person.name, handle=person.handle)
    return is_begun and person.id != by.id
