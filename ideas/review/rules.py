"""When a round opens, is answered and published, and what an answer needs."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from ideas.refusals import Refusal

LONGEST_SENTENCE = 600
MOST_NAMED = 5
SHORTEST_ROUND = timedelta(days=1)


def refusal_to_open(
    *, cutoff_at: datetime, now: datetime, due_on: date, near: str | None = None
) -> Refusal | None:
    """Refuse a cut-off in the past or ``near`` another round's, and an answer before it."""
    if cutoff_at <= now:
        return Refusal("round.cutoff_past")
    if near is not None:
        return Refusal("round.overlaps", name=near)
    return Refusal("round.due_too_early") if due_on <= cutoff_at.date() else None


def refusal_to_bring_back(stage: str, *, is_parked: bool) -> Refusal | None:
    """Refuse to bring back what was never parked: a cut-off takes it in."""
    return None if is_parked else Refusal("idea.wrong_stage", stage=stage)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def refusal_to_propose(
    *, outcome: str, reason: str, sentence: Mapping[str, str], has_standing: bool
) -> Refusal | None:
    """Refuse an answer without words, one whose reason does not fit, and a second proposal."""
    if has_standing:
        return Refusal("decision.proposed_already")
    if (outcome == "selected") != (reason == "chosen"):
        return Refusal("decision.reason_fits_not")
    if not any(text.strip() for text in sentence.values()):
        return Refusal("decision.no_sentence")
    if any(len(text) > LONGEST_SENTENCE for text in sentence.values()):
        return Refusal("decision.long_sentence", most=LONGEST_SENTENCE)
    return None


def refusal_to_confirm(
    *, is_standing: bool, is_confirmed: bool, is_own_proposal: bool, others: Sequence[str]
) -> Refusal | None:
    """Refuse confirming twice, or alone; names who else could."""
    if not is_standing:
        return Refusal("decision.taken_back")
    if is_confirmed:
        return Refusal("decision.confirmed_already")
    if is_own_proposal and others:
        return Refusal("decision.second_person", names=", ".join(others))
    return Refusal("decision.alone") if is_own_proposal else None


def refusal_to_park(again_on: date | None, ends_on: date | None, today: date) -> Refusal | None:
    """Refuse looking again today or after the time to park has ended; both None: not parked."""
    if again_on is None or ends_on is None:
        return None
    is_in_time = today < again_on <= ends_on
    return None if is_in_time else Refusal("park.look_again", until=ends_on.isoformat())


def refusal_to_publish(
    *, is_cut_off: bool, is_published: bool, undecided: Sequence[str]
) -> Refusal | None:
    """Refuse publishing before every idea of the round has its confirmed answer."""
    if not is_cut_off:
        return Refusal("round.not_cut_off")
    if is_published:
        return Refusal("round.published")
    if not undecided:
        return None
    titles = ", ".join(f"“{title}”" for title in undecided[:MOST_NAMED])
    more = "…" if len(undecided) > MOST_NAMED else ""
    return Refusal("round.undecided", number=len(undecided), titles=titles + more)


def is_late(*, due_on: date, is_published: bool, today: date) -> bool:
    """True when the promised date has passed without the answers."""
    return not is_published and today > due_on
