"""Delivering messages: kept, sent, tried again, given up, never twice under two names."""

import email
import email.policy
import smtplib
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ideas.audit.models import AuditEntry
from ideas.mail import actions, backends, delivery
from ideas.mail.letters import letter_of
from ideas.mail.models import MailState, Message
from ideas.mail.queries import kept_message, kept_messages
from ideas.mail.rules import MOST_ATTEMPTS
from tests.conftest import NOON, Clock

TOKEN = "a-token-nobody-else-may-see"


class Server:
    """Stands in for a mail server: remembers letters, and fails as told."""

    sent: list[EmailMessage]
    troubles: list[Exception]
    said: list[str]
    extensions: set[str]

    def __init__(self, host: str, port: int, **settings: Any) -> None:
        self.said.append(f"connect {host}:{port}")

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        self.said.append("quit")

    def ehlo(self) -> None:
        """Greet."""

    def has_extn(self, name: str) -> bool:
        """Does the server offer this?"""
        return name in self.extensions

    def starttls(self, **settings: Any) -> None:
        """Encrypt."""
        self.said.append("starttls")

    def login(self, user: str, password: str) -> None:
        """Say who we are."""
        self.said.append(f"login {user} {password}")

    def send_message(self, letter: EmailMessage) -> None:
        """Take a letter, or fail."""
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(letter)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    """The mail server at hand."""
    Server.sent, Server.troubles, Server.said, Server.extensions = [], [], [], {"starttls"}
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", Server)
    return Server


@pytest.fixture
def through(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose where mail goes."""

    def choose(mail_url: str) -> None:
        config = replace(app.extensions["ideas.config"], mail_url=mail_url)
        monkeypatch.setitem(app.extensions, "ideas.config", config)

    return choose


def a_message(session: Session, template: str = "accounts/confirm", **values: Any) -> Message:
    """A message that waits."""
    language = values.pop("language", "en")
    values = {"token": TOKEN} | values
    message = actions.post(template, to="vera@example.org", language=language, **values)
    session.commit()
    return message


def read(letter: EmailMessage) -> EmailMessage:
    """A letter as a mailbox reads it."""
    read = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    return read


def text_of(letter: EmailMessage, kind: str) -> str:
    """The letter's text as ``plain`` or ``html``."""
    body = read(letter).get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_outbox_keeps_messages_whole(session: Session, clock: Clock) -> None:
    message = a_message(session)
    delivery.deliver()
    assert (message.state, message.values) == (MailState.KEPT, {"token": TOKEN})
    assert kept_messages() == [message]
    assert kept_messages(before_id=message.id) == []
    assert kept_message(message.id) is message


def test_opening_a_kept_message_leaves_a_trace(session: Session, clock: Clock) -> None:
    actions.note_opening(a_message(session), by=7)
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.actor_id) == ("mail.open", 7)
    assert TOKEN not in repr(entry.detail)


def test_a_letter_speaks_text_and_html_and_leads_back_here(session: Session, clock: Clock) -> None:
    letter = letter_of(a_message(session))
    link = f"http://127.0.0.1:8000/account/confirmation/{TOKEN}"
    assert letter["Subject"] == "Confirm your address"
    assert (letter["To"], letter["From"]) == ("vera@example.org", "Ideas <ideas@example.test>")
    assert link in text_of(letter, "plain")
    assert f'href="{link}"' in text_of(letter, "html")
    assert 'style="' in text_of(letter, "html")
    assert letter["List-Unsubscribe"] is None


def test_values_are_escaped_in_html_alone(session: Session, clock: Clock) -> None:
    letter = letter_of(a_message(session, "accounts/suspended", reason='<img src="x">', token="t"))
    assert '<img src="x">' in text_of(letter, "plain")
    assert "<img" not in text_of(letter, "html")


def test_a_letter_can_be_stopped_with_one_click(session: Session, clock: Clock) -> None:
    stop = "https://ideas.example.org/stop/1"
    letter = letter_of(a_message(session, unsubscribe_url=stop, why="You follow an idea."))
    assert letter["List-Unsubscribe"] == f"<{stop}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in text_of(letter, "plain")
    assert "You follow an idea." in text_of(letter, "html")


def test_a_letter_is_in_the_readers_language(session: Session, clock: Clock) -> None:
    assert '<html lang="fr"' in text_of(letter_of(a_message(session, language="fr")), "html")
    assert '<html lang="en"' in text_of(letter_of(a_message(session)), "html")


