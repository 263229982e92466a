"""Every limit, and how windows and networks are told apart."""

import hmac
import ipaddress
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


_PART = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
IPV4 = re.compile(rf"({_PART}\.{_PART}\.{_PART})\.{_PART}", re.ASCII)
UNKNOWN = "unknown"


class TooMany(Exception):
    """Something was done too often; ``retry_after`` is in seconds. The web answers with 429."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limit:
    """``most`` times in each window; the next time is refused until the window ends."""

    most: int
    window: timedelta


LIMITS: dict[str, Limit] = {
    "sign_up": Limit(40, HOUR),  # by network: a school class may join together
    "sign_up_address": Limit(3, HOUR),  # by address, whether or not it is known
    "sign_in": Limit(10, 15 * MINUTE),  # by account and network: a stranger locks nobody out
    "sign_in_network": Limit(200, 15 * MINUTE),
    "second_factor": Limit(10, HOUR),  # by person: only who knows the password gets this far
    "password": Limit(10, HOUR),  # by person: proving the present password again
    "reset": Limit(3, HOUR),  # by address, whether or not it is known
    "reset_network": Limit(20, HOUR),
    "resend": Limit(5, HOUR),  # by person
    "vote": Limit(60, MINUTE),  # by person, as the following
    "idea": Limit(10, DAY),
    "comment": Limit(10, 10 * MINUTE),
    "like": Limit(60, MINUTE),
    "mention": Limit(120, MINUTE),  # looked up while one types
    "feedback": Limit(30, HOUR),
    "upload": Limit(60, HOUR),
    "invite": Limit(30, HOUR),
    "invite_addresses": Limit(20, DAY),  # by person: nobody makes the site write to many strangers
    "invite_address": Limit(5, DAY),  # by address, whether or not it is known
    "report": Limit(20, HOUR),
    "report_slowed": Limit(2, DAY),  # by person, while they are slowed for misuse
    "report_visitor": Limit(10, HOUR),  # by network
    "report_address": Limit(5, DAY),  # by address: nobody makes the site write to a stranger often
    "appeal": Limit(20, DAY),
    "export": Limit(5, HOUR),
    "desk_export": Limit(20, HOUR),
    "search": Limit(60, MINUTE),  # by network, as the following
    "table": Limit(20, HOUR),  # a year's log of moderation
    "share_image": Limit(60, MINUTE),  # only what must be drawn
    "visit": Limit(1, DAY),  # by network, idea and channel: more are shown, but not counted
}


class Level(StrEnum):
    """How much room somebody has, by their conduct; reckoned in ``moderation/trust``."""

    NEW = "new"
    REGULAR = "regular"
    TRUSTED = "trusted"


LIFTED: dict[str, dict[Level, int]] = {
    "comment": {Level.REGULAR: 20, Level.TRUSTED: 40},
    "idea": {Level.REGULAR: 20, Level.TRUSTED: 30},
    "report": {Level.REGULAR: 40, Level.TRUSTED: 80},
    "upload": {Level.REGULAR: 120, Level.TRUSTED: 240},
    "invite": {Level.REGULAR: 60, Level.TRUSTED: 90},
    "feedback": {Level.REGULAR: 60, Level.TRUSTED: 90},
}
LIMITS |= {
    f"{action}.{level}": Limit(most, LIMITS[action].window)
    for action, levels in LIFTED.items()
    for level, most in levels.items()
}


def name_at(action: str, level: Level) -> str:
    """The name of an action's limit at a level."""
    return f"{action}.{level}" if level in LIFTED.get(action, {}) else action


def limit_at(action: str, level: Level) -> Limit:
    """How often one may at a level."""
    return LIMITS[name_at(action, level)]


def window_end(moment: datetime, window: timedelta) -> datetime:
    """When the window that holds this moment ends; windows are counted from 1970."""
    passed = math.floor(moment.timestamp() / window.total_seconds())
    return datetime.fromtimestamp((passed + 1) * window.total_seconds(), UTC)


def network_of(address: str | None, *, length: int = 64) -> str:
    """The network an address belongs to: /24 for IPv4, /64 or of another length for IPv6."""
    plain = IPV4.fullmatch(address or "")
    if plain is not None:
        return f"{plain[1]}.0/24"
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return UNKNOWN
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    mask = 24 if ip.version == 4 else length
    return str(ipaddress.ip_network((ip, mask), strict=False))


def key_of_person(person_id: int) -> str:
    """The key under which a person's uses are counted."""
    return f"person {person_id}"


def hashed_key(key: str, secret: bytes) -> str:
    """What is kept of a key: nobody reads a network or an address from it."""
    return hmac.digest(secret, key.encode(), "sha256").hex()[:32]
