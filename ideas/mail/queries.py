"""What the desk shows of the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ideas.db import session
from ideas.mail.models import MailState, Message


@dataclass(frozen=True)
class Waiting:
    """How many messages are on their way, since when the oldest was due, how many were given up."""

    number: int
    since: datetime | None
    failed: int


def mail_waiting() -> Waiting:
    """The state of the post in numbers; what is tried again waits since it was written."""
    waiting = sa.select(sa.func.count(), sa.func.min(Message.written_at)).select_from(Message)
    number, since = session().execute(waiting.where(Message.state == MailState.WAITING)).one()
    return Waiting(number, since, count_failed())


def kept_messages(*, before_id: int | None = None, limit: int = 50) -> Sequence[Message]:
    """Messages in the local outbox, the newest first."""
    kept = sa.select(Message).where(Message.state == MailState.KEPT).order_by(Message.id.desc())
    if before_id is not None:
        kept = kept.where(Message.id < before_id)
    return session().scalars(kept.limit(limit)).all()


def kept_message(message_id: int) -> Message | None:
    """One message of the local outbox."""
    kept = sa.select(Message).where(Message.state == MailState.KEPT, Message.id == message_id)
    return session().scalar(kept)


def count_failed() -> int:
    """How many messages were given up."""
    failed = sa.select(sa.func.count()).select_from(Message)
    return session().scalar(failed.where(Message.state == MailState.FAILED)) or 0


def failed_messages(limit: int = 50) -> Sequence[Message]:
    """The messages that were given up, the newest first."""
    failed = sa.select(Message).where(Message.state == MailState.FAILED)
    return session().scalars(failed.order_by(Message.id.desc()).limit(limit)).all()


def failed_message(message_id: int) -> Message | None:
    """One message that was given up."""
    failed = sa.select(Message).where(Message.state == MailState.FAILED, Message.id == message_id)
    return session().scalar(failed)
