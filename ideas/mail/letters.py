"""A message as it goes out: rendered in the reader's language as text and as HTML."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

import css_inline
from flask import current_app
from flask_babel import force_locale
from jinja2 import Template

from ideas.config import Config
from ideas.mail.models import Message
from ideas.mail.rules import message_id_of

_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


def letter_of(message: Message) -> EmailMessage:
    """Render a message. Links in it lead to the site's own address."""
    config: Config = current_app.extensions["ideas.config"]
    letter = EmailMessage()
    letter["From"] = _address(config.mail_from)
    letter["To"] = Address(addr_spec=message.address)
    letter["Date"] = format_datetime(message.written_at)
    letter["Message-ID"] = message_id_of(
        message.id,
        message.written_at.timestamp(),
        urlsplit(config.base_url).hostname or "localhost",
    )
    letter["Auto-Submitted"] = "auto-generated"
    unsubscribe_url = message.values.get("unsubscribe_url")
    if unsubscribe_url:
        letter["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with current_app.test_request_context(base_url=config.base_url), force_locale(message.language):
        letter["Subject"], text, html = _rendered(message)
    letter.set_content(text)
    letter.add_alternative(html, subtype="html")
    return letter


def subject_of(message: Message) -> str:
    """What a message is about, in its reader's language."""
    with force_locale(message.language):
        return _subject(*_page(message))


def _page(message: Message) -> tuple[Template, dict[str, Any]]:
    values = dict(message.values)
    current_app.update_template_context(values)
    return current_app.jinja_env.get_template(f"mail/{message.template}.txt"), values


def _subject(page: Template, values: dict[str, Any]) -> str:
    return " ".join("".join(page.blocks["subject"](page.new_context(values))).split())


def _rendered(message: Message) -> tuple[str, str, str]:
    page, values = _page(message)
    subject = _subject(page, values)
    html = current_app.jinja_env.get_template(f"mail/{message.template}.html").render(values)
    return subject, page.render(values), _inliner.inline(html)


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(display_name=name, addr_spec=address)
