"""Where letters go: a mail server, the console, a folder. The outbox keeps them where they are."""

import smtplib
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

OUTBOX = "outbox"
SECONDS = 15
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Send = Callable[[EmailMessage], None]


class BadMailAddress(Exception):
    """IDEAS_MAIL_URL names no way to send that is known."""


def is_outbox(mail_url: str) -> bool:
    """True when letters stay where they are."""
    return urlsplit(mail_url).scheme == OUTBOX


def backend_of(mail_url: str) -> AbstractContextManager[Send]:
    """A context that sends: ``console:``, ``file:<folder>``, ``smtp://…`` or ``smtps://…``."""
    address = urlsplit(mail_url)
    if address.scheme in {"smtp", "smtps"}:
        return _server(address)
    if address.scheme == "console":
        return _console()
    if address.scheme == "file":
        return _folder(Path(address.path))
    raise BadMailAddress(address.scheme)


@contextmanager
def _console() -> Iterator[Send]:
    yield lambda letter: print(letter.as_string(), file=sys.stdout, flush=True)


@contextmanager
def _folder(folder: Path) -> Iterator[Send]:
    folder.mkdir(parents=True, exist_ok=True)

    def send(letter: EmailMessage) -> None:
        name = letter["Message-ID"].strip("<>").partition("@")[0]
        (folder / f"{name}.eml").write_bytes(letter.as_bytes())

    yield send


@contextmanager
def _server(address: SplitResult) -> Iterator[Send]:
    """A connection to a mail server; a password never travels unencrypted to another machine."""
    context, host = ssl.create_default_context(), address.hostname or "localhost"
    server: smtplib.SMTP
    if address.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, address.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, address.port or 25, timeout=SECONDS)
    with server:
        server.ehlo()
        if address.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif address.scheme == "smtp" and address.username and host not in LOOPBACK:
            raise smtplib.SMTPNotSupportedError("the server offers no encryption")
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))

        def send(letter: EmailMessage) -> None:
            server.send_message(letter)

        yield send


ABOUT_THE_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
)


def is_about_server(error: Exception) -> bool:
    """True when no letter could be sent now, rather than this one."""
    return isinstance(error, OSError) and not isinstance(error, ABOUT_THE_LETTER)


def is_final(error: Exception) -> bool:
    """True when the server said that it will never take this letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError) and (
        error.smtp_code >= 500
    )


def named(error: Exception) -> str:
    """An error without the addresses that servers put into their answers."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
