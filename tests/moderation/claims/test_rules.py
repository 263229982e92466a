"""Who may look at a thing while somebody else does."""

import pytest

from ideas.moderation.claims import rules


@pytest.mark.parametrize(
    ("holder", "is_own", "is_waiting", "code"),
    [
        (None, False, True, None),
        ("Maya", False, True, "claim.taken"),
        (None, True, True, "moderation.own_idea"),
        (None, False, False, "claim.decided"),
        ("Maya", False, False, "claim.decided"),
    ],
)
def test_taking(holder: str | None, is_own: bool, is_waiting: bool, code: str | None) -> None:
    refusal = rules.refusal_to_take(holder, is_own=is_own, is_waiting=is_waiting)
    assert (refusal and refusal.code) == code


def test_who_looks_at_it_is_named() -> None:
    refusal = rules.refusal_to_intrude("Maya")
    assert refusal
    assert refusal.values == {"name": "Maya"}
    assert rules.refusal_to_intrude(None) is None
