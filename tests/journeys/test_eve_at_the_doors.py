"""Eve at the doors: forged forms, borrowed names, floods, files that are no pictures."""

import io
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from itertools import cycle

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from ideas.config import Config
from ideas.journey.models import Idea, Move
from ideas.limits.rules import LIMITS
from ideas.mail.letters import letter_of
from ideas.mail.models import Message
from tests.accounts.making import FORM, PASSWORD, with_password
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person, the_campaign
from tests.journeys.conftest import Enter
from tests.journeys.times import Later
from tests.journeys.walker import TOKEN, Walker
from tests.shape.test_matrix import address_of, visits
from tests.storage.files import a_bomb, a_picture, a_picture_and_a_page, a_picture_and_an_archive
from tests.submission.making import a_draft, a_finished_draft

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.long]
EVIL = "evil.example"
BORROWED = f"http://{EVIL}"
WITHOUT_TOKEN = {"web.language", "notifications.unsubscribe"}
MEGABYTE = 1024 * 1024


def test_no_form_without_its_token(protected: Flask, enter: Enter, session: Session) -> None:
    eve = enter("Eve").go("/account")
    somebody_elses = enter().go("/sign-in").token
    tokens = cycle(({}, {"csrf_token": "forged"}, {"csrf_token": somebody_elses}))
    for method, rule in visits(protected):
        if method != "GET" and rule.endpoint not in WITHOUT_TOKEN:
            answer = eve.client.open(address_of(rule), method=method, data=next(tokens))
            assert answer.status_code == 400, (method, rule.rule, answer.status_code)
    assert "could not be read" in eve.send("/account", csrf_token="").text


def test_the_hidden_method_opens_no_other_door(enter: Enter, session: Session) -> None:
    idea = a_live_idea(votes=1)
    eve = enter("Eve").go("/account")
    sent = {"language": "fr", "next": "/"}
    for method in ("DELETE", "PUT", "PATCH"):
        assert eve.client.post("/language", data=sent | {"_method": method}).status_code == 405
    for method in ("GET", "delete", "TRACE", "CONNECT", "../x"):
        assert eve.send(f"/ideas/{idea.slug}/vote", _method=method).status == 303
    forged = eve.client.post(f"/ideas/{idea.slug}/vote", data={"_method": "DELETE"})
    assert forged.status_code == 400
    header = {"X-HTTP-Method-Override": "DELETE"}
    eve.client.get(f"/ideas/{idea.slug}/vote?_method=DELETE", headers=header)
    assert "2 votes" in enter().go(f"/ideas/{idea.slug}").text


def test_every_way_in_leads_home_and_not_to_another_site(enter: Enter, session: Session) -> None:
    the_campaign()
    with_password(a_person("Vera", email="vera@example.org"), session)
    aim = f"//{EVIL}/steal"
    for spoken in (aim, f"https://{EVIL}", f"/\\{EVIL}", f"/\t/{EVIL}", "/a\r\nSet-Cookie: b=c"):
        answer = enter().client.post("/language", data={"language": "fr", "next": spoken})
        assert answer.location == "/"
        assert "b=c" not in str(answer.headers)
    vera = enter().go(f"/sign-in?next={aim}")
    assert f'"{aim}' not in vera.html
    vera.press("Sign in", email="vera@example.org", password=PASSWORD, next=aim)
    assert (vera.status, vera.path) == (200, "/")
    assert vera.go(f"/sign-in?next={aim}").path == "/"
    una = enter().go("/sign-up")
    una.send("/sign-up", **FORM | {"email": "una@example.org", "name": "Una", "next": aim})
    token = last_mail(session, "una@example.org").values["token"]
    assert una.go(f"/account/confirmation/{token}").press("Yes, confirm").path == "/"


def last_mail(session: Session, address: str) -> Message:
    session.rollback()
    sent = sa.select(Message).where(Message.address == address).order_by(Message.id.desc())
    return session.scalars(sent.limit(1)).one()


def test_links_lead_to_the_site_whatever_the_host_said(
    protected: Flask, enter: Enter, session: Session
) -> None:
    config: Config = protected.extensions["ideas.config"]
    with_password(a_person("Vera", email="vera@example.org"), session)
    eve, idea = enter().client, a_live_idea()
    for address, email in (("/account/password/lost", "vera"), ("/sign-up", "new")):
        token = TOKEN.search(eve.get(address, base_url=BORROWED).text)
        assert token is not None
        sent = FORM | {"email": f"{email}@example.org", "csrf_token": token[1]}
        assert eve.post(address, base_url=BORROWED, data=sent).status_code == 303
        letter = letter_of(last_mail(session, sent["email"])).as_string()
        assert EVIL not in letter
        assert f"{config.base_url}/account/" in letter.replace("=\n", "")
    for page in (f"/ideas/{idea.slug}", "/", "/sitemap.xml", "/ideas.atom", "/robots.txt"):
        assert EVIL not in eve.get(page, base_url=BORROWED).text


