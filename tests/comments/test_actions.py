"""Speaking, correcting, taking back and taking down."""

import pytest
import sqlalchemy as sa

from ideas.audit.models import AuditEntry
from ideas.comments.actions import (
    answer_officially,
    edit_comment,
    publish_update,
    take_back,
    take_back_update,
    take_down,
    take_down_update,
    write_comment,
)
from ideas.comments.models import Comment, RemovalReason
from ideas.comments.queries import answers_of, counts_of, updates_of
from ideas.comments.settings import Conversation
from ideas.comments.threads.queries import thread_of
from ideas.db import db
from ideas.events.models import RecordedEvent
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from ideas.refusals import Refused
from ideas.settings.actions import turn
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


def said_under(idea: Idea) -> list[str]:
    db.session.commit()
    return [comment.body for comment in thread_of(idea.id).comments]


def events(name: str) -> list[dict]:
    found = sa.select(RecordedEvent).where(RecordedEvent.name == f"comments.{name}")
    return [event.values for event in db.session.scalars(found.order_by(RecordedEvent.id))]


def test_a_comment_is_kept_as_typed_and_rendered_safely(idea: Idea) -> None:
    vera = a_person("Vera")
    comment = write_comment(idea, ' **Yes** <img src=x onerror="alert(1)"> ', by=vera)
    db.session.commit()
    assert comment.body == '**Yes** <img src=x onerror="alert(1)">'
    assert "<strong>Yes</strong>" in comment.body_html
    assert "<img" not in comment.body_html
    told = {"comment_id": comment.id, "idea_id": idea.id, "author_id": vera.id}
    assert events("Commented") == [told]


def test_a_reply_to_a_reply_stands_beside_it(idea: Idea) -> None:
    vera = a_person("Vera")
    first = write_comment(idea, "First", by=vera)
    reply = write_comment(idea, "Second", by=vera, parent=first)
    third = write_comment(idea, "Third", by=vera, parent=reply)
    db.session.commit()
    assert [reply.parent_id, third.parent_id] == [first.id, first.id]
    thread = thread_of(idea.id)
    assert [each.body for each in thread.replies[first.id]] == ["Second", "Third"]


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.EXPIRED, Stage.ARCHIVED])
def test_closed_ideas_take_no_comments(stage: Stage) -> None:
    idea = an_idea(stage=stage)
    with pytest.raises(Refused, match=r"comment\.wrong_stage"):
        write_comment(idea, "Too late", by=a_person())


def test_an_admin_can_pause_the_conversation(idea: Idea) -> None:
    turn(Conversation, "is_open", False, by=None)
    db.session.commit()
    with pytest.raises(Refused, match=r"comment\.paused"):
        write_comment(idea, "Hello", by=a_person())


def test_a_correction_shows_and_ends_with_its_time(idea: Idea, clock: Clock) -> None:
    comment = write_comment(idea, "Helo", by=a_person())
    db.session.commit()
    edit_comment(comment, "Helo")
    assert comment.edited_at is None
    moment = clock.go(minutes=15)
    edit_comment(comment, "Hello")
    db.session.commit()
    assert comment.body == "Hello"
    assert comment.edited_at == moment
    clock.go(minutes=1)
    with pytest.raises(Refused, match=r"comment\.too_late"):
        edit_comment(comment, "Hallo")


def test_what_its_writer_takes_back_goes_unless_somebody_replied(idea: Idea) -> None:
    vera = a_person("Vera")
    alone, answered = (write_comment(idea, word, by=vera) for word in ("alone", "answered"))
    write_comment(idea, "A reply", by=a_person("Max"), parent=answered)
    db.session.commit()
    take_back(alone, by=vera)
    take_back(answered, by=vera)
    assert said_under(idea) == ["answered"]
    assert counts_of(idea.id).comments == 1
    with pytest.raises(Refused, match=r"comment\.gone"):
        take_back(alone, by=vera)
    with pytest.raises(Refused, match=r"comment\.gone"):
        write_comment(idea, "Hello?", by=vera, parent=answered)


