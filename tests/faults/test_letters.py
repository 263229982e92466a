"""A worker dies at any point between what happened and the letter about it.

Every statement, commit and call of the mail server is such a point, one after the other. The letter
comes in the end, at most twice, and then under the same Message-ID, by which mailboxes know it.
"""

import smtplib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from ideas.db import db
from ideas.events.actions import record
from ideas.events.models import Event
from ideas.jobs.rules import Recurring
from ideas.jobs.worker import Wiring, drain
from ideas.mail.actions import post
from ideas.mail.delivery import deliver
from tests.conftest import Clock

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Happened(Event):
    """Something that somebody is told by mail."""

    number: int


def write(event: Happened) -> None:
    """Write the letter, in the transaction of the job."""
    address, token = f"vera{event.number}@example.org", f"token-{event.number}"
    post("accounts/confirm", to=address, language="en", token=token)


class Died(BaseException):
    """What ``kill -9`` is here: nothing is caught, nothing is put away."""


class Dice:
    """Counts the points that are passed, and dies at one of them."""

    def __init__(self) -> None:
        self.passed, self.dies_at = 0, 0
        self.sent: list[EmailMessage] = []

    def step(self, *_: Any) -> None:
        """One more."""
        self.passed += 1
        if self.passed == self.dies_at:
            raise Died

    def begin(self, dies_at: int) -> None:
        """Count anew."""
        self.passed, self.dies_at = 0, dies_at


class MailServer:
    """Takes every letter; a worker may die before it does."""

    dice: Dice

    def __init__(self, *told: object, **more: object) -> None:
        self.dice.step()

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def ehlo(self) -> None:
        """Greet."""

    def has_extn(self, name: str) -> bool:
        """Offer encryption."""
        return True

    def starttls(self, **settings: object) -> None:
        """Encrypt."""

    def send_message(self, letter: EmailMessage) -> None:
        """Take it."""
        self.dice.step()
        self.dice.sent.append(letter)


@pytest.fixture
def dice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dice]:
    """A worker with one listener and the post, whose every point is counted."""
    MailServer.dice = thrown = Dice()
    monkeypatch.setattr(smtplib, "SMTP", MailServer)
    config = replace(app.extensions["ideas.config"], mail_url="smtp://mail.example.org")
    monkeypatch.setitem(app.extensions, "ideas.config", config)
    wiring = Wiring({Happened: (write,)}, (Recurring(timedelta(seconds=5), deliver),))
    monkeypatch.setitem(app.extensions, "ideas.wiring", wiring)
    with app.app_context():
        points = (db.engine, "before_cursor_execute"), (db.session, "before_commit")
    for target, name in points:
        sa.event.listen(target, name, thrown.step)
    yield thrown
    for target, name in points:
        sa.event.remove(target, name, thrown.step)


@contextmanager
def killed() -> Iterator[list[bool]]:
    """Was the worker killed in here? What it had open is gone."""
    was = [False]
    try:
        yield was
    except Died:
        was[0] = True
        db.session.rollback()


def test_the_letter_comes_wherever_the_worker_died(
    app: Flask, session: Session, clock: Clock, dice: Dice
) -> None:
    twice, number = 0, 0
    is_over = False
    while not is_over:
        number += 1
        dice.begin(0)
        record(Happened(number))
        session.commit()
        dice.sent.clear()
        dice.begin(number)
        with killed() as was:
            drain(app)
            clock.go(seconds=6)
            drain(app)
        is_over = not was[0]
        dice.begin(0)
        for _ in range(3):
            clock.go(minutes=6)
            drain(app)
        names = Counter(letter["Message-ID"] for letter in dice.sent)
        assert len(names) == 1, f"after dying at point {number}"
        assert {letter["To"] for letter in dice.sent} == {f"vera{number}@example.org"}
        assert names.total() <= 2
        twice += names.total() == 2
    assert number > 30
    assert twice > 0
    print(f"\na worker died at {number - 1} points: {twice} letters came twice", file=sys.stderr)
