"""When one may complain that a report led to nothing, and who decides."""

from datetime import datetime, timedelta

from ideas.moderation.appeals.rules import LONGEST_WORDS
from ideas.moderation.reports.rules import Outcome
from ideas.refusals import Refusal

COMPLAIN_WITHIN = timedelta(days=183)


def refusal_to_complain(
    words: str, decided_at: datetime | None, outcome: Outcome | None, moment: datetime
) -> Refusal | None:
    """Refuse before it is decided, when the report was right, too late, and without words."""
    if decided_at is None or outcome is not Outcome.KEPT:
        return Refusal("complaint.nothing")
    if moment > decided_at + COMPLAIN_WITHIN:
        return Refusal("complaint.too_late")
    if not words.strip():
        return Refusal("complaint.no_words")
    return (
        Refusal("objection.long_words", most=LONGEST_WORDS) if len(words) > LONGEST_WORDS else None
    )


def complain_until(
    decided_at: datetime | None, outcome: Outcome | None, moment: datetime
) -> datetime | None:
    """Until when one may complain; None when there is nothing to complain of, or it is too late."""
    if decided_at is None or outcome is not Outcome.KEPT:
        return None
    until = decided_at + COMPLAIN_WITHIN
    return until if moment <= until else None


def refusal_to_decide(
    *, is_decided: bool, decided_report: bool, has_stake: bool, is_theirs: bool
) -> Refusal | None:
    """Refuse who decided about the report, who has a stake, whose complaint it is, and twice."""
    if has_stake:
        return Refusal("report.judge")
    if is_theirs:
        return Refusal("complaint.own")
    if is_decided:
        return Refusal("complaint.decided")
    return Refusal("complaint.another_person") if decided_report else None
