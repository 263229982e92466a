"""Writing messages, and keeping the state of their delivery."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from ideas import clock
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.mail.models import MailState, Message
from ideas.mail.rules import KEPT_FAILED, KEPT_SENT, KEPT_STRANGERS, rest_after

LEASE = timedelta(minutes=1)
"""So late is the one letter that a killed worker was sending: whoever delivers does so alone."""


@writes
def post(
    template: str, *, to: str, language: str, person_id: int | None = None, **values: Any
) -> Message:
    """Write a message: ``template`` like ``accounts/confirm`` under ``templates/mail``.

    Values are plain (text, numbers); the message is rendered when it is delivered.
    """
    moment = clock.now()
    message = Message(
        person_id=person_id,
        address=to,
        language=language,
        template=template,
        values=values,
        written_at=moment,
        next_at=moment,
    )
    session().add(message)
    return message


@writes
def lease_next() -> Message | None:
    """Take the message that has waited longest; nobody else gets it for a minute."""
    moment = clock.now()
    due = (
        sa.select(Message)
        .where(Message.state == MailState.WAITING, Message.next_at <= moment)
        .order_by(Message.next_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = session().scalar(due)
    if message is not None:
        message.attempts += 1
        message.next_at = moment + LEASE
    return message


@writes
def keep(message: Message) -> None:
    """Leave a message in the local outbox, values and all."""
    message.state, message.sent_at = MailState.KEPT, clock.now()


@writes
def mark_sent(message: Message) -> None:
    """Note that a message is on its way, and forget its values."""
    message.state, message.sent_at = MailState.SENT, clock.now()
    message.values, message.last_error = {}, None


@writes
def mark_failed(message: Message, error: str, *, for_good: bool) -> None:
    """Let a message rest before the next attempt; give it up after the last, or at once."""
    rest = None if for_good else rest_after(message.attempts)
    message.last_error = error
    if rest is None:
        message.state = MailState.FAILED
    else:
        message.next_at = clock.now() + rest


@writes
def try_again(message: Message, *, by: int) -> None:
    """Give a message that was given up a new set of attempts; any other stays as it is."""
    if message.state is MailState.FAILED and message.values:
        message.state, message.attempts, message.next_at = MailState.WAITING, 0, clock.now()
        note("mail.retry", f"message:{message.id}", by=by, template=message.template)


@writes
def note_opening(message: Message, *, by: int) -> None:
    """Write into the audit log that somebody on the staff opened a kept message."""
    note("mail.open", f"message:{message.id}", by=by, template=message.template)


@writes
def forget_old_messages() -> None:
    """Drop what was written a season ago, and what was given up once its links are of no use.

    What went to somebody without an account is gone within 30 days.
    """
    moment = clock.now()
    is_old = sa.or_(
        Message.written_at < moment - KEPT_SENT,
        sa.and_(Message.person_id.is_(None), Message.written_at < moment - KEPT_STRANGERS),
    )
    given_up = sa.update(Message).where(
        Message.state == MailState.FAILED, Message.written_at < moment - KEPT_FAILED
    )
    session().execute(given_up.values(values={}))
    session().execute(sa.delete(Message).where(Message.state != MailState.WAITING, is_old))


@writes
def forget_mail_of(person_id: int) -> None:
    """Drop every message to a person."""
    session().execute(sa.delete(Message).where(Message.person_id == person_id))


@writes
def forget_mail_about(words: Collection[str]) -> None:
    """Drop what others were written and the site still keeps, where one of these is a value of it.

    A letter that was sent holds no values; the local outbox and what was given up do.
    """
    kept = sa.select(Message.id, Message.values).where(
        Message.state.in_((MailState.KEPT, MailState.FAILED))
    )
    naming = [key for key, values in session().execute(kept) if _texts(values) & set(words)]
    session().execute(sa.delete(Message).where(Message.id.in_(naming)))


def _texts(value: Any) -> set[str]:
    """Every text in plain values."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()


@writes
def forget_mail_to(address: str) -> None:
    """Drop every message that went to an address before it belonged to a person."""
    nobodys = (Message.address == address, Message.person_id.is_(None))
    session().execute(sa.delete(Message).where(*nobodys))