def test_a_sent_message_forgets_its_values(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://ann:p%40ss@mail.example.org:2525")
    message = a_message(session)
    delivery.deliver()
    assert [letter["To"] for letter in server.sent] == ["vera@example.org"]
    assert server.said == ["connect mail.example.org:2525", "starttls", "login ann p@ss", "quit"]
    assert (message.state, message.values, message.sent_at) == (MailState.SENT, {}, NOON)
    delivery.deliver()
    assert len(server.sent) == 1


def test_one_connection_carries_many_letters(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtps://mail.example.org")
    for _ in range(3):
        a_message(session)
    delivery.deliver()
    assert len(server.sent) == 3
    assert server.said == ["connect mail.example.org:465", "quit"]


def test_without_mail_no_server_is_called(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    delivery.deliver()
    assert server.said == []


def test_a_password_does_not_travel_in_the_open(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    server.extensions.clear()
    through("smtp://ann:secret@mail.example.org")
    message = a_message(session)
    delivery.deliver()
    assert server.sent == []
    assert not any("secret" in said for said in server.said)
    assert message.last_error == "SMTPNotSupportedError"


def test_a_message_rests_and_is_tried_again_under_the_same_id(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    server.troubles.append(smtplib.SMTPDataError(451, b"vera@example.org: later"))
    message, first = a_message(session), letter_of(a_message(session))["Message-ID"]
    session.delete(session.get_one(Message, message.id + 1))
    session.commit()
    delivery.deliver()
    assert (message.state, message.attempts) == (MailState.WAITING, 1)
    assert message.last_error == "SMTPDataError 451"
    delivery.deliver()
    assert server.sent == []
    clock.go(seconds=30)
    delivery.deliver()
    assert message.attempts == 2
    assert first.partition(".")[2] == server.sent[0]["Message-ID"].partition(".")[2]
    assert server.sent[0]["Message-ID"].startswith(f"<{message.id}.")


def test_a_message_is_given_up_after_its_last_attempt(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    message = a_message(session)
    for _ in range(MOST_ATTEMPTS):
        server.troubles.append(smtplib.SMTPDataError(451, b"later"))
        delivery.deliver()
        clock.go(days=1)
    assert (message.state, message.values) == (MailState.FAILED, {"token": TOKEN})
    delivery.deliver()
    assert message.attempts == MOST_ATTEMPTS


def test_a_refused_address_is_not_tried_again(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    refused = smtplib.SMTPRecipientsRefused({"vera@example.org": (550, b"unknown")})
    server.troubles.append(refused)
    first, second = a_message(session), a_message(session)
    delivery.deliver()
    assert (first.state, second.state) == (MailState.FAILED, MailState.SENT)


def test_while_the_server_is_away_the_others_wait(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    server.troubles.append(smtplib.SMTPServerDisconnected("gone"))
    first, second = a_message(session), a_message(session)
    delivery.deliver()
    assert (first.attempts, second.attempts) == (1, 0)
    delivery.deliver()
    assert second.state is MailState.SENT


def test_a_message_that_cannot_be_written_stops_no_other(
    session: Session, clock: Clock, server: type[Server], through: Callable[[str], None]
) -> None:
    through("smtp://mail.example.org")
    broken, whole = a_message(session, "accounts/no_such"), a_message(session)
    delivery.deliver()
    assert (broken.state, broken.last_error) == (MailState.WAITING, "TemplateNotFound")
    assert whole.state is MailState.SENT


def test_after_a_crash_between_sending_and_marking_it_is_sent_again_as_the_same(
    session: Session,
    clock: Clock,
    server: type[Server],
    through: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    through("smtp://mail.example.org")
    message = a_message(session)

    def crash(message: Message) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(actions, "mark_sent", crash)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver()
    session.rollback()
    delivery.deliver()
    assert len(server.sent) == 1
    clock.go(minutes=5)
    delivery.deliver()
    assert message.state is MailState.SENT
    assert server.sent[0]["Message-ID"] == server.sent[1]["Message-ID"]


def test_a_folder_takes_letters_as_files(
    session: Session, clock: Clock, through: Callable[[str], None], tmp_path: Path
) -> None:
    through(f"file:{tmp_path}/letters")
    message = a_message(session)
    delivery.deliver()
    (letter,) = (tmp_path / "letters").iterdir()
    assert letter.name.startswith(f"{message.id}.")
    assert TOKEN.encode() in letter.read_bytes().replace(b"=\n", b"")
    assert message.state is MailState.SENT


def test_the_console_shows_letters(
    session: Session,
    clock: Clock,
    through: Callable[[str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    through("console:")
    a_message(session)
    delivery.deliver()
    assert "Subject: Confirm your address" in capsys.readouterr().out


def test_old_messages_are_forgotten(session: Session, clock: Clock) -> None:
    a_message(session)
    delivery.deliver()
    clock.go(days=91)
    waiting = a_message(session)
    actions.forget_old_messages()
    assert session.query(Message).all() == [waiting]


def test_what_went_to_somebody_without_an_account_is_forgotten_within_30_days(
    session: Session, clock: Clock
) -> None:
    nobodys = actions.post("accounts/confirm", to="una@example.org", language="en", token="x")
    somebodys = actions.post(
        "accounts/confirm", to="vera@example.org", language="en", person_id=1, token="x"
    )
    session.commit()
    delivery.deliver()
    clock.go(days=29)
    actions.forget_old_messages()
    assert session.query(Message).order_by(Message.id).all() == [nobodys, somebodys]
    clock.go(hours=23)
    actions.forget_old_messages()
    assert session.query(Message).all() == [somebodys]
    actions.forget_mail_to("vera@example.org")
    assert session.query(Message).all() == [somebodys]


def test_an_outbox_is_known_by_its_name() -> None:
    assert backends.is_outbox("outbox:")
    assert not backends.is_outbox("console:")
