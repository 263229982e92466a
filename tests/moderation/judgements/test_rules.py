"""When something can be judged, and taken back."""

import pytest

from ideas.moderation.judgements import rules


@pytest.mark.parametrize(("is_judged", "code"), [(False, None), (True, "judgement.made")])
def test_a_thing_is_judged_once(is_judged: bool, code: str | None) -> None:
    refusal = rules.refusal_to_judge(is_judged=is_judged)
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("is_own", "is_open", "code"),
    [
        (True, True, None),
        (True, False, "judgement.over"),
        (False, True, "judgement.of_another"),
        (False, False, "judgement.of_another"),
    ],
)
def test_who_judged_takes_it_back_in_time(is_own: bool, is_open: bool, code: str | None) -> None:
    refusal = rules.refusal_to_undo(is_own=is_own, is_open=is_open)
    assert (refusal and refusal.code) == code
