"""The pauses that turns of the switches make."""

from datetime import UTC, datetime, timedelta

import pytest

from ideas.voting.pauses.rules import Pause, Turned, pauses

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(hour: int) -> datetime:
    return NOON + timedelta(hours=hour)


def turned(*turns: tuple[str, int, bool]) -> list[Turned]:
    return [Turned(switch, at(hour), stops) for switch, hour, stops in turns]


@pytest.mark.parametrize(
    ("turns", "found"),
    [
        ([], []),
        ([("votes", 1, True)], [(1, None)]),
        ([("votes", 1, True), ("votes", 3, False)], [(1, 3)]),
        ([("votes", 1, True), ("votes", 1, False)], []),
        ([("votes", 1, False)], []),
        (
            [("votes", 1, True), ("site", 2, True), ("votes", 3, False), ("site", 5, False)],
            [(1, 5)],
        ),
        (
            [("votes", 1, True), ("votes", 2, False), ("site", 4, True), ("site", 5, False)],
            [(1, 2), (4, 5)],
        ),
        ([("votes", 1, True), ("site", 2, True), ("site", 3, False)], [(1, None)]),
    ],
)
def test_two_switches_at_once_are_one_pause(
    turns: list[tuple[str, int, bool]], found: list[tuple[int, int | None]]
) -> None:
    expected = [Pause(at(first), None if last is None else at(last)) for first, last in found]
    assert pauses(turned(*turns)) == expected
