"""Every mail there is can be written in every language."""

from email import message_from_bytes, policy
from email.errors import HeaderParseError
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ideas.mail.actions import post
from ideas.mail.letters import letter_of
from tests.conftest import Clock
from tests.shape.source import templates

NAMES = sorted(
    name.removeprefix("mail/").removesuffix(".txt")
    for name in templates()
    if name.startswith("mail/accounts/") and name.endswith(".txt")
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_mail_about_accounts_can_be_written(
    name: str, language: str, session: Session, clock: Clock
) -> None:
    told: dict[str, Any] = {"token": "abc", "reason": "Spam"}
    told |= {"role": "moderator", "name": "Adam", "days": 7}
    message = post(name, to="vera@example.org", language=language, **told)
    session.commit()
    letter = letter_of(message)
    assert letter["Subject"]
    assert "#accounts" not in letter.as_string()


def test_text_and_html_come_in_pairs() -> None:
    mails = {name for name in templates() if name.startswith("mail/")} - {"mail/style.html"}
    stems = {name.rpartition(".")[0] for name in mails}
    assert {f"{stem}.{kind}" for stem in stems for kind in ("html", "txt")} == mails


@pytest.mark.parametrize(
    "attack", ["Lamp\r\nBcc: eve@example.org", "Lamp\n\nHello", "Lamp\x00\u2028x"]
)
def test_nobody_writes_headers_into_a_letter(attack: str, session: Session, clock: Clock) -> None:
    words = {"title": attack, "name": attack}
    told: dict[str, Any] = {"kind": "own_comment", "variant": "", "slug": "lamp"}
    stop = "https://ideas.example.org/unsubscribe/x"
    message = post(
        "notifications/notice",
        to="vera@example.org",
        language="en",
        words=words,
        topic="conversation",
        unsubscribe_url=stop,
        **told,
    )
    session.commit()
    letter = letter_of(message)
    read = message_from_bytes(letter.as_bytes(), policy=policy.SMTP)
    assert set(read.keys()) == {
        *("From", "To", "Date", "Message-ID", "Auto-Submitted", "Subject", "MIME-Version"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type"),
    }
    assert len(read.get_all("To") or []) == 1
    assert "\n" not in str(read["Subject"])


@pytest.mark.parametrize(
    "address", ["vera@example.org\nBcc: eve@example.org", "a@b, c@d", "a@b\r\n"]
)
def test_an_address_is_one_address(address: str, session: Session, clock: Clock) -> None:
    message = post("accounts/known", to=address, language="en")
    session.commit()
    with pytest.raises((ValueError, HeaderParseError)):
        letter_of(message)
