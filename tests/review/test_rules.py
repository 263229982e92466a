"""Review's rules by table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ideas.refusals import Refusal
from ideas.review import rules

NOW = datetime(2030, 3, 1, 12, tzinfo=UTC)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


def test_rounds_do_not_overlap() -> None:
    due = NOW.date() + timedelta(days=9)
    refusal = rules.refusal_to_open(
        cutoff_at=NOW + timedelta(days=1), now=NOW, due_on=due, near="Spring"
    )
    assert (code(refusal), refusal and refusal.values) == ("round.overlaps", {"name": "Spring"})


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        (1, 2, None),
        (0, 2, "round.cutoff_past"),
        (-1, 2, "round.cutoff_past"),
        (48, 2, "round.due_too_early"),
        (48, 3, None),
    ],
)
def test_opening(hours: int, days: int, expected: str | None) -> None:
    refusal = rules.refusal_to_open(
        cutoff_at=NOW + timedelta(hours=hours), now=NOW, due_on=NOW.date() + timedelta(days=days)
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("outcome", "reason", "sentence", "standing", "expected"),
    [
        ("selected", "chosen", {"en": "Yes."}, False, None),
        ("not_selected", "cost", {"en": "", "fr": "Non."}, False, None),
        ("selected", "cost", {"en": "Yes."}, False, "decision.reason_fits_not"),
        ("parked", "chosen", {"en": "Later."}, False, "decision.reason_fits_not"),
        ("parked", "cost", {"en": "  "}, False, "decision.no_sentence"),
        ("parked", "cost", {}, False, "decision.no_sentence"),
        ("parked", "cost", {"en": "x" * 601}, False, "decision.long_sentence"),
        ("parked", "cost", {"en": "Later."}, True, "decision.proposed_already"),
    ],
)
def test_proposing(
    outcome: str, reason: str, sentence: dict[str, str], standing: bool, expected: str | None
) -> None:
    refusal = rules.refusal_to_propose(
        outcome=outcome, reason=reason, sentence=sentence, has_standing=standing
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("standing", "confirmed", "own", "others", "expected"),
    [
        (True, False, False, ["Rita"], None),
        (True, False, True, ["Rita"], "decision.second_person"),
        (True, False, True, [], "decision.alone"),
        (True, True, False, ["Rita"], "decision.confirmed_already"),
        (False, False, False, ["Rita"], "decision.taken_back"),
    ],
)
def test_confirming(
    standing: bool, confirmed: bool, own: bool, others: list[str], expected: str | None
) -> None:
    refusal = rules.refusal_to_confirm(
        is_standing=standing, is_confirmed=confirmed, is_own_proposal=own, others=others
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("cut_off", "published", "undecided", "expected"),
    [
        (True, False, 0, None),
        (True, False, 2, "round.undecided"),
        (False, False, 0, "round.not_cut_off"),
        (True, True, 0, "round.published"),
    ],
)
def test_publishing(cut_off: bool, published: bool, undecided: int, expected: str | None) -> None:
    refusal = rules.refusal_to_publish(
        is_cut_off=cut_off, is_published=published, undecided=["Lamp"] * undecided
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("today", "published", "late"),
    [
        (date(2030, 5, 1), False, False),
        (date(2030, 5, 2), False, True),
        (date(2030, 5, 2), True, False),
    ],
)
def test_a_round_is_late_after_its_day(today: date, published: bool, late: bool) -> None:
    due = date(2030, 5, 1)
    assert rules.is_late(due_on=due, is_published=published, today=today) is late


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert rules.months_after(day, months) == then
