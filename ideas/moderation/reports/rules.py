"""What can be reported for which reasons, and what a moderator decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from ideas.refusals import Refusal

LONGEST_WORDS = 1000
REST = timedelta(days=1)
MOST_VISITORS = 30
KNOWN_FROM = 5
RIGHT_PERCENT, WRONG_PERCENT = 60, 20
MISUSE_FROM, MISUSE_PERCENT = 10, 80
MISUSE_WITHIN = timedelta(days=90)
SLOWED_FOR = timedelta(days=30)


class ReportReason(StrEnum):
    """What somebody says is wrong."""

    OFF_TOPIC = "off_topic"
    INSULT = "insult"
    SPAM = "spam"
    PRIVACY = "privacy"
    RIGHTS = "rights"
    UNLAWFUL = "unlawful"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a report."""

    REMOVED = "removed"
    KEPT = "kept"


class Weight(IntEnum):
    """How much to heed a report: it orders the queue, and decides nothing."""

    MOSTLY_WRONG = 0
    UNKNOWN = 1
    MOSTLY_RIGHT = 2


@dataclass(frozen=True)
class Accuracy:
    """How many of somebody's reports led to something, and how many did not."""

    right: int = 0
    wrong: int = 0

    @property
    def total(self) -> int:
        """How many were decided."""
        return self.right + self.wrong

    @property
    def weight(self) -> Weight:
        """How much to heed the next one; unknown until enough were decided."""
        if self.total < KNOWN_FROM:
            return Weight.UNKNOWN
        share = self.right * 100
        if share >= RIGHT_PERCENT * self.total:
            return Weight.MOSTLY_RIGHT
        return Weight.MOSTLY_WRONG if share <= WRONG_PERCENT * self.total else Weight.UNKNOWN

    @property
    def is_misuse(self) -> bool:
        """True when so many were wrong that it cannot be by chance."""
        return self.total >= MISUSE_FROM and self.wrong * 100 >= MISUSE_PERCENT * self.total


def refusal_to_crowd(visitors: int) -> Refusal | None:
    """Refuse visitors without an account once many of them have reported the same."""
    return Refusal("report.enough") if visitors >= MOST_VISITORS else None


def refusal_to_report(*, is_own: bool, is_gone: bool) -> Refusal | None:
    """Refuse one's own words, and what is gone."""
    if is_own:
        return Refusal("report.own")
    return Refusal("comment.gone") if is_gone else None


def refusal_to_report_again(
    decided_at: datetime | None, changed_at: datetime | None, moment: datetime
) -> Refusal | None:
    """Refuse for a day what was just decided about, unless it is another thing by now."""
    if decided_at is None or moment >= decided_at + REST:
        return None
    is_changed = changed_at is not None and changed_at > decided_at
    return None if is_changed else Refusal("report.looked_at")


def refusal_to_word(words: str) -> Refusal | None:
    """Refuse too many words."""
    return (
        Refusal("comment.too_long", longest=LONGEST_WORDS) if len(words) > LONGEST_WORDS else None
    )


def refusal_to_decide(*, is_own: bool, is_open: bool) -> Refusal | None:
    """Refuse deciding about one's own words, and what is decided."""
    if is_own:
        return Refusal("report.judge")
    return None if is_open else Refusal("report.decided")


def refusal_to_keep(*, was_first: bool) -> Refusal | None:
    """Refuse leaving standing again what somebody else was to look at anew."""
    return Refusal("complaint.another_person") if was_first else None


def refusal_to_remove(*, is_idea: bool, is_gone: bool) -> Refusal | None:
    """An idea is closed by the moderators' own decision, with its reason and sentence."""
    return Refusal("report.archive") if is_idea and not is_gone else None
