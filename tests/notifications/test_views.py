"""Following, the centre, preferences, and the one click that stops a topic."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ideas.accounts.erasing import erase_account
from ideas.accounts.models import Person
from ideas.config import Config
from ideas.db import take_write_lock
from ideas.journey.models import Idea
from ideas.journey.stages import Stage
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from ideas.notifications.actions import choose, forget_old_notices, tell
from ideas.notifications.listeners import write_digests, write_mail
from ideas.notifications.models import Follow, Notice, Preference
from ideas.notifications.queries import choices_of, follows, unread_count
from ideas.notifications.rules import NoticeKind, Told, Topic, Way
from ideas.notifications.stopping import stop_address, stop_digest_address
from ideas.policy import Role
from ideas.wiring import PERSONAL
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, an_idea, sign_in
from tests.notifications.test_listeners import VARIANTS

pytestmark = pytest.mark.usefixtures("clock")
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def tell_them(person: Person, idea: Idea, number: int = 1, **words: object) -> None:
    kind = NoticeKind.BACKED_MOVED
    told = Told(kind, f"move:{number}", "selected", idea.id, words=dict(words))
    tell(told, sa.select(Person.id).where(Person.id == person.id))


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_following_and_stopping(client: FlaskClient, session: Session) -> None:
    idea, vera = a_live_idea(), a_person("Vera")
    sign_in(client, vera)
    address = f"/ideas/{idea.slug}/follow"
    answer = client.post(address)
    assert (answer.status_code, answer.location) == (303, f"/ideas/{idea.slug}")
    assert client.post(address).status_code == 303
    assert session.scalars(sa.select(Follow.person_id)).all() == [vera.id]
    part = client.post(address, data={"_method": "DELETE"}, headers=HTMX)
    assert part.text.lstrip().startswith('<div id="follow"')
    assert 'aria-pressed="false"' in part.text
    assert session.scalars(sa.select(Follow.person_id)).all() == []
    assert client.get(address).status_code == 303


def test_only_what_one_may_see_can_be_followed(client: FlaskClient, session: Session) -> None:
    hidden, own = an_idea(stage=Stage.SUBMITTED), an_idea(stage=Stage.DRAFT, by=a_person("Ada"))
    sign_in(client, a_person("Eve"))
    assert client.post(f"/ideas/{hidden.slug}/follow").status_code == 404
    sign_in(client, own.creator)
    answer = client.post(f"/ideas/{own.slug}/follow")
    assert answer.status_code == 409
    assert "Only ideas that everybody can see" in answer.text


def test_a_visitor_signs_in_first_and_the_unconfirmed_confirm(
    client: FlaskClient, session: Session
) -> None:
    idea, uma = a_live_idea(), a_person("Uma", confirmed=False)
    assert "/sign-in" in client.post(f"/ideas/{idea.slug}/follow").location
    assert client.get("/notices").status_code == 303
    sign_in(client, uma)
    assert client.post(f"/ideas/{idea.slug}/follow").status_code == 303
    assert not follows(uma.id, idea.id)


def test_the_centre_shows_what_is_new_and_forgets_nothing(
    client: FlaskClient, session: Session
) -> None:
    vera, idea = a_person("Vera"), a_live_idea("Glass whale")
    sign_in(client, vera)
    assert "Nothing new yet" in client.get("/notices").text
    tell_them(vera, idea, sentence={"en": "We love <it>."})
    session.commit()
    page = client.get("/notices")
    said = text_of(page.text)
    assert "“Glass whale” is selected. It shall be made." in said
    assert "We love &lt;it&gt;." in said
    assert "1 new notice" in said
    assert f'href="/ideas/{idea.slug}"' in page.text
    assert unread_count(vera.id) == 1


def test_the_centre_draws_every_kind(client: FlaskClient, session: Session) -> None:
    vera, idea = a_person(), a_live_idea("Lamp")
    words = {"title": "Lamp", "name": "Carl", "news": "Glass", "number": 7, "jobs": 7}
    words |= {"votes": 3, "round": "Lamp", "messages": 0, "admin": "Carl", "role": "reviewer"}
    kinds = [(kind, min(VARIANTS.get(kind, {""}))) for kind in NoticeKind]
    for number, (kind, variant) in enumerate(kinds):
        told = Told(kind, f"{number}", variant, idea.id, words=words)
        tell(told, sa.select(Person.id).where(Person.id == vera.id))
    session.commit()
    sign_in(client, vera)
    pages = [client.get(f"/notices?topic={topic}") for topic in Topic]
    assert {page.status_code for page in pages} == {200}
    assert sum(page.text.count('class="told-mark"') for page in pages) == len(kinds)


def test_reading_marks_what_was_seen_and_no_more(client: FlaskClient, session: Session) -> None:
    vera, eve, idea = a_person("Vera"), a_person("Eve"), a_live_idea()
    tell_them(vera, idea, 1)
    tell_them(eve, idea, 1)
    session.commit()
    seen = session.scalars(sa.select(Notice.id).where(Notice.person_id == vera.id)).one()
    tell_them(vera, idea, 2)
    session.commit()
    sign_in(client, vera)
    assert client.post("/notices/read", data={"newest": str(seen)}).status_code == 303
    assert (unread_count(vera.id), unread_count(eve.id)) == (1, 1)
    for wrong in ("", "all", "9" * 30):
        assert client.post("/notices/read", data={"newest": wrong}).status_code == 400


def test_the_centre_pages(client: FlaskClient, session: Session) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    for number in range(31):
        tell_them(vera, idea, number)
    session.commit()
    sign_in(client, vera)
    first = client.get("/notices").text
    assert first.count('id="told-') == 30
    older = re.search(r'href="(/notices\?before=[^"]+)"', first)
    assert older is not None
    assert client.get(older[1]).text.count('id="told-') == 1
    assert client.get("/notices?before=nonsense").text.count('id="told-') == 30


def comments_on(idea: Idea, person: Person, *names: str) -> None:
    for name in names:
        told = Told(NoticeKind.OWN_COMMENT, f"c:{name}", "", idea.id, actor_id=a_person(name).id)
        tell(told, sa.select(Person.id).where(Person.id == person.id))


def test_comments_of_a_day_are_one_line(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    ada = a_person("Ada")
    whale, lamp = a_live_idea("Whale"), a_live_idea("Lamp")
    comments_on(whale, ada, "Old")
    clock.go(hours=25)
    comments_on(whale, ada, "Ben", "Carl")
    comments_on(lamp, ada, "Dora")
    comments_on(whale, ada, "Eva", "Finn")
    session.commit()
    sign_in(client, ada)
    said = text_of(client.get("/notices").text)
    assert "4 new comments on “Whale”" in said
    assert "Finn, Eva and 2 others" in said
    assert "Dora commented on “Lamp”." in said
    assert "Old commented on “Whale”." in said


def test_a_line_is_read_and_made_new_again(client: FlaskClient, session: Session) -> None:
    ada, eve, whale = a_person("Ada"), a_person("Eve"), a_live_idea("Whale")
    comments_on(whale, ada, "Ben", "Carl")
    session.commit()
    ids = [str(number) for number in session.scalars(sa.select(Notice.id))]
    sign_in(client, eve)
    client.post("/notices/read", data={"id": ids})
    assert unread_count(ada.id) == 2
    sign_in(client, ada)
    back = "/notices?topic=conversation"
    answer = client.post("/notices/read", data={"id": ids, "next": back})
    assert (answer.status_code, answer.location) == (303, back)
    assert unread_count(ada.id) == 0
    client.post("/notices/read", data={"id": ids[:1], "_method": "DELETE"})
    assert unread_count(ada.id) == 1
    assert client.post("/notices/read", data={"id": "x", "_method": "DELETE"}).status_code == 400


def test_the_centre_is_filtered(client: FlaskClient, session: Session) -> None:
    ada, whale = a_person("Ada"), a_live_idea("Whale")
    comments_on(whale, ada, "Ben")
    tell_them(ada, whale)
    session.commit()
    sign_in(client, ada)
    talk = client.get("/notices?topic=conversation").text
    assert ("Ben commented" in talk, "is selected" in talk) == (True, False)
    newest = session.scalar(sa.select(sa.func.max(Notice.id)))
    client.post("/notices/read", data={"newest": str(newest), "topic": "conversation"})
    unread = client.get("/notices?unread=1").text
    assert ("Ben commented" in unread, "is selected" in unread) == (False, True)
    assert "No notice fits" in client.get("/notices?topic=team").text
    assert "Ben commented" in client.get("/notices?topic=nonsense").text


def test_the_centre_asks_no_more_for_many(
    client: FlaskClient, session: Session, sent_statements: Any
) -> None:
    vera = a_person("Vera")
    sign_in(client, vera)
    asked = []
    for wanted in (1, 12):
        for number in range(wanted):
            tell_them(vera, a_live_idea(), wanted * 100 + number)
        session.commit()
        with sent_statements() as sent:
            assert client.get("/notices").status_code == 200
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 5


def test_a_hidden_idea_is_no_longer_linked(
    client: FlaskClient, session: Session, clock: Clock
) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    tell_them(vera, idea)
    session.commit()
    idea.hidden_at = clock.moment
    session.commit()
    sign_in(client, vera)
    assert f'href="/ideas/{idea.slug}"' not in client.get("/notices").text


def test_choosing_how_one_is_told(client: FlaskClient, session: Session) -> None:
    vera = a_person("Vera")
    sign_in(client, vera)
    page = client.get("/account/notices").text
    assert page.count("<select") == 5
    assert "Always sent" in page
    chosen = {"my_ideas": "daily", "conversation": "off", "team": "site"}
    chosen |= {"outcomes": "weekly", "progress": "at_once"}
    assert client.post("/account/notices", data=chosen).status_code == 303
    rows = session.execute(sa.select(Preference.topic, Preference.way))
    assert {topic.value: way.value for topic, way in rows} == chosen
    assert client.get("/account/notices").text.count("selected") == 5
    wrong = client.post("/account/notices", data={**chosen, "my_ideas": "off"})
    assert wrong.status_code == 422
    assert "Choose one of the list." in wrong.text


def test_the_staff_chooses_about_its_duties(client: FlaskClient, session: Session) -> None:
    sign_in(client, a_person("Max", Role.MODERATOR))
    assert 'name="duties"' in client.get("/account/notices").text


def mails(session: Session) -> list[Message]:
    found = sa.select(Message).where(Message.template.like("notifications/%"))
    return list(session.scalars(found.order_by(Message.id)))


def test_a_notice_becomes_a_mail_in_the_readers_language(
    app: Flask, session: Session, config: Config
) -> None:
    vera, idea = a_person("Vera", language="fr"), a_live_idea("Whale & <co>")
    tell_them(vera, idea, sentence={"en": "Bravo."})
    session.commit()
    write_mail()
    write_mail()
    session.commit()
    (message,) = mails(session)
    assert (message.address, message.language) == (vera.email, "fr")
    letter = letter_of(message)
    assert "Whale & <co>" in letter["Subject"]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].startswith(f"<{config.base_url}/unsubscribe/")
    text, html = (str(part.get_content()) for part in letter.iter_parts())
    assert f"{config.base_url}/ideas/{idea.slug}" in text
    assert "Bravo." in text
    assert "Whale &amp; &lt;co&gt;" in html
    assert "Whale & <co>" in text


def test_who_was_suspended_meanwhile_gets_no_mail(session: Session, clock: Clock) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    tell_them(vera, idea)
    vera.suspended_at = clock.moment
    session.commit()
    write_mail()
    session.commit()
    assert mails(session) == []
    assert session.scalars(sa.select(Notice.waits_for)).all() == [None]


@pytest.fixture
def stop(app: Flask, session: Session) -> Callable[[Person], str]:
    return lambda person: urlsplit(stop_address(person.id, Topic.OUTCOMES)).path


def test_one_click_stops_a_topic(
    another_app: Flask, session: Session, stop: Callable[[Person], str]
) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    address = stop(vera)
    session.commit()
    client = another_app.test_client()
    page = client.get(address)
    assert page.status_code == 200
    assert "Stop these e-mails?" in page.text
    assert session.scalars(sa.select(Preference)).all() == []
    for _ in range(2):
        answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "No more e-mails about this" in answer.text
    session.rollback()
    rows = session.execute(sa.select(Preference.person_id, Preference.topic, Preference.way))
    assert [tuple(row) for row in rows] == [(vera.id, Topic.OUTCOMES, Way.SITE)]
    tell_them(vera, idea)
    session.commit()
    write_mail()
    assert mails(session) == []
    assert unread_count(vera.id) == 1


def test_one_click_stops_the_digests(another_app: Flask, session: Session) -> None:
    vera, idea = a_person("Vera"), a_live_idea()
    choose({Topic.OUTCOMES: Way.DAILY, Topic.TEAM: Way.AT_ONCE}, by=vera)
    tell_them(vera, idea)
    address = urlsplit(stop_digest_address(vera.id)).path
    session.commit()
    client = another_app.test_client()
    assert "no more digests" in client.get(address).text
    assert choices_of(vera.id)[Topic.OUTCOMES] is Way.DAILY
    session.commit()
    for _ in range(2):
        assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.rollback()
    chosen = choices_of(vera.id)
    assert (chosen[Topic.OUTCOMES], chosen[Topic.PROGRESS]) == (Way.SITE, Way.SITE)
    assert chosen[Topic.TEAM] is Way.AT_ONCE
    assert session.scalars(sa.select(Notice.waits_for)).all() == [None]


def test_a_link_in_an_old_mail_keeps_nothing_about_who_has_left(
    another_app: Flask, session: Session, stop: Callable[[Person], str]
) -> None:
    vera = a_person("Vera")
    addresses = [stop(vera), urlsplit(stop_digest_address(vera.id)).path]
    addresses.append(urlsplit(stop_address(vera.id + 999, Topic.OUTCOMES)).path)
    choose({Topic.OUTCOMES: Way.DAILY}, by=vera)
    session.commit()
    erase_account(vera.id)
    PERSONAL["preferences"].erase(vera.id)
    session.commit()
    client = another_app.test_client()
    for address in addresses:
        assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    session.rollback()
    assert session.scalars(sa.select(Preference)).all() == []


def test_what_is_required_cannot_be_stopped(client: FlaskClient, session: Session) -> None:
    vera = a_person("Vera")
    told = Told(NoticeKind.PAYMENT, "payment:1", idea_id=a_live_idea().id)
    tell(told, sa.select(Person.id).where(Person.id == vera.id))
    session.commit()
    write_mail()
    session.commit()
    (message,) = mails(session)
    letter = letter_of(message)
    assert letter["List-Unsubscribe"] is letter["List-Unsubscribe-Post"] is None
    assert "It is always sent." in letter.as_string()
    address = urlsplit(stop_address(vera.id, Topic.MONEY)).path
    assert client.post(address).status_code == 200
    assert choices_of(vera.id)[Topic.MONEY] is Way.AT_ONCE


@pytest.mark.parametrize("token", ["nonsense", "WzEsIm1vbmV5Il0.forged"])
def test_a_forged_token_is_nothing(client: FlaskClient, session: Session, token: str) -> None:
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404


def test_old_notices_are_forgotten(session: Session, clock: Clock) -> None:
    vera, idea = a_person("Vera", confirmed=False), a_live_idea()
    tell_them(vera, idea, 1)
    session.commit()
    clock.go(days=366)
    tell_them(vera, idea, 2)
    forget_old_notices()
    session.commit()
    assert session.scalars(sa.select(Notice.key)).all() == ["move:2"]


@pytest.mark.parametrize("way", [Way.AT_ONCE, Way.DAILY])
def test_a_hidden_title_is_told_to_nobody_but_the_team(
    client: FlaskClient, session: Session, clock: Clock, way: Way
) -> None:
    """Whenever it was told: the notice, the e-mail and its address are read after the hiding."""
    idea, vera = a_live_idea("Zwergentod unlawful"), a_person("Vera")
    creator = session.get_one(Person, idea.creator_id)
    for person in (vera, creator):
        choose(dict.fromkeys(Topic, way), by=person)
        tell_them(person, idea)
    take_write_lock()
    idea.hidden_at = clock.moment
    session.commit()
    write_mail()
    clock.go(days=2)
    write_digests()
    session.commit()
    told = {
        message.person_id: "zwergentod" in f"{message.values}{letter_of(message)}".lower()
        for message in session.scalars(sa.select(Message))
    }
    assert told == {vera.id: False, creator.id: True}
    for person, is_told in ((vera, False), (creator, True)):
        sign_in(client, person)
        page = text_of(client.get("/notices").text)
        assert ("Zwergentod" in page) is is_told
        assert ("“an idea”" in page) is not is_told
