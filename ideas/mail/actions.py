"""Writing messages."""

from typing import Any

from ideas import clock
from ideas.db import session, writes
from ideas.mail.models import Message


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
