"""When a case may be worked on."""

import pytest

from ideas.refusals import Refusal
from ideas.review.cases import rules


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((True, False, True, False), None),
        ((True, False, True, True), "review.own_idea"),
        ((False, False, True, False), "round.not_cut_off"),
        ((True, True, True, False), "round.published"),
        ((True, False, False, False), "review.left"),
    ],
)
def test_touching_a_case(facts: tuple[bool, ...], expected: str | None) -> None:
    names = ("is_cut_off", "is_published", "is_in_review", "is_own")
    assert code(rules.refusal_to_touch(**dict(zip(names, facts, strict=True)))) == expected