def test_what_a_moderator_takes_down_leaves_its_place_and_is_audited(idea: Idea) -> None:
    comment = write_comment(idea, "Buy watches", by=a_person("Eve"))
    db.session.commit()
    max_ = a_person("Max", Role.MODERATOR)
    take_down(comment, RemovalReason.SPAM, by=max_)
    assert said_under(idea) == ["Buy watches"]
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.actor_id) == ("comment.remove", max_.id)
    assert entry.detail == {"reason": "spam"}
    assert events("CommentTakenDown")[0]["reason"] == "spam"


def test_the_brand_answers_any_public_idea_apart_from_the_thread() -> None:
    idea, rita = an_idea(stage=Stage.NOT_SELECTED), a_person("Rita", Role.REVIEWER)
    answer = answer_officially(idea, "Thank you.", by=rita)
    db.session.commit()
    assert [each.id for each in answers_of(idea.id)] == [answer.id]
    assert said_under(idea) == []
    assert events("OfficialAnswered") == [{"comment_id": answer.id, "idea_id": idea.id}]
    with pytest.raises(Refused, match=r"comment\.wrong_stage"):
        answer_officially(an_idea(stage=Stage.DRAFT), "Thank you.", by=rita)


def test_the_database_refuses_an_official_answer_by_a_fan(idea: Idea) -> None:
    comment = write_comment(idea, "I am the brand", by=a_person("Eve"))
    comment.is_official = True
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


def test_a_team_tells_news_and_takes_them_back(idea: Idea) -> None:
    ada = idea.creator
    kept, gone, spam = (
        publish_update(idea, title, "News", by=ada) for title in ("Kept", "Gone", "Spam")
    )
    db.session.commit()
    take_back_update(gone, by=ada)
    take_down_update(spam, RemovalReason.SPAM, by=a_person("Max", Role.MODERATOR))
    db.session.commit()
    assert [update.title for update in updates_of(idea.id)] == ["Spam", "Kept"]
    assert counts_of(idea.id).updates == 1
    assert events("UpdatePublished")[0] == {"update_id": kept.id, "idea_id": idea.id}
    with pytest.raises(Refused, match=r"comment\.empty"):
        publish_update(idea, "Empty", "  ", by=ada)


def test_a_long_thread_has_pages(idea: Idea) -> None:
    vera = a_person("Vera")
    for number in range(5):
        write_comment(idea, str(number), by=vera)
    db.session.commit()
    first = thread_of(idea.id, limit=3)
    second = thread_of(idea.id, before=first.older, limit=3)
    assert [each.body for each in first.comments] == ["4", "3", "2"]
    assert [each.body for each in second.comments] == ["1", "0"]
    assert second.older is None


def test_staff_are_marked_as_they_were_when_they_spoke(idea: Idea) -> None:
    max_ = a_person("Max", Role.MODERATOR)
    comment = write_comment(idea, "Hello", by=max_)
    db.session.commit()
    assert comment.is_staff
    assert not write_comment(idea, "Hello", by=a_person("Vera")).is_staff
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 2


def test_nobody_answers_their_own_idea_for_the_brand() -> None:
    mo = a_person("Mo", Role.MODERATOR)
    with pytest.raises(Refused, match=r"comment\.own_idea"):
        answer_officially(a_live_idea(by=mo), "We at the brand love it", by=mo)


def test_a_double_click_says_a_thing_once(clock: Clock) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    first = write_comment(idea, "Lovely", by=vera)
    assert write_comment(idea, " Lovely ", by=vera) is first
    reply = write_comment(idea, "Lovely", by=vera, parent=first)
    assert reply is not first
    assert write_comment(idea, "Lovely", by=idea.creator) is not first
    clock.go(minutes=2)
    assert write_comment(idea, "Lovely", by=vera) is not first


def test_no_words_hide_or_turn() -> None:
    idea, vera = an_idea(stage=Stage.LIVE), a_person("Vera")
    comment = write_comment(idea, "Buy \u202ehctaw\u202c\u200b it", by=vera)
    assert comment.body == "Buy hctaw it"
    assert "\u202e" not in edit_comment(comment, "\u202eyub").body_html
    with pytest.raises(Refused, match=r"comment\.empty"):
        write_comment(idea, "\u200b", by=vera)
    with pytest.raises(Refused, match=r"comment\.no_title"):
        publish_update(idea, "\u200b\u202e", "News", by=idea.creator)
    told = publish_update(idea, "The\u202e  door\n", "It \u2066opens", by=idea.creator)
    assert (told.title, told.body) == ("The door", "It opens")