def test_no_name_or_address_reaches_into_a_mails_head(
    protected: Flask, enter: Enter, session: Session, later: Later
) -> None:
    injected = f"Lamp\r\nBcc: eve@{EVIL}\r\n\r\nBuy now"
    visitor = enter().go("/sign-up")
    forms = ({"email": f"eve@example.org\r\nBcc: x@{EVIL}"}, {"email": f"a@b.example,x@{EVIL}"})
    for sent in forms:
        assert visitor.send("/sign-up", **FORM | sent).status == 422
    visitor.send("/sign-up", **FORM | {"name": injected, "email": "eve@example.org"})
    assert headers_of(last_mail(session, "eve@example.org")) == ["Confirm your address"]
    ada = a_person("Ada", email="ada@example.org")
    idea = a_finished_draft(ada)
    walker = enter(ada).go("/account")
    texts = {"title": injected, "summary": "s" * 20, "body": "b" * 60, "language": "en"}
    assert walker.send(f"/drafts/{idea.slug}/idea", **texts).status == 303
    later(seconds=10)
    assert walker.send(f"/drafts/{idea.slug}/submission").status == 303
    later(seconds=10)
    later(seconds=10)
    assert headers_of(last_mail(session, "ada@example.org")) == [
        f"“Lamp Bcc: eve@{EVIL} Buy now” is with the moderators."
    ]


def headers_of(message: Message) -> list[str]:
    """The subject; the only receiver is the message's own, and nobody was copied in."""
    read = message_from_bytes(letter_of(message).as_bytes(), policy=default)
    assert read["To"] == message.address
    assert read["Bcc"] is None
    return read.get_all("Subject", [])


def test_a_flood_is_stopped_and_told_when_to_come_back(
    enter: Enter, session: Session, clock: Clock
) -> None:
    idea = a_live_idea()
    eve, visitor = enter("Eve").go("/account"), enter().go("/sign-in")
    floods: dict[str, Callable[[], Walker]] = {
        "comment": lambda: eve.send(f"/ideas/{idea.slug}/comments", body="Buy now"),
        "vote": lambda: eve.send(f"/ideas/{idea.slug}/vote"),
        "idea": lambda: eve.send("/drafts/new", rights="own"),
        "export": lambda: eve.go("/account/data"),
        "reset": lambda: visitor.send("/account/password/lost", email="vera@example.org"),
        "sign_up_address": lambda: visitor.send("/sign-up", **FORM),
    }
    for name, once in floods.items():
        statuses = [once().status for _ in range(LIMITS[name].most)]
        assert 429 not in statuses, name
        stopped = once()
        assert stopped.status == 429, name
        wait = int(stopped.headers["Retry-After"])
        assert 0 < wait <= LIMITS[name].window.total_seconds()
        assert "minute" in stopped.text
    clock.go(days=1)
    assert eve.send(f"/ideas/{idea.slug}/comments", body="Once more").status == 303


def test_two_identical_submissions_make_one_idea(enter: Enter, session: Session) -> None:
    the_campaign()
    ada = a_person("Ada")
    walker = enter(ada).go("/drafts/new")
    nonce = str(walker.page.find("input", attrs={"name": "nonce"})["value"])  # type: ignore[index]
    sent = {"rights": "own", "nonce": nonce}
    begun = {walker.send("/drafts/new", **sent).headers["Location"] for _ in "12"}
    assert len(begun) == 1
    idea = a_finished_draft(ada)
    statuses = [walker.send(f"/drafts/{idea.slug}/submission").status for _ in "12"]
    assert statuses == [303, 303]
    eve = enter("Eve").go("/drafts/new")
    assert eve.send("/drafts/new", **sent).headers["Location"] not in begun
    assert session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(Move)) == 1


@pytest.mark.parametrize(
    ("content", "name", "status", "says"),
    [
        (a_picture() + b"\0" * 8 * MEGABYTE, "lamp.jpg", 413, "8 MB"),
        (b"\xff\xd8\xff" + b"\0" * 10 * MEGABYTE, "lamp.jpg", 413, "8 MB"),
        (a_bomb(), "lamp.png", 413, "40"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "lamp.jpg", 415, "JPEG"),
        (b"GIF89a" + b"\0" * 64, "lamp.gif", 415, "JPEG"),
        (b"%PDF-1.7", "lamp.png", 415, "JPEG"),
        (a_picture_and_an_archive(), "lamp.jpg", 415, ""),
        (a_picture_and_a_page(), "lamp.html", 415, ""),
        (a_picture()[:400], "lamp.jpg", 415, ""),
        (b"", "lamp.jpg", 415, "JPEG"),
        (a_picture(), "", 422, "Choose a file"),
    ],
)
def test_what_is_no_picture_is_refused(
    enter: Enter, session: Session, content: bytes, name: str, status: int, says: str
) -> None:
    ada = a_person("Ada")
    draft, walker = a_draft(ada), enter(ada).go("/account")
    path, sent = f"/drafts/{draft.slug}/pictures", {"file": FileStorage(io.BytesIO(content), name)}
    boundary, body = encode_multipart({"csrf_token": walker.token, **sent})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = walker.client.post(path, data=body, content_type=kind)
    assert answer.status_code == status
    assert says in answer.text
    assert "/media/" not in walker.go(path).html


def test_what_no_form_asks_for_is_not_read(enter: Enter, session: Session) -> None:
    ada = enter("Ada").go("/account")
    much = {"csrf_token": ada.token, "file": FileStorage(io.BytesIO(b"0" * 10 * MEGABYTE), "x")}
    boundary, body = encode_multipart(much)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = ada.client.post("/account", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "10 MB" in answer.text
