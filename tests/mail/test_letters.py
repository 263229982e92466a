"""Every mail there is can be written in every language."""

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
    message = post(name, to="vera@example.org", language=language, token="abc", reason="Spam")
    session.commit()
    letter = letter_of(message)
    assert letter["Subject"]
    assert "#accounts" not in letter.as_string()


def test_text_and_html_come_in_pairs() -> None:
    mails = {name for name in templates() if name.startswith("mail/")} - {"mail/style.html"}
    stems = {name.rpartition(".")[0] for name in mails}
    assert {f"{stem}.{kind}" for stem in stems for kind in ("html", "txt")} == mails
