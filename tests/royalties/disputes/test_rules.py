"""When a statement can be disputed and a dispute answered."""

from datetime import date

import pytest

from ideas.moderation.rules import Age
from ideas.royalties.disputes.rules import (
    LONGEST_WORDS,
    Look,
    Outcome,
    refusal_of_answer,
    refusal_to_answer,
    refusal_to_ask_again,
    refusal_to_dispute,
    urgency,
)

pytestmark = pytest.mark.once
DAY = date(2026, 3, 10)
ANSWERED = Look(date(2026, 3, 1), 7)


@pytest.mark.parametrize(
    ("words", "until", "code"),
    [
        ("Too few units", DAY, None),
        ("Too few units", date(2026, 3, 9), "dispute.too_late"),
        ("  ", DAY, "dispute.no_words"),
        ("x" * (LONGEST_WORDS + 1), DAY, "dispute.long_words"),
    ],
)
def test_a_statement_is_disputed_in_time_with_words(
    words: str, until: date, code: str | None
) -> None:
    refusal = refusal_to_dispute(words, today=DAY, until=until)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("words", "first", "until", "code"),
    [
        ("Still wrong", ANSWERED, DAY, None),
        ("Still wrong", ANSWERED, date(2026, 3, 9), "dispute.too_late_again"),
        ("Still wrong", Look(), None, "dispute.not_answered"),
        ("Still wrong", None, None, "dispute.not_answered"),
        ("", ANSWERED, DAY, "dispute.no_words"),
    ],
)
def test_a_second_look_follows_an_answer(
    words: str, first: Look | None, until: date | None, code: str | None
) -> None:
    refusal = refusal_to_ask_again(words, first, today=DAY, until=until)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("by", "is_open", "first", "code"),
    [
        (8, True, None, None),
        (8, True, ANSWERED, None),
        (7, True, None, None),
        (7, True, ANSWERED, "dispute.same_person"),
        (8, False, None, "dispute.answered"),
        (1, True, None, "dispute.own"),
    ],
)
def test_somebody_without_a_share_answers_once(
    by: int, is_open: bool, first: Look | None, code: str | None
) -> None:
    refusal = refusal_to_answer(by=by, payees={1, 2}, is_open=is_open, first=first)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("outcome", "answer", "amount", "has_period", "code"),
    [
        (Outcome.UPHELD, "You are right", 100, True, None),
        (Outcome.UPHELD, "You are right", -100, True, None),
        (Outcome.UPHELD, "You are right", 100, False, "dispute.no_period"),
        (Outcome.UPHELD, "You are right", 0, True, "amount.needed"),
        (Outcome.REJECTED, "As agreed", 0, False, None),
        (Outcome.REJECTED, "As agreed", 100, True, "amount.unneeded"),
        (Outcome.REJECTED, " ", 0, True, "answer.no_words"),
        (Outcome.REJECTED, "x" * (LONGEST_WORDS + 1), 0, True, "answer.long_words"),
    ],
)
def test_an_answer_has_words_and_what_is_upheld_an_amount(
    outcome: Outcome, answer: str, amount: int, has_period: bool, code: str | None
) -> None:
    refusal = refusal_of_answer(outcome, answer, amount, has_period=has_period)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("due", "age"),
    [
        (date(2026, 3, 9), Age.RED),
        (date(2026, 3, 10), Age.AMBER),
        (date(2026, 3, 13), Age.AMBER),
        (date(2026, 3, 14), Age.GREEN),
    ],
)
def test_urgency_grows(due: date, age: Age) -> None:
    assert urgency(due, DAY) is age
