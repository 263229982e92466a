"""Who can be asked to join, and which shares make a whole."""

from typing import Any

import pytest

from ideas.submission.team import rules

ADA, BEN, CLEO = 1, 2, 3


@pytest.mark.parametrize(
    ("person", "members", "code"),
    [
        (BEN, [], None),
        (BEN, [CLEO], None),
        (ADA, [], "team.leads"),
        (BEN, [BEN], "team.asked"),
    ],
)
def test_who_can_be_asked(person: int, members: Any, code: str | None) -> None:
    refusal = rules.refusal_to_invite(person, ADA, list(members))
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("address", "own", "asked", "code"),
    [
        ("ben@example.org", "ada@example.org", [], None),
        ("ben@example.org", None, ["cleo@example.org"], None),
        ("ada@example.org", "ada@example.org", [], "team.leads"),
        ("ben@example.org", "ada@example.org", ["ben@example.org"], "team.address_asked"),
    ],
)
def test_which_address_can_be_asked(
    address: str, own: str | None, asked: list[str], code: str | None
) -> None:
    refusal = rules.refusal_to_write_to(address, own, asked)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(("others", "refused"), [(0, False), (8, False), (9, True), (10, True)])
def test_a_team_has_an_end(others: int, refused: bool) -> None:
    assert (rules.refusal_to_grow(others) is not None) is refused


@pytest.mark.parametrize(
    ("shares", "refused"),
    [([], False), ([10_000], False), ([9_999, 2], True), ([5_000] * 2, False)],
)
def test_nobody_gives_away_more_than_there_is(shares: list[int], refused: bool) -> None:
    assert (rules.refusal_to_share(shares) is not None) is refused


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("12.5", 1_250),
        ("12,5", 1_250),
        (" 33.33 % ", 3_333),
        ("0", 0),
        ("100", 10_000),
        ("100.01", None),
        ("-1", None),
        ("12.345", None),
        ("", None),
        ("a lot", None),
        ("NaN", None),
        ("1e400", None),
        ("Infinity", None),
    ],
)
def test_percentages_are_read_exactly(typed: str, points: int | None) -> None:
    assert rules.basis_points(typed) == points


@pytest.mark.parametrize(
    ("accept", "has_declined", "refused"),
    [(True, False, False), (False, True, False), (False, False, False), (True, True, True)],
)
def test_a_no_stands_until_asked_again(accept: bool, has_declined: bool, refused: bool) -> None:
    refusal = rules.refusal_to_answer(
        accept=accept, has_declined=has_declined, share_bp=1_000, seen_bp=1_000
    )
    assert (refusal is not None) is refused


@pytest.mark.parametrize(
    ("accept", "seen", "refused"), [(True, 1_500, True), (True, None, False), (False, 1_500, False)]
)
def test_a_yes_is_to_the_share_that_was_seen(accept: bool, seen: int | None, refused: bool) -> None:
    refusal = rules.refusal_to_answer(
        accept=accept, has_declined=False, share_bp=1_000, seen_bp=seen
    )
    assert (refusal is not None) is refused


def test_the_rest_is_the_leaders() -> None:
    assert rules.rest([]) == 10_000
    assert rules.rest([3_333, 3_333]) == 3_334
