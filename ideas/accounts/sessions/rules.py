"""How long a session lasts, and how a browser is called."""

import hashlib
import re
from datetime import datetime, timedelta

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=12)
FAN_LONGEST = timedelta(days=30)
SEEN_AGAIN = timedelta(minutes=5)

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def hash_of(token: str) -> str:
    """What the table keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_over(opened_at: datetime, moment: datetime, *, idle: timedelta, is_staff: bool) -> bool:
    """Has the session been open, or idle, for too long?"""
    if not is_staff:
        return moment - opened_at >= FAN_LONGEST
    return moment - opened_at >= STAFF_LONGEST or idle >= STAFF_IDLE


def is_to_note(last_seen_at: datetime, moment: datetime) -> bool:
    """Is it time to write down that the session is used? Often is once in five minutes."""
    return moment - last_seen_at >= SEEN_AGAIN


def device_of(user_agent: str) -> str:
    """``Firefox, Linux`` of a browser's long name; empty when it says nothing we know."""
    names = [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]
    return ", ".join(name for name in names if name)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    found = (name for mark, name in names if re.search(rf"\b{re.escape(mark)}", text))
    return next(found, "")
