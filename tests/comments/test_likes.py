"""Liking what somebody said."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ideas.clock import now
from ideas.comments.actions import take_back, write_comment
from ideas.comments.likes.actions import forget_likes_of, like, unlike
from ideas.comments.likes.models import CommentLike
from ideas.comments.models import Comment
from ideas.comments.settings import Conversation
from ideas.comments.threads.queries import thread_of
from ideas.comments.threads.rules import Sort
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.refusals import Refused
from ideas.settings.actions import turn
from tests.factories import a_person, an_idea

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


def say(idea: Idea, *bodies: str) -> list[Comment]:
    vera = a_person("Vera")
    said = [write_comment(idea, body, by=vera) for body in bodies]
    db.session.commit()
    return said


def test_a_like_counts_once_and_goes(idea: Idea) -> None:
    (said,), ada, max_ = say(idea, "Hello"), a_person("Ada"), a_person("Max")
    for person in (ada, ada, max_):
        like(said, by=person)
        db.session.commit()
    assert said.likes == 2
    for _ in range(2):
        unlike(said, by=ada)
        db.session.commit()
    assert said.likes == 1


def test_the_database_keeps_one_like_per_person(idea: Idea) -> None:
    (said,), ada = say(idea, "Hello"), a_person("Ada")
    like(said, by=ada)
    row = {"comment_id": said.id, "person_id": ada.id, "liked_at": now()}
    with pytest.raises(IntegrityError):
        db.session.execute(sa.insert(CommentLike).values(row))


def test_what_cannot_be_liked(idea: Idea) -> None:
    said, gone = say(idea, "Hello", "Gone")
    with pytest.raises(Refused, match=r"comment\.own_like"):
        like(said, by=said.author)
    take_back(gone, by=gone.author)
    with pytest.raises(Refused, match=r"comment\.gone"):
        like(gone, by=a_person("Ada"))
    turn(Conversation, "is_open", False, by=None)
    db.session.commit()
    with pytest.raises(Refused, match=r"comment\.paused"):
        like(said, by=a_person("Ada"))


def test_nothing_is_liked_once_the_idea_is_closed() -> None:
    idea = an_idea(stage=Stage.LIVE)
    (said,) = say(idea, "Hello")
    db.session.execute(sa.update(Idea).values({"stage": Stage.EXPIRED}))
    db.session.commit()
    with pytest.raises(Refused, match=r"comment\.wrong_stage"):
        like(said, by=a_person("Ada"))


def test_a_wrong_count_is_right_after_the_next_like(idea: Idea) -> None:
    (said,) = say(idea, "Hello")
    db.session.execute(sa.update(Comment).values(likes=41))
    db.session.commit()
    assert like(said, by=a_person("Ada")).likes == 1


def test_likes_go_with_whoever_leaves(idea: Idea) -> None:
    (first, second), ada, max_ = say(idea, "1", "2"), a_person("Ada"), a_person("Max")
    like(first, by=ada)
    like(first, by=max_)
    like(second, by=ada)
    forget_likes_of(ada.id)
    forget_likes_of(ada.id)
    db.session.commit()
    assert (first.likes, second.likes) == (1, 0)


def test_the_most_liked_come_first_page_by_page(idea: Idea) -> None:
    said = say(idea, "none", "two", "also none", "one")
    for comment, likes in zip(said, (0, 2, 0, 1), strict=True):
        for number in range(likes):
            like(comment, by=a_person(f"Fan {number}"))
            db.session.commit()
    first = thread_of(idea.id, sort=Sort.LIKED, limit=2)
    assert [each.body for each in first.comments] == ["two", "one"]
    second = thread_of(idea.id, sort=Sort.LIKED, before=first.older, limit=1)
    assert [each.body for each in second.comments] == ["also none"]
    third = thread_of(idea.id, sort=Sort.LIKED, before=second.older, limit=1)
    assert ([each.body for each in third.comments], third.older) == (["none"], None)
