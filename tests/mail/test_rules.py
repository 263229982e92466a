"""How often a message is tried, and how messages are told apart."""

import smtplib
from datetime import timedelta

import pytest

from ideas.mail.backends import BadMailAddress, backend_of, is_about_server, is_final, named
from ideas.mail.rules import MOST_ATTEMPTS, message_id_of, rest_after

REFUSED = smtplib.SMTPRecipientsRefused({"vera@example.org": (550, b"no such vera@example.org")})
FULL = smtplib.SMTPRecipientsRefused({"vera@example.org": (452, b"mailbox full")})
BUSY = smtplib.SMTPDataError(451, b"try vera@example.org later")
SPAM = smtplib.SMTPDataError(554, b"spam")
AWAY = ConnectionRefusedError("vera@example.org")


def test_rests_grow_and_end() -> None:
    rests = [rest_after(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert rests[:3] == [timedelta(seconds=30), timedelta(seconds=90), timedelta(seconds=270)]
    assert rests[-1] is None
    waited = sum((rest for rest in rests if rest), timedelta())
    assert timedelta(hours=8) < waited < timedelta(days=1)


def test_a_message_has_one_id_for_every_attempt() -> None:
    assert message_id_of(7, 1.5, "example.org") == "<7.1@example.org>"


@pytest.mark.parametrize(
    ("error", "final", "about_server", "name"),
    [
        (REFUSED, True, False, "SMTPRecipientsRefused"),
        (FULL, False, False, "SMTPRecipientsRefused"),
        (BUSY, False, False, "SMTPDataError 451"),
        (SPAM, True, False, "SMTPDataError 554"),
        (AWAY, False, True, "ConnectionRefusedError"),
        (smtplib.SMTPServerDisconnected("vera@"), False, True, "SMTPServerDisconnected"),
        (KeyError("vera@example.org"), False, False, "KeyError"),
    ],
)
def test_what_an_error_means_and_what_is_kept_of_it(
    error: Exception, final: bool, about_server: bool, name: str
) -> None:
    assert (is_final(error), is_about_server(error), named(error)) == (final, about_server, name)


def test_an_unknown_way_to_send_is_refused() -> None:
    with pytest.raises(BadMailAddress):
        backend_of("pigeon://example.org")
