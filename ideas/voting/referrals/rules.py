"""Which channels there are, and which readers are no people."""

import functools
import re
from collections.abc import Collection
from enum import StrEnum


class Channel(StrEnum):
    """A way people come by; its word stands in the address of a shared link."""

    LINK = "link"
    SHARE = "share"
    QR = "qr"
    BADGE = "badge"
    POST = "post"
    MESSAGE = "message"
    MAIL = "mail"
    VIDEO = "video"
    SITE = "site"
    WEB = "web"
    DIRECT = "direct"


CHANNELS = frozenset(Channel)
GUESSED = frozenset({Channel.SITE, Channel.WEB, Channel.DIRECT})
SAID = CHANNELS - GUESSED
LONGEST_AGENT = 500
ROBOT = re.compile(
    "bot|crawl|spider|slurp|preview|fetch|scrape|monitor|externalhit|headless|lighthouse"
    "|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node",
    re.IGNORECASE,
)


def channel_said(via: str | None) -> Channel | None:
    """The channel a link carries; None for whatever is not the word of one."""
    return Channel(via) if via in SAID else None


def channel_known(word: str) -> Channel | None:
    """The channel a page handed on, guessed or said."""
    return Channel(word) if word in CHANNELS else None


def channel_guessed(from_host: str, own_hosts: Collection[str]) -> Channel:
    """The channel of a link that carries none, by where it stood."""
    if not from_host:
        return Channel.DIRECT
    return Channel.SITE if from_host in own_hosts else Channel.WEB


def is_robot(agent: str) -> bool:
    """True for programs that say so, and for those that say nothing."""
    return _says_so(agent[:LONGEST_AGENT])


@functools.lru_cache(maxsize=512)
def _says_so(agent: str) -> bool:
    return not agent or ROBOT.search(agent) is not None
