"""Channels and robots."""

import pytest

from ideas.voting.referrals.rules import (
    Channel,
    channel_guessed,
    channel_known,
    channel_said,
    is_robot,
)

OWN = {"ideas.example"}


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("qr", Channel.QR),
        ("badge", Channel.BADGE),
        (None, None),
        ("", None),
        ("site", None),  # a guess is not for strangers to say
        ("QR", None),
        ("<script>", None),
        ("qr'; DROP TABLE referrals", None),
    ],
)
def test_only_known_words_are_channels(via: str | None, channel: Channel | None) -> None:
    assert channel_said(via) is channel


def test_a_page_hands_on_guesses_too() -> None:
    assert channel_known("site") is Channel.SITE
    assert channel_known("spam") is None


@pytest.mark.parametrize(
    ("host", "channel"),
    [
        ("", Channel.DIRECT),
        ("ideas.example", Channel.SITE),
        ("elsewhere.example", Channel.WEB),
        ("notideas.example", Channel.WEB),
    ],
)
def test_a_bare_link_is_guessed_by_where_it_stood(host: str, channel: Channel) -> None:
    assert channel_guessed(host, OWN) is channel


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        ("", True),
        ("Mozilla/5.0 (compatible; SomeBot/2.1)", True),
        ("facebookexternalhit/1.1", True),
        ("curl/8.5.0", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", False),
    ],
)
def test_robots_are_no_people(agent: str, robot: bool) -> None:
    assert is_robot(agent) is robot
