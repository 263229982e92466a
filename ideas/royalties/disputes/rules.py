"""When a statement can be disputed, by whom a dispute is answered, and how urgent that is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ideas.moderation.rules import Age
from ideas.refusals import Refusal

LOOKS = 2
LONGEST_WORDS = 2_000
SOON = 3


class DisputeReason(StrEnum):
    """What a payee says is wrong."""

    MISSING_SALES = "missing_sales"
    UNITS = "units"
    RETURNS = "returns"
    DEDUCTIONS = "deductions"
    EXCHANGE = "exchange"
    RATE = "rate"
    SHARE = "share"
    ADVANCE = "advance"
    OTHER = "other"


class Outcome(StrEnum):
    """What finance answers."""

    UPHELD = "upheld"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Look:
    """A look as far as the next step asks: whether it was answered, when and by whom."""

    answered_on: date | None = None
    answered_by: int | None = None


def refusal_to_dispute(words: str, *, today: date, until: date) -> Refusal | None:
    """Until the day the statement names, with words."""
    if today > until:
        return Refusal("dispute.too_late", day=until)
    return _refusal_of_words(words)


def refusal_to_ask_again(
    words: str, first: Look | None, *, today: date, until: date | None
) -> Refusal | None:
    """Once there is an answer, for some days; ``until`` is the last of them."""
    if first is None or first.answered_on is None or until is None:
        return Refusal("dispute.not_answered")
    if today > until:
        return Refusal("dispute.too_late_again", day=until)
    return _refusal_of_words(words)


def refusal_to_answer(
    *, by: int, payees: set[int], is_open: bool, first: Look | None
) -> Refusal | None:
    """Once, by somebody without a share; the second look by another than the first.

    ``first`` is the first look when the second is answered.
    """
    if by in payees:
        return Refusal("dispute.own")
    if not is_open:
        return Refusal("dispute.answered")
    if first is not None and first.answered_by == by:
        return Refusal("dispute.same_person")
    return None


def refusal_of_answer(
    outcome: Outcome, answer: str, amount: int, *, has_period: bool
) -> Refusal | None:
    """With words; upheld with an amount that an open period can take in, rejected with none."""
    if not answer.strip():
        return Refusal("answer.no_words")
    if len(answer) > LONGEST_WORDS:
        return Refusal("answer.long_words", most=LONGEST_WORDS)
    if outcome is Outcome.REJECTED:
        return Refusal("amount.unneeded") if amount else None
    if amount == 0:
        return Refusal("amount.needed")
    return None if has_period else Refusal("dispute.no_period")


def refusal_while_disputed(*, is_disputed: bool) -> Refusal | None:
    """What is disputed is not paid before it is answered."""
    return Refusal("payment.disputed") if is_disputed else None


def urgency(due_on: date, today: date) -> Age:
    """Red once the promised day has passed, amber in the last days before."""
    left = (due_on - today).days
    if left < 0:
        return Age.RED
    return Age.AMBER if left <= SOON else Age.GREEN


def _refusal_of_words(words: str) -> Refusal | None:
    if not words.strip():
        return Refusal("dispute.no_words")
    return Refusal("dispute.long_words", most=LONGEST_WORDS) if len(words) > LONGEST_WORDS else None
