"""What is kept of a network, an address and a device, and for how long."""

import base64
import binascii
import functools
import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import NamedTuple

from ideas.accounts.sessions.rules import device_of
from ideas.limits.rules import UNKNOWN
from ideas.limits.rules import network_of as network_at
from ideas.voting.integrity.signals.throwaway import THROWAWAY

KEPT_FOR = timedelta(days=90)
LONGEST_DWELL = timedelta(hours=12)
MARK_LENGTH = 20
LONGEST_HEADER = 400
"""What is remembered of headers is short, however long they are."""
VERSION = re.compile(r"(?:Firefox|FxiOS|Edg|OPR|CriOS|Chrome|Version)/(\d+)")
FIRST_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


class Noticed(NamedTuple):
    """What is noticed at a vote: nothing finer of whoever cast it than is kept afterwards.

    ``at`` is the moment in seconds, ``dwell`` for how many of them the page stood open.
    """

    at: float
    network: str
    device: str
    via: str
    dwell: int | None


Came = tuple[int | str, int, Noticed]
"""A vote of which this was noticed: its idea's id or slug, and its person's id."""


def noticed_of(
    at: float, *, address: str, agent: str, language: str, via: str, token: str = ""
) -> Noticed:
    """Of what a browser says at a moment. ``token`` is the form's: it tells its age."""
    device = coarse_device(agent[:LONGEST_HEADER], language[:LONGEST_HEADER])
    return Noticed(at, network_of(address), device, via, dwell_of(token, at))


def network_of(address: str) -> str:
    """The network of an address: /24 for IPv4, /48 for IPv6; empty when it is none."""
    found = network_at(address, length=48)
    return "" if found == UNKNOWN else found


def domain_of(email: str | None) -> str:
    """What stands behind the @."""
    return (email or "").rpartition("@")[2].lower()


@functools.lru_cache(maxsize=4_096)
def is_throwaway(domain: str) -> bool:
    """Does this domain, or one above it, hand out addresses to be thrown away?"""
    parts = domain.split(".")
    return any(".".join(parts[place:]) in THROWAWAY for place in range(len(parts) - 1))


@functools.lru_cache(maxsize=4_096)
def coarse_device(agent: str, language: str) -> str:
    """``Firefox, Linux 128 fr``: what many share, and what a program forgets to vary."""
    version, first = VERSION.search(agent), FIRST_LANGUAGE.match(language)
    parts = (device_of(agent), version[1] if version else "", first[0].lower() if first else "")
    return " ".join(part for part in parts if part)


def dwell_of(token: str, at: float) -> int | None:
    """For how many seconds the page stood open, by the moment signed into its form's token."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        made = int.from_bytes(base64.urlsafe_b64decode(padded), "big")
    except (ValueError, binascii.Error):
        return None
    seconds = int(at) - made
    return seconds if 0 <= seconds <= LONGEST_DWELL.total_seconds() else None


def marked(kind: str, value: str, key: bytes) -> str:
    """What is kept of a value: equal for equal values while the key lasts; nothing of nothing."""
    if not value:
        return ""
    return hmac.digest(key, f"{kind}\0{value}".encode(), "sha256").hex()[:MARK_LENGTH]


def key_from(secret: str, salt: str) -> bytes:
    """The month's key: neither the site's secret nor what lies in the database alone."""
    return hmac.new(secret.encode(), f"signals {salt}".encode(), hashlib.sha256).digest()


def is_to_rotate(made_at: datetime, moment: datetime) -> bool:
    """Has another month begun?"""
    return (made_at.year, made_at.month) != (moment.year, moment.month)
