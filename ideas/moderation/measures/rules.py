"""Which measures there are, what they rest on, and which of them one may appeal against."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from ideas.moderation.rules import Reason, Verdict


class MeasureKind(StrEnum):
    """What was done."""

    RETURNED = "returned"
    DECLINED = "declined"
    ARCHIVED = "archived"
    HIDDEN = "hidden"
    MERGED = "merged"
    TAKEN_DOWN = "taken_down"
    SLOWED = "slowed"
    SUSPENDED = "suspended"
    RESTORED = "restored"


class ThingKind(StrEnum):
    """What it was done to."""

    IDEA = "idea"
    COMMENT = "comment"
    UPDATE = "update"
    FEEDBACK = "feedback"
    PICTURE = "picture"
    PROFILE = "profile"
    REPORTING = "reporting"
    ACCOUNT = "account"


class Source(StrEnum):
    """How it came to be looked at."""

    CHECK = "check"
    REPORT = "report"
    APPEAL = "appeal"
    PROGRAM = "program"


class Basis(StrEnum):
    """What asks for it."""

    LAW = "law"
    GUIDELINES = "guidelines"
    REQUEST = "request"


LAWFUL = frozenset({Reason.UNLAWFUL.value, Reason.RIGHTS_CLAIM.value})
ASKED_FOR = frozenset({Reason.CREATOR_ASKED.value})
GIVING_BACK = frozenset({MeasureKind.RESTORED})
OF_VERDICT: Mapping[Verdict, MeasureKind] = {
    Verdict.RETURN: MeasureKind.RETURNED,
    Verdict.DECLINE: MeasureKind.DECLINED,
    Verdict.ARCHIVE: MeasureKind.ARCHIVED,
    Verdict.RESTORE: MeasureKind.RESTORED,
}


def measure_for(verdict: Verdict, reason: str) -> MeasureKind | None:
    """What a verdict about an idea amounts to; publishing is no measure."""
    if verdict is Verdict.ARCHIVE and reason == Reason.UNLAWFUL:
        return MeasureKind.HIDDEN
    return OF_VERDICT.get(verdict)


def basis_of(ground: str) -> Basis:
    """Whether the law, the guidelines or a request ask for it."""
    if ground in LAWFUL:
        return Basis.LAW
    return Basis.REQUEST if ground in ASKED_FOR else Basis.GUIDELINES


def appeal_ends_at(kind: MeasureKind, made_at: datetime, days: int) -> datetime | None:
    """Until when one may appeal; None for what was given back."""
    return None if kind in GIVING_BACK else made_at + timedelta(days=days)
