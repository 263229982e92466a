"""When an agreement can be amended, and what an amendment's hash covers."""

from dataclasses import replace
from datetime import date

import pytest

from ideas.agreements.cards.rules import Card, flat
from ideas.agreements.guardians.rules import Guardian
from ideas.agreements.rules import hash_of
from ideas.royalties.amendments import rules
from ideas.royalties.amendments.rules import Amended, Calendar, Signature

pytestmark = pytest.mark.once
FREE = Calendar(date(2026, 7, 1), None)
NEXT = Calendar(date(2026, 7, 1), date(2026, 6, 30))
LATE = Calendar(date(2026, 7, 1), date(2026, 7, 1))
TEXT = {"en": "Words", "fr": ""}
ADA = Signature("Ada")
WHOLE = Amended(1, "0" * 64, 2, date(2026, 7, 1), "EUR", "More", TEXT, Card(rates=flat(200)))


def code(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


@pytest.mark.parametrize(
    ("is_active", "is_under_way", "said"),
    [
        (True, False, None),
        (False, False, "amendment.not_active"),
        (True, True, "amendment.under_way"),
    ],
)
def test_one_change_of_what_is_in_force(
    is_active: bool, is_under_way: bool, said: str | None
) -> None:
    refusal = rules.refusal_to_prepare(is_active=is_active, is_under_way=is_under_way)
    assert code(refusal) == said


@pytest.mark.parametrize(
    ("calendar", "reason", "text", "is_year_known", "said"),
    [
        (FREE, "Why", TEXT, True, None),
        (NEXT, "Why", TEXT, True, None),
        (LATE, "Why", TEXT, True, "amendment.closed"),
        (FREE, " ", TEXT, True, "amendment.no_reason"),
        (FREE, "Why", {"en": " "}, True, "agreement.no_text"),
        (FREE, "Why", TEXT, False, "agreement.guarantee_without_term"),
    ],
)
def test_what_an_amendment_needs(
    calendar: Calendar, reason: str, text: dict[str, str], is_year_known: bool, said: str | None
) -> None:
    refusal = rules.refusal_to_write(calendar, reason, text, is_year_known=is_year_known)
    assert code(refusal) == said


@pytest.mark.parametrize(
    ("state", "calendar", "seen", "changes", "said"),
    [
        ("draft", NEXT, "a", True, None),
        ("draft", LATE, "a", True, "amendment.closed"),
        ("draft", FREE, "b", True, "amendment.changed_since"),
        ("draft", FREE, "a", False, "amendment.nothing"),
        *((state, FREE, "a", True, "amendment.fixed") for state in ("offered", "withdrawn")),
    ],
)
def test_offering(
    state: str, calendar: Calendar, seen: str, changes: bool, said: str | None
) -> None:
    refusal = rules.refusal_to_offer(state, calendar, seen=seen, now="a", changes_something=changes)
    assert code(refusal) == said


@pytest.mark.parametrize(
    ("state", "calendar", "signed", "is_party", "is_minor", "said"),
    [
        ("offered", NEXT, ADA, True, False, None),
        ("offered", LATE, ADA, True, False, "amendment.closed"),
        ("offered", FREE, ADA, False, False, "agreement.not_yours"),
        ("draft", FREE, ADA, True, False, "amendment.not_offered"),
        ("withdrawn", FREE, ADA, True, False, "amendment.not_offered"),
        ("active", FREE, ADA, True, False, "amendment.not_offered"),
        ("offered", FREE, Signature(" "), True, False, "agreement.no_name"),
        ("offered", FREE, ADA, True, True, "agreement.no_guardian"),
        ("offered", FREE, Signature("Tim", Guardian("Tom", "tom@example.org")), True, True, None),
    ],
)
def test_accepting(
    state: str,
    calendar: Calendar,
    signed: Signature,
    is_party: bool,
    is_minor: bool,
    said: str | None,
) -> None:
    refusal = rules.refusal_to_accept(state, calendar, signed, is_party=is_party, is_minor=is_minor)
    assert code(refusal) == said


@pytest.mark.parametrize(
    ("state", "reason", "is_party", "has_accepted", "said"),
    [
        ("offered", "No", True, False, None),
        ("offered", "No", False, False, "agreement.not_yours"),
        ("active", "No", True, False, "amendment.not_offered"),
        ("offered", "No", True, True, "amendment.accepted"),
        ("offered", "  ", True, False, "amendment.no_reason"),
    ],
)
def test_refusing(
    state: str, reason: str, is_party: bool, has_accepted: bool, said: str | None
) -> None:
    refusal = rules.refusal_to_refuse(state, reason, is_party=is_party, has_accepted=has_accepted)
    assert code(refusal) == said


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("draft", "A slip", None),
        ("offered", "A slip", None),
        ("offered", "", "amendment.no_reason"),
        ("active", "A slip", "amendment.settled"),
        ("withdrawn", "A slip", "amendment.settled"),
    ],
)
def test_withdrawing(state: str, reason: str, said: str | None) -> None:
    assert code(rules.refusal_to_withdraw(state, reason)) == said


@pytest.mark.parametrize(
    "changed",
    [
        {"agreement_id": 2},
        {"before": "1" * 64},
        {"version": 3},
        {"first_on": date(2026, 7, 2)},
        {"currency": "USD"},
        {"reason": "Less"},
        {"text": {"en": "Other words", "fr": ""}},
        {"card": Card(rates=flat(201))},
        {"card": Card(rates=flat(200), minimum=1)},
    ],
)
def test_the_hash_covers_everything(changed: dict[str, object]) -> None:
    assert hash_of(replace(WHOLE, **changed)) != hash_of(WHOLE)  # type: ignore[arg-type]
