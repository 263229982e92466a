"""What is said to the teller and what it answers, in memory and on the way between processes."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ideas.limits.rules import TooMany
from ideas.refusals import Refusal
from ideas.voting.casting.actions import Outcome
from ideas.voting.casting.queries import Cast
from ideas.voting.integrity.signals.rules import Noticed
from ideas.voting.models import VoteReason, VoteState


@dataclass(frozen=True)
class Knock:
    """A vote by whoever opened a session, of whom only the hash of their token is known yet."""

    slug: str
    token_hash: str
    via: str = ""
    noticed: Noticed | None = None


@dataclass(frozen=True)
class Heard:
    """A vote that stands, by now. ``is_first``: their first here, and counted.

    ``language`` is what the person chose.
    """

    state: VoteState
    at: datetime
    language: str
    is_first: bool


@dataclass(frozen=True)
class Trouble:
    """Nothing was decided: the database is away or held by others, or else something is broken."""

    is_busy: bool


Asked = Cast | Knock
KINDS: Mapping[str, Callable[..., Asked]] = {"Cast": Cast, "Knock": Knock}
Answered = Outcome | TooMany | Heard | Trouble | None


def packed_asked(asked: Iterable[tuple[int, Asked]]) -> bytes:
    """Wishes as one message, each with a number of whoever asks."""
    return json.dumps([(number, *_told(each)) for number, each in asked]).encode()


def _told(asked: Asked) -> tuple[object, ...]:
    by = asked.token_hash if isinstance(asked, Knock) else asked.person_id
    return type(asked).__name__, asked.slug, by, asked.via, asked.noticed


def asked_in(message: bytes | bytearray) -> list[tuple[int, Asked]]:
    """The wishes in a message, by their numbers."""
    return [
        (int(number), KINDS[kind](slug, by, via, noticed and Noticed(*noticed)))
        for number, kind, slug, by, via, noticed in json.loads(message)
    ]


def packed_answers(answers: Iterable[tuple[int, Answered]]) -> bytes:
    """Answers as one message, each with the number of its wish."""
    told = [(number, type(each).__name__, _plain(each)) for number, each in answers]
    return json.dumps(told).encode()


def _plain(answer: Answered) -> object:
    if isinstance(answer, Heard):
        return [answer.state, answer.at.isoformat(), answer.language, answer.is_first]
    if isinstance(answer, Outcome):
        refusal = answer.refusal
        return [answer.state, refusal and [refusal.code, refusal.values], answer.reason]
    if isinstance(answer, TooMany):
        return answer.retry_after
    return answer and answer.is_busy


def answers_in(message: bytes | bytearray) -> list[tuple[int, Answered]]:
    """The answers in a message, by the numbers of the wishes."""
    return [(number, _answer(kind, values)) for number, kind, values in json.loads(message)]


def _answer(kind: str, values: Any) -> Answered:
    if kind == "Heard":
        state, at, language, is_first = values
        return Heard(VoteState(state), datetime.fromisoformat(at), language, is_first)
    if kind == "Outcome":
        state, refusal, reason = values
        return Outcome(
            state and VoteState(state),
            refusal and Refusal(refusal[0], **refusal[1]),
            reason and VoteReason(reason),
        )
    if kind == "TooMany":
        return TooMany(values)
    return Trouble(values) if kind == "Trouble" else None
