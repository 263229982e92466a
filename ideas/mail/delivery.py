"""Delivering what waits: each message leased, sent and marked in transactions of its own.

Nothing is locked while a server is spoken to. When the site stops between sending and marking, the
message is sent again with the same Message-ID.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage

from flask import current_app

from ideas.db import db
from ideas.mail import actions
from ideas.mail.backends import Send, backend_of, is_about_server, is_final, is_outbox, named
from ideas.mail.letters import letter_of
from ideas.mail.models import Message

log = logging.getLogger(__name__)
BATCH = 100


def deliver() -> None:
    """Deliver the messages whose time has come; the schedule calls this every few seconds."""
    mail_url: str = current_app.extensions["ideas.config"].mail_url
    if is_outbox(mail_url):
        _keep_waiting()
        return
    with _lazily(mail_url) as send:
        for _ in range(BATCH):
            message = actions.lease_next()
            db.session.commit()
            if message is None or not _deliver_one(message, send):
                return


def _keep_waiting() -> None:
    """Leave what waits in the local outbox."""
    while (message := actions.lease_next()) is not None:
        actions.keep(message)
        db.session.commit()


def _deliver_one(message: Message, send: Send) -> bool:
    """Send one message; False when the server is away, so that the others wait as well."""
    message_id, is_away = message.id, False
    letter: EmailMessage | None = None
    try:
        letter = letter_of(message)
        db.session.rollback()
        send(letter)
    except Exception as error:
        db.session.rollback()
        log.warning("message %s was not sent: %s", message_id, named(error))
        actions.mark_failed(message, named(error), for_good=is_final(error))
        is_away = letter is not None and is_about_server(error)
    else:
        actions.mark_sent(message)
    db.session.commit()
    return not is_away


@contextmanager
def _lazily(mail_url: str) -> Iterator[Send]:
    """Connect for the first message and stay connected until a failure."""
    with ExitStack() as stack:
        connected: list[Send] = []

        def send(letter: EmailMessage) -> None:
            if not connected:
                connected.append(stack.enter_context(backend_of(mail_url)))
            try:
                connected[0](letter)
            except Exception:
                connected.clear()
                raise

        yield send
