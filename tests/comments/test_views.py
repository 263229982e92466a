"""The conversation through HTTP: signed out, fan, creator, staff; plain and htmx."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ideas.comments.actions import publish_update, write_comment
from ideas.comments.models import Comment
from ideas.comments.queries import answers_of, updates_of
from ideas.comments.threads.queries import thread_of
from ideas.db import db
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.policy import Role
from tests.conftest import Clock
from tests.factories import a_person, an_idea, sign_in

pytestmark = pytest.mark.usefixtures("session")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
ATTACK = '"><img src=x onerror=alert(1)> {{7*7}} <script>alert(2)</script>'


@pytest.fixture
def idea() -> Idea:
    return an_idea(stage=Stage.LIVE)


@pytest.fixture
def said(idea: Idea) -> Comment:
    comment = write_comment(idea, "How loud is it?", by=a_person("Vera"))
    db.session.commit()
    return comment


def as_(client: FlaskClient, name: str, *roles: Role) -> FlaskClient:
    sign_in(client, a_person(name, *roles))
    return client


def address(idea: Idea, *rest: object) -> str:
    return "/".join(["/ideas", idea.slug, "comments", *map(str, rest)])


def bodies(idea: Idea) -> list[str]:
    db.session.expire_all()
    return [comment.body for comment in thread_of(idea.id).comments]


def test_a_visitor_reads_and_is_shown_the_way_in(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    page = client.get(address(idea))
    assert page.status_code == 200
    assert "How loud is it?" in page.text
    assert "/sign-in?next=" in page.text
    assert "csrf" not in page.text
    assert "Set-Cookie" not in page.headers
    assert "/sign-in" in client.post(address(idea), data={"body": "Hi"}).headers["Location"]


def test_a_fan_speaks_and_lands_at_the_comment(client: FlaskClient, idea: Idea) -> None:
    as_(client, "Vera")
    answered = client.post(address(idea), data={"body": "I would buy two."})
    assert answered.status_code == 303
    assert bodies(idea) == ["I would buy two."]
    assert re.search(r"tab=comments#comment-\d+$", answered.headers["Location"])
    page = client.get(answered.headers["Location"].partition("#")[0])
    assert "I would buy two." in page.text


def test_nobody_speaks_as_staff_with_a_password_alone(client: FlaskClient, idea: Idea) -> None:
    sign_in(client, a_person("Max", Role.MODERATOR), second_factor=False)
    answered = client.post(address(idea), data={"body": "The brand says no."})
    assert answered.headers["Location"].startswith("/account/second-factor")
    assert bodies(idea) == []
    assert 'name="body"' not in client.get(address(idea)).text


def test_htmx_gets_the_thread_with_the_comment_in_focus(client: FlaskClient, idea: Idea) -> None:
    as_(client, "Vera")
    part = client.post(address(idea), data={"body": "Hello"}, headers=HTMX)
    assert part.status_code == 200
    assert part.text.lstrip().startswith("<section")
    assert 'id="thread"' in part.text
    assert part.text.count("data-focus") == 1
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("typed", "says"), [("  ", "Write something"), ("é" * 4001, "4,000 characters")]
)
def test_what_cannot_be_said_is_kept_beside_its_sentence(
    client: FlaskClient, idea: Idea, headers: dict, typed: str, says: str
) -> None:
    as_(client, "Vera")
    page = client.post(address(idea), data={"body": typed}, headers=headers)
    assert page.status_code == 422
    assert says in page.text
    assert typed.strip() in page.text
    assert bodies(idea) == []


def test_a_refused_reply_is_kept_where_it_was_typed(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    as_(client, "Ada")
    replies = address(idea, said.id, "replies")
    page = client.post(replies, data={"body": "x" * 4001})
    assert page.status_code == 422
    assert page.text.count("x" * 4001) == 1
    assert client.post(replies, data={"body": "Quiet"}).status_code == 303
    assert thread_of(idea.id).replies[said.id][0].body == "Quiet"


def test_one_replies_only_to_what_stands_under_the_idea(client: FlaskClient, said: Comment) -> None:
    as_(client, "Ada")
    other = an_idea("Another", stage=Stage.LIVE)
    replies = address(other, said.id, "replies")
    assert client.get(replies).status_code == 404
    assert client.post(replies, data={"body": "Hi"}).status_code == 404
    assert client.get(address(other, said.id)).status_code == 404


def test_a_writer_corrects_within_the_time(
    client: FlaskClient, idea: Idea, said: Comment, clock: Clock
) -> None:
    comment = write_comment(idea, "Helo", by=a_person("Vera"))
    db.session.commit()
    sign_in(client, comment.author)
    assert "Helo" in client.get(address(idea, comment.id, "correction")).text
    put = {"body": "Hello", "_method": "PUT"}
    assert client.post(address(idea, comment.id), data=put).status_code == 303
    assert bodies(idea)[0] == "Hello"
    empty = client.post(address(idea, comment.id), data={"body": "", "_method": "PUT"})
    assert empty.status_code == 422
    clock.go(minutes=16)
    late = client.post(address(idea, comment.id), data={**put, "body": "Hallo"})
    assert late.status_code == 409
    assert "15 minutes" in late.text


def test_nobody_touches_the_words_of_others(client: FlaskClient, idea: Idea, said: Comment) -> None:
    as_(client, "Eve")
    assert client.get(address(idea, said.id, "correction")).status_code == 403
    for method in ("PUT", "DELETE"):
        data = {"body": "Eve was here", "_method": method}
        assert client.post(address(idea, said.id), data=data).status_code == 403
    down = client.post(address(idea, said.id, "removal"), data={"reason": "spam"})
    assert down.status_code == 403
    assert bodies(idea) == ["How loud is it?"]


def test_a_writer_takes_back_and_twice_is_told(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    sign_in(client, said.author)
    assert client.post(address(idea, said.id), data={"_method": "DELETE"}).status_code == 303
    assert bodies(idea) == []
    again = client.post(address(idea, said.id), data={"_method": "DELETE"})
    assert again.status_code == 409


def test_a_moderator_takes_down_with_a_reason_everybody_reads(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    as_(client, "Max", Role.MODERATOR)
    down = address(idea, said.id, "removal")
    assert client.post(down, data={"reason": "dislike"}).status_code == 422
    assert client.post(down, data={"reason": "own"}).status_code == 422
    assert client.post(down, data={"reason": "spam"}).status_code == 303
    page = client.application.test_client().get(address(idea)).text
    assert "it was advertising" in page
    assert "How loud" not in page


def test_the_brand_answers_and_fans_cannot(client: FlaskClient, idea: Idea) -> None:
    place = f"/ideas/{idea.slug}/answers"
    as_(client, "Vera")
    assert client.post(place, data={"body": "I am the brand"}).status_code == 403
    as_(client, "Rita", Role.REVIEWER)
    assert client.post(place, data={"body": " "}).status_code == 422
    answered = client.post(place, data={"body": "We love **it**."})
    assert "tab=answers" in answered.headers["Location"]
    assert len(answers_of(idea.id)) == 1
    page = client.application.test_client().get(place).text
    assert "Brand team" in page
    assert "<strong>it</strong>" in page
    assert "<form class" not in page


def test_only_the_team_tells_news(client: FlaskClient, idea: Idea) -> None:
    place = f"/ideas/{idea.slug}/updates"
    news = {"title": "The door opens", "body": "Look inside."}
    as_(client, "Eve")
    assert client.post(place, data=news).status_code == 403
    sign_in(client, idea.creator)
    refused = client.post(place, data={**news, "title": ""})
    assert (refused.status_code, "Look inside." in refused.text) == (422, True)
    assert client.post(place, data=news).status_code == 303
    (update,) = updates_of(idea.id)
    page = client.application.test_client().get(place).text
    assert "The door opens" in page
    assert client.post(f"{place}/{update.id}", data={"_method": "DELETE"}).status_code == 303
    db.session.expire_all()
    assert updates_of(idea.id) == []


def test_a_moderator_takes_news_down(client: FlaskClient, idea: Idea) -> None:
    update = publish_update(idea, "Buy watches", "Cheap", by=idea.creator)
    db.session.commit()
    place = f"/ideas/{idea.slug}/updates/{update.id}"
    as_(client, "Eve")
    assert client.post(f"{place}/removal", data={"reason": "spam"}).status_code == 403
    assert client.post(place, data={"_method": "DELETE"}).status_code == 403
    as_(client, "Max", Role.MODERATOR)
    assert client.post(f"{place}/removal", data={"reason": "spam"}).status_code == 303
    page = client.get(f"/ideas/{idea.slug}/updates").text
    assert "it was advertising" in page
    assert "Buy watches" not in page


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SUBMITTED, Stage.NEEDS_WORK, Stage.DECLINED])
def test_nobody_sees_or_speaks_under_a_hidden_idea(client: FlaskClient, stage: Stage) -> None:
    idea = an_idea(stage=stage)
    as_(client, "Eve")
    for part in ("comments", "answers", "updates"):
        assert client.get(f"/ideas/{idea.slug}/{part}").status_code == 404
    assert client.post(address(idea), data={"body": "Hi"}).status_code == 404
    sign_in(client, idea.creator)
    assert client.post(address(idea), data={"body": "Hi"}).status_code == 409


def test_an_ended_idea_says_why_it_takes_no_comments(client: FlaskClient) -> None:
    idea = an_idea(stage=Stage.EXPIRED)
    as_(client, "Vera")
    assert "Time ran out" in client.get(address(idea)).text
    refused = client.post(address(idea), data={"body": "Hi"})
    assert (refused.status_code, "Time ran out" in refused.text) == (409, True)


def test_an_unconfirmed_person_is_shown_how_to_confirm(client: FlaskClient, idea: Idea) -> None:
    sign_in(client, a_person("Vera", confirmed=False))
    assert "Confirm your address" in client.get(address(idea)).text
    assert client.post(address(idea), data={"body": "Hi"}).status_code == 303
    assert bodies(idea) == []


def test_nobody_floods_a_thread(client: FlaskClient, idea: Idea, clock: Clock) -> None:
    as_(client, "Eve")
    answers: list[TestResponse] = [
        client.post(address(idea), data={"body": str(number)}) for number in range(11)
    ]
    assert [each.status_code for each in answers] == [303] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(bodies(idea)) == 10


def test_attacks_are_shown_as_text(client: FlaskClient, idea: Idea) -> None:
    eve = a_person(ATTACK)
    write_comment(idea, ATTACK, by=eve)
    write_comment(idea, "[x](javascript:alert(1)) [y](https://example.org)", by=eve)
    publish_update(idea, ATTACK, ATTACK, by=idea.creator)
    db.session.commit()
    for part in ("comments", "updates"):
        page = client.get(f"/ideas/{idea.slug}/{part}").text
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "{{7*7}}" in page
    thread = client.get(address(idea)).text
    assert 'href="javascript' not in thread
    assert 'href="https://example.org" rel="nofollow ugc noopener"' in thread


def test_older_comments_have_a_page(client: FlaskClient, idea: Idea) -> None:
    vera = a_person("Vera")
    for number in range(31):
        write_comment(idea, f"comment {number}.", by=vera)
    db.session.commit()
    first = client.get(address(idea)).text
    assert "comment 30." in first
    assert "comment 0." not in first
    (older,) = re.findall(r"before=([\d-]+)", first)
    second = client.get(address(idea) + f"?before={older}").text
    assert "comment 0." in second
    assert "comment 30." not in second
    assert "More comments" not in second


def test_a_refused_reply_comes_back_in_its_strand(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    as_(client, "Ada")
    replies = address(idea, said.id, "replies")
    part = client.post(replies, data={"body": "x" * 4001}, headers=HTMX)
    assert part.status_code == 422
    assert part.text.lstrip().startswith(f'<div class="strand" id="strand-{said.id}"')
    assert part.text.count(f'id="reply-{said.id}"') == 1


def test_an_address_leads_to_the_page_where_a_comment_stands(
    client: FlaskClient, idea: Idea, said: Comment
) -> None:
    vera = a_person("Vera")
    replies = [write_comment(idea, f"reply {n}.", by=vera, parent=said) for n in range(12)]
    other = write_comment(idea, "Another", by=vera)
    db.session.commit()
    place = client.get(address(idea, other.id)).headers["Location"]
    assert place.endswith(f"?tab=comments#comment-{other.id}")
    folded = client.get(address(idea, replies[-1].id)).headers["Location"]
    assert "reply 11." in client.get(folded.partition("#")[0]).text
    page = client.get(f"/ideas/{idea.slug}?tab=comments").text
    assert "Show 2 more replies" in page
    assert "reply 11." not in page
    for number in range(30):
        write_comment(idea, f"newer {number}", by=vera)
    db.session.commit()
    old = client.get(address(idea, replies[0].id)).headers["Location"]
    assert f'id="comment-{replies[0].id}"' in client.get(old.partition("#")[0]).text
    assert client.get(address(idea, 9999)).status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_fan_likes_and_unlikes(
    client: FlaskClient, idea: Idea, said: Comment, headers: dict
) -> None:
    likes = address(idea, said.id, "likes")
    assert "/sign-in" in client.post(likes).headers["Location"]
    as_(client, "Ada")
    for data, number in (({}, 1), ({}, 1), ({"_method": "DELETE"}, 0)):
        answered = client.post(likes, data=data, headers=headers)
        assert answered.status_code == (200 if headers else 303)
        db.session.expire_all()
        assert said.likes == number
    sign_in(client, said.author)
    assert client.post(likes, headers=headers).status_code == 409
    as_(client, "Max", Role.MODERATOR)
    assert client.post(likes, headers=headers).status_code == 403


@pytest.mark.parametrize("strands", [1, 30])
def test_a_page_of_the_thread_asks_the_database_little(
    client: FlaskClient, idea: Idea, clock: Clock, sent_statements: Callable, strands: int
) -> None:
    for number in range(strands):
        vera = a_person(f"Vera {number}")
        parent = write_comment(idea, f"comment {number}", by=vera)
        write_comment(idea, "A reply", by=a_person(f"Ada {number}"), parent=parent)
    db.session.commit()
    place = address(idea)
    with sent_statements() as sent:
        assert client.get(place).status_code == 200
    asked = [each for each in sent if "SELECT" in each and "dial_positions" not in each]
    assert len(asked) <= 5, [" ".join(each.split())[-90:] for each in asked]
