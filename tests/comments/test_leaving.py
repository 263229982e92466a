"""What becomes of a person's words when the person leaves."""

import pytest

from ideas.comments.actions import (
    answer_officially,
    forget_words_of,
    publish_update,
    write_comment,
)
from ideas.comments.queries import answers_of, updates_of
from ideas.comments.threads.queries import thread_of
from ideas.db import db
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.factories import a_person, an_idea


@pytest.mark.usefixtures("session")
def test_words_go_with_their_writer_and_the_brands_answers_stay() -> None:
    rita, vera = a_person("Rita", Role.REVIEWER), a_person("Vera")
    idea = an_idea(stage=Stage.LIVE, by=vera)
    alone = write_comment(idea, "alone", by=vera)
    answered = write_comment(idea, "answered", by=vera)
    write_comment(idea, "a reply", by=rita, parent=answered)
    publish_update(idea, "News", "of mine", by=vera)
    answer_officially(idea, "Thank you", by=rita)
    db.session.commit()
    for _ in range(2):
        forget_words_of(vera.id)
    db.session.commit()
    assert [comment.body for comment in thread_of(idea.id).comments] == [""]
    for _ in range(2):
        forget_words_of(rita.id)
    db.session.commit()
    assert (alone.body, alone.body_html) == ("", "")
    assert updates_of(idea.id) == []
    assert [answer.body for answer in answers_of(idea.id)] == ["Thank you"]
    assert thread_of(idea.id).comments == []
