"""When a voter may answer, and what the answers say together."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ideas.journey.stages import VOTABLE, Stage
from ideas.refusals import Refusal

K = TypeVar("K", bound=Hashable)

LEAST_ANSWERS = 10
QUANTITIES = (1, 2, 3, 4)
NOT_AT_ALL = 0
TO_BE_SOLD = VOTABLE | {
    *(Stage.QUALIFIED, Stage.IN_REVIEW, Stage.PARKED, Stage.SELECTED, Stage.IN_DEVELOPMENT),
}


@dataclass(frozen=True)
class Said:
    """What somebody answered; None is a question they skipped."""

    price: int | None = None
    quantity: int | None = None
    for_whom: str | None = None
    tell_me: bool = False

    @property
    def is_silent(self) -> bool:
        """True when every question was skipped."""
        return self == Said()


@dataclass(frozen=True)
class Question:
    """The answers to one question: pairs of an answer and its share in basis points.

    Empty while ``missing`` more answers are needed.
    """

    answers: int
    missing: int
    shares: tuple[tuple[int | str, int], ...]


@dataclass(frozen=True)
class Demand:
    """What voters would buy. ``curve`` holds the share who would pay each price or more."""

    answers: int
    missing: int
    curve: Question
    quantities: Question
    whom: Question
    waiting: int


def refusal_to_answer(*, has_vote: bool, is_open: bool) -> Refusal | None:
    """Refuse whoever has no vote here, and everybody once the ballot is closed."""
    if not has_vote:
        return Refusal("survey.no_vote")
    return None if is_open else Refusal("survey.closed")


def refusal_to_price(price: int | None, steps: Sequence[int]) -> Refusal | None:
    """Refuse a price that was not asked about."""
    is_asked = price is None or (bool(steps) and price in (NOT_AT_ALL, *steps))
    return None if is_asked else Refusal("survey.other_price")


def refusal_to_wait(stage: Stage, *, has_vote: bool) -> Refusal | None:
    """Refuse to promise news of what is on sale already, or never will be."""
    if not has_vote:
        return Refusal("survey.no_vote")
    return None if stage in TO_BE_SOLD else Refusal("survey.not_to_be_sold")


def demand_from(
    groups: Iterable[tuple[Said, int]], steps: Sequence[int], kinds: Sequence[str]
) -> Demand:
    """What so many people with the same answers say together."""
    people = list(groups)
    answers = sum(number for _, number in people)
    prices = _tally((said.price, number) for said, number in people)
    at_least = {step: sum(n for price, n in prices.items() if price >= step) for step in steps}
    quantities = _tally((said.quantity, number) for said, number in people)
    whom = _tally((said.for_whom, number) for said, number in people)
    waiting = sum(number for said, number in people if said.tell_me)
    missing = _missing(answers)
    return Demand(
        answers=answers,
        missing=missing,
        curve=_question(sum(prices.values()), [(step, at_least[step]) for step in steps]),
        quantities=_question(
            sum(quantities.values()), [(each, quantities[each]) for each in QUANTITIES]
        ),
        whom=_question(sum(whom.values()), [(kind, whom[kind]) for kind in kinds]),
        waiting=0 if missing else waiting,
    )


def _tally(answers: Iterable[tuple[K | None, int]]) -> Counter[K]:
    """How many people gave each answer; those who skipped the question are left out."""
    tally: Counter[K] = Counter()
    for answer, number in answers:
        if answer is not None:
            tally[answer] += number
    return tally


def _missing(answers: int) -> int:
    return max(0, LEAST_ANSWERS - answers)


def _question(answers: int, counts: Sequence[tuple[int | str, int]]) -> Question:
    """Whole percentages, so that a single answer does not show in many."""
    missing = _missing(answers)
    shares = () if missing else tuple((at, round(100 * n / answers) * 100) for at, n in counts)
    return Question(answers, missing, shares)
