"""Who may ask for an audit, how often, about what, and how it is answered."""

from datetime import date, timedelta
from enum import StrEnum

from ideas.refusals import Refusal
from ideas.royalties.disputes.rules import LONGEST_WORDS
from ideas.royalties.rules import anniversary

YEARS_BACK = 2
ONCE_IN = timedelta(days=365)
LONGEST_AUDITOR = 200


class Reply(StrEnum):
    """What finance answers."""

    GRANTED = "granted"
    REFUSED = "refused"


def refusal_for_now(
    *, has_statements: bool, last_granted: date | None, today: date
) -> Refusal | None:
    """Once a year, when there is something to check."""
    if not has_statements:
        return Refusal("audit.nothing_yet")
    if last_granted is not None and today < last_granted + ONCE_IN:
        return Refusal("audit.once_a_year", day=last_granted + ONCE_IN)
    return None


def refusal_to_ask(
    auditor: str, words: str, *, has_statements: bool, last_granted: date | None, today: date
) -> Refusal | None:
    """Whatever is typed, it can be asked for now; by name."""
    refusal = refusal_for_now(has_statements=has_statements, last_granted=last_granted, today=today)
    if refusal:
        return refusal
    if not auditor.strip():
        return Refusal("auditor.missing")
    return Refusal("audit.long_words", most=LONGEST_WORDS) if len(words) > LONGEST_WORDS else None


def refusal_to_answer(*, by: int, payees: set[int], is_open: bool) -> Refusal | None:
    """Once, by somebody without a share."""
    if by in payees:
        return Refusal("audit.own")
    return None if is_open else Refusal("audit.answered")


def refusal_of_reply(reply: Reply, answer: str) -> Refusal | None:
    """Who is turned down hears why."""
    if len(answer) > LONGEST_WORDS:
        return Refusal("answer.long_words", most=LONGEST_WORDS)
    is_bare = reply is Reply.REFUSED and not answer.strip()
    return Refusal("answer.no_words") if is_bare else None


def audited_from(asked_on: date) -> date:
    """The first day whose statements can still be checked."""
    return anniversary(asked_on, -YEARS_BACK)
