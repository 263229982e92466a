"""A kept message, made readable: its subject and its text with links that can be followed."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from ideas.mail.letters import letter_of
from ideas.mail.models import Message

ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


@dataclass(frozen=True)
class Letter:
    """What is shown of a message."""

    subject: str
    text: Markup


def read(message: Message) -> Letter:
    """Render a message as it would be sent, and take its text."""
    letter = letter_of(message)
    body = letter.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return Letter(str(letter["Subject"]), linked(text))


def linked(text: str) -> Markup:
    """Plain text as HTML; the addresses in it become links."""
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        link = Markup('<a href="{0}" rel="noopener">{0}</a>').format(found[0])
        parts += [escape(text[end : found.start()]), link]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
