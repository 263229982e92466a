"""Liking, and taking a like back. The number beside a comment is counted anew each time."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.models import Person
from ideas.comments import rules
from ideas.comments.likes.models import CommentLike
from ideas.comments.models import Comment
from ideas.comments.queries import locked_comment, place_of, said_of
from ideas.db import session, writes
from ideas.journey.models import Idea
from ideas.refusals import refuse


@writes
def like(comment: Comment, *, by: Person) -> Comment:
    """Like a comment; twice is once."""
    comment = locked_comment(comment.id)
    idea = session().get_one(Idea, comment.idea_id)
    is_own = comment.author_id == by.id
    refuse(rules.refusal_to_like(place_of(idea), said_of(comment), is_own=is_own))
    if session().get(CommentLike, (comment.id, by.id)) is None:
        session().add(CommentLike(comment_id=comment.id, person_id=by.id, liked_at=clock.now()))
    return _counted(comment)


@writes
def unlike(comment: Comment, *, by: Person) -> Comment:
    """Take a like back; one that is not there is none."""
    comment = locked_comment(comment.id)
    own = (CommentLike.comment_id == comment.id, CommentLike.person_id == by.id)
    session().execute(sa.delete(CommentLike).where(*own))
    return _counted(comment)


def _counted(comment: Comment) -> Comment:
    session().flush()
    likes = sa.select(sa.func.count()).where(CommentLike.comment_id == comment.id)
    comment.likes = session().scalar(likes) or 0
    session().flush()
    return comment


@writes
def forget_likes_of(person_id: int) -> None:
    """Drop a person's likes, and count what they liked anew."""
    theirs = sa.select(CommentLike.comment_id).where(CommentLike.person_id == person_id)
    liked = session().scalars(theirs).all()
    session().execute(sa.delete(CommentLike).where(CommentLike.person_id == person_id))
    for comment_id in sorted(liked):
        _counted(locked_comment(comment_id))
