"""What is said between processes arrives as it was said."""

from datetime import UTC, datetime

import pytest

from ideas.limits.rules import TooMany
from ideas.refusals import Refusal
from ideas.voting.casting.actions import Outcome
from ideas.voting.casting.line import MOST_AT_ONCE
from ideas.voting.casting.queries import Cast
from ideas.voting.casting.spoken import (
    Answered,
    Asked,
    Heard,
    Knock,
    Trouble,
    answers_in,
    asked_in,
    packed_answers,
    packed_asked,
)
from ideas.voting.casting.way import MOST_BYTES
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.models import VoteReason, VoteState

LONG = Noticed(1.5, "", "é" * 40, "ü" * 300, None)
MOMENT = datetime(2026, 5, 17, 12, 30, 15, 123, tzinfo=UTC)


@pytest.mark.parametrize(
    "asked",
    [
        Cast("lamp-1", 12, "qr"),
        Knock("lamp-1", "hash"),
        Knock("lamp-1", "hash", "qr", Noticed(1.5, "192.0.2.0/24", "A", "qr", 7)),
        Knock("é" * 300, "hash", "ü" * 300, LONG),
    ],
)
def test_what_is_asked(asked: Asked) -> None:
    message = packed_asked([(7, asked)] * MOST_AT_ONCE)
    assert asked_in(message) == [(7, asked)] * MOST_AT_ONCE
    assert len(message) < MOST_BYTES


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Trouble(is_busy=True),
        Trouble(is_busy=False),
        Heard(VoteState.COUNTED, MOMENT, "fr", is_first=True),
        Outcome(VoteState.PENDING, None, VoteReason.CAST),
        Outcome(VoteState.HELD),
        Outcome(refusal=Refusal("vote.cooling", hours=3)),
    ],
)
def test_what_is_answered(answer: Answered) -> None:
    ((number, again), other) = answers_in(packed_answers([(3, answer), (4, None)]))
    assert (number, again, other) == (3, answer, (4, None))
    assert type(again) is type(answer)


def test_too_many() -> None:
    ((_, again),) = answers_in(packed_answers([(1, TooMany(17))]))
    assert isinstance(again, TooMany)
    assert again.retry_after == 17
