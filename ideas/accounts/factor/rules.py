"""Which code is right, and when it has been used before."""

import re
import secrets
from datetime import datetime

import pyotp

from ideas.text import ALPHABET

STEP_SECONDS = 30
NEIGHBOURS = (0, -1, 1)
CODES, GROUPS, GROUP_LENGTH = 10, 6, 4


def matching_step(secret: str, code: str, moment: datetime, *, after: int) -> int | None:
    """The half minute whose code this is, if it lies after the last one used; else None.

    The neighbours of the present half minute count, because clocks differ.
    """
    now, totp = int(moment.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = (now + offset for offset in NEIGHBOURS)
    right = (step for step in steps if totp.verify(code, for_time=step * STEP_SECONDS))
    return next((step for step in right if step > after), None)


def new_recovery_codes() -> list[str]:
    """Ten codes like ``k7mq-x2cd-…``, 117 bits each: a plain hash of one tells nothing."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(CODES)]


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))


def plain_code(typed: str) -> str:
    """A code without the blanks and hyphens people type."""
    return re.sub(r"[\s-]", "", typed).lower()
