"""What can be reported for which reasons, and what a moderator decides."""

from datetime import datetime, timedelta
from enum import StrEnum

from ideas.refusals import Refusal

LONGEST_WORDS = 1000
REST = timedelta(days=1)


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


def refusal_to_remove(*, is_idea: bool, is_gone: bool) -> Refusal | None:
    """An idea is closed by the moderators' own decision, with its reason and sentence."""
    return Refusal("report.archive") if is_idea and not is_gone else None
