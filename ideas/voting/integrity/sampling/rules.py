"""Drawing a sample, and what it is for."""

import hashlib
import heapq
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from ideas.refusals import Refusal


class Finding(StrEnum):
    """What a moderator finds of an account in the sample."""

    GENUINE = "genuine"
    DOUBTFUL = "doubtful"


def refusal_to_check(*, is_own: bool, is_open: bool) -> Refusal | None:
    """Refuse checking voters of one's own idea, and what is decided."""
    if is_own:
        return Refusal("integrity.own_idea")
    return None if is_open else Refusal("integrity.over")


DOUBTFUL_PART = 0.25


def is_doubtful(findings: Sequence[Finding | None]) -> bool:
    """Are so many of those drawn doubtful that what was released is to be looked at again?

    Of 12 that is 3: moderators who are wrong once in twenty find so many among genuine votes in
    2 draws of 100, and where three votes in ten are not genuine in 75 (binomial).
    """
    doubtful = sum(finding is Finding.DOUBTFUL for finding in findings)
    return bool(findings) and doubtful >= DOUBTFUL_PART * len(findings)


def seed_of(idea_id: int, attempt: int, reached_at: datetime) -> str:
    """What a draw begins with: the same for the same attempt, and known only at the goal."""
    return f"{idea_id}:{attempt}:{reached_at.isoformat()}"


def drawn(people: Iterable[int], seed: str, size: int) -> list[int]:
    """So many of these people, in the order in which they are drawn.

    Those whose hash with the seed is smallest: whoever knows the seed draws the same.
    """
    return heapq.nsmallest(size, people, key=lambda person: _lot(person, seed))


def _lot(person: int, seed: str) -> bytes:
    return hashlib.sha256(f"{seed}:{person}".encode()).digest()
