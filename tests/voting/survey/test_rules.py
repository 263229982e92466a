"""What the answers say together, and who may answer."""

import pytest

from ideas.journey.stages import Stage
from ideas.voting.survey.rules import (
    Said,
    demand_from,
    refusal_to_answer,
    refusal_to_price,
    refusal_to_wait,
)

STEPS, KINDS = (1_000, 2_000, 5_000), ("myself", "gift")


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.parametrize(
    ("has_vote", "is_open", "expected"),
    [
        (True, True, None),
        (False, True, "survey.no_vote"),
        (True, False, "survey.closed"),
        (False, False, "survey.no_vote"),
    ],
)
def test_voters_answer_while_the_ballot_is_open(
    has_vote: bool, is_open: bool, expected: str | None
) -> None:
    assert code(refusal_to_answer(has_vote=has_vote, is_open=is_open)) == expected


@pytest.mark.parametrize(
    ("price", "steps", "expected"),
    [
        (None, STEPS, None),
        (None, (), None),
        (0, STEPS, None),
        (2_000, STEPS, None),
        (2_001, STEPS, "survey.other_price"),
        (-1_000, STEPS, "survey.other_price"),
        (0, (), "survey.other_price"),
    ],
)
def test_a_price_is_one_of_the_steps(
    price: int | None, steps: tuple[int, ...], expected: str | None
) -> None:
    assert code(refusal_to_price(price, steps)) == expected


@pytest.mark.parametrize("stage", Stage)
def test_one_waits_for_what_may_still_come_on_sale(stage: Stage) -> None:
    may = stage.value in {
        *("live", "certifying", "qualified", "in_review", "parked", "selected", "in_development"),
    }
    assert (refusal_to_wait(stage, has_vote=True) is None) is may
    assert code(refusal_to_wait(stage, has_vote=False)) == "survey.no_vote"


def test_the_curve_falls_with_the_price() -> None:
    groups = [(Said(0), 5), (Said(1_000), 5), (Said(2_000), 6), (Said(5_000), 4)]
    demand = demand_from(groups, STEPS, KINDS)
    assert (demand.answers, demand.missing) == (20, 0)
    assert demand.curve.shares == ((1_000, 7_500), (2_000, 5_000), (5_000, 2_000))


def test_a_question_that_was_skipped_does_not_count_in_its_shares() -> None:
    groups = [(Said(1_000, 2, "gift"), 6), (Said(None, 1, "myself"), 6), (Said(tell_me=True), 3)]
    demand = demand_from(groups, STEPS, KINDS)
    assert (demand.answers, demand.waiting) == (15, 3)
    assert (demand.curve.answers, demand.curve.missing, demand.curve.shares) == (6, 4, ())
    assert demand.quantities.shares == ((1, 5_000), (2, 5_000), (3, 0), (4, 0))
    assert demand.whom.shares == (("myself", 5_000), ("gift", 5_000))


@pytest.mark.parametrize(("answers", "missing"), [(0, 10), (1, 9), (9, 1), (10, 0), (11, 0)])
def test_nothing_is_shown_below_ten_answers(answers: int, missing: int) -> None:
    demand = demand_from([(Said(1_000, 1, "gift", True), answers)], STEPS, KINDS)
    assert demand.missing == missing
    shown = (demand.curve.shares, demand.quantities.shares, demand.whom.shares)
    assert all(bool(shares) is (missing == 0) for shares in shown)
    assert demand.waiting == (0 if missing else answers)
