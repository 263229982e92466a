"""When an agreement can be prepared, offered, accepted and ended."""

from dataclasses import replace
from datetime import date

import pytest

from ideas.agreements.cards.rules import Card, flat
from ideas.agreements.rules import (
    Contents,
    Part,
    hash_of,
    proposed_shares,
    refusal_to_accept,
    refusal_to_edit,
    refusal_to_end,
    refusal_to_offer,
    refusal_to_prepare,
)
from ideas.refusals import Refusal

CONTENTS = Contents(
    idea_id=1,
    currency="EUR",
    territories=("EU",),
    begins_on=date(2026, 1, 1),
    ends_on=None,
    frequency="half_year",
    copies=10,
    audit={"en": "Once a year"},
    card=Card(rates=flat(100), reserve_bp=1000, reserve_periods=2, minimum=5000),
    text={"en": "Words", "fr": "Mots"},
    parts=(Part(1, 6000, 100_000), Part(2, 4000, 0)),
)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("is_selected", "under_way", "expected"),
    [
        (True, False, None),
        (False, False, "agreement.not_selected"),
        (True, True, "agreement.under_way"),
    ],
)
def test_preparing(is_selected: bool, under_way: bool, expected: str | None) -> None:
    refusal = refusal_to_prepare("live", is_selected=is_selected, under_way=under_way)
    assert code(refusal) == expected


@pytest.mark.parametrize("state", ["offered", "active", "ended"])
def test_what_was_offered_is_fixed(state: str) -> None:
    assert code(refusal_to_edit(state, [Part(1, 10_000)], [1])) == "agreement.fixed"
    assert code(refusal_to_offer(state, [Part(1, 10_000)], {"en": "Words"})) == "agreement.fixed"


@pytest.mark.parametrize(
    ("creators", "contributors", "expected"),
    [
        ([1, 2], [], None),
        ([1], [], None),
        ([1], [3, 4], None),
        ([1, 3], [], "agreement.not_on_team"),
        ([1, 1], [], "agreement.not_on_team"),
        ([1], [3, 3], "agreement.not_on_team"),
        ([1], [2], "agreement.not_on_team"),
    ],
)
def test_the_team_creates_and_others_contribute(
    creators: list[int], contributors: list[int], expected: str | None
) -> None:
    parts = [Part(each, 100) for each in creators]
    parts += [Part(each, 100, is_contributor=True) for each in contributors]
    assert code(refusal_to_edit("draft", parts, {1, 2})) == expected


@pytest.mark.parametrize(
    ("created", "contributed", "text", "expected"),
    [
        (10_000, 0, {"en": "Words", "fr": ""}, None),
        (9_000, 1_000, {"en": "Words"}, None),
        (9_999, 0, {"en": "Words"}, "agreement.shares_total"),
        (10_001, 0, {"en": "Words"}, "agreement.shares_total"),
        (8_999, 1_001, {"en": "Words"}, "agreement.contributors_total"),
        (10_000, 0, {"en": "  "}, "agreement.no_text"),
    ],
)
def test_offering(
    created: int, contributed: int, text: dict[str, str], expected: str | None
) -> None:
    parts = [Part(1, created), Part(2, contributed, is_contributor=True)]
    assert code(refusal_to_offer("draft", parts, text)) == expected


def test_a_guarantee_needs_a_first_day() -> None:
    refusal = refusal_to_offer("draft", [Part(1, 10_000)], {"en": "Words"}, is_year_known=False)
    assert code(refusal) == "agreement.guarantee_without_term"


@pytest.mark.parametrize(
    ("state", "is_party", "name", "is_minor", "guardian", "expected"),
    [
        ("offered", True, "Ada", False, "", None),
        ("offered", True, "Ada", True, "Mother", None),
        ("offered", True, "Ada", True, " ", "agreement.no_guardian"),
        ("offered", True, " ", False, "", "agreement.no_name"),
        ("offered", False, "Eve", False, "", "agreement.not_yours"),
        ("draft", True, "Ada", False, "", "agreement.not_offered"),
        ("ended", True, "Ada", False, "", "agreement.not_offered"),
    ],
)
def test_accepting(
    state: str, is_party: bool, name: str, is_minor: bool, guardian: str, expected: str | None
) -> None:
    refusal = refusal_to_accept(
        state, is_party=is_party, name=name, is_minor=is_minor, guardian=guardian
    )
    assert code(refusal) == expected


@pytest.mark.parametrize(
    ("state", "is_sold", "reason", "expected"),
    [
        ("draft", False, "A slip", None),
        ("offered", True, "A slip", None),
        ("active", False, "Cancelled", None),
        ("active", True, "Cancelled", "agreement.sold"),
        ("ended", False, "Again", "agreement.ended"),
        ("offered", False, " ", "agreement.no_reason"),
    ],
)
def test_ending(state: str, is_sold: bool, reason: str, expected: str | None) -> None:
    assert code(refusal_to_end(state, is_sold=is_sold, reason=reason)) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([], [(1, 10_000)]),
        ([(1, 0), (2, 4_000)], [(1, 6_000), (2, 4_000)]),
        ([(2, 4_000), (3, 0)], [(1, 6_000), (2, 4_000)]),
        ([(2, 6_000), (3, 6_000)], [(2, 6_000), (3, 6_000)]),
    ],
)
def test_the_leader_is_proposed_the_rest(
    members: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    assert proposed_shares(1, members) == expected


def test_the_hash_covers_every_figure_word_and_part() -> None:
    changed = [
        replace(CONTENTS, card=replace(CONTENTS.card, rates=flat(101))),
        replace(CONTENTS, text={"en": "Words", "fr": "Mot"}),
        replace(CONTENTS, parts=(Part(1, 6000, 0), Part(2, 4000, 0))),
        replace(CONTENTS, parts=CONTENTS.parts[::-1]),
    ]
    assert len({hash_of(each) for each in [CONTENTS, *changed]}) == 5
    assert hash_of(replace(CONTENTS, text={"fr": "Mots", "en": "Words"})) == hash_of(CONTENTS)
