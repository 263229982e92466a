"""When terms can be published, and what differs between two versions."""

from collections.abc import Sequence
from typing import Any

import pytest

from ideas.campaigns.changes import Mark, changes_between
from ideas.campaigns.ladder import PRESETS, Tier, ladder_from, pairs_of, problem_of
from ideas.campaigns.prices import USUAL_STEPS, problem_with
from ideas.campaigns.rules import (
    refusal_to_ask_prices,
    refusal_to_follow,
    refusal_to_publish,
)
from ideas.money import Money

TIERS = (Tier(10, 30), Tier(50, 60))
VERSION: dict[str, Any] = {
    "ladder": [(10, 30), (50, 60)],
    "certification_hours": 72,
    "decision_days": 120,
    "park_months": 12,
    "live_ideas_per_creator": 3,
    "resubmit_hours": 24,
    "vote_again_hours": 24,
    "rights_check_tier": 2,
    "royalty_bp": 100,
    "copies": 10,
    "currency": "EUR",
    "prices": (Money(1_000, "EUR"),),
    "guidelines": {"en": "Be kind.\nBe clear."},
    "licence": {},
}


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ([], "ladder.length"),
        ([(n, 1) for n in range(1, 14)], "ladder.length"),
        ([(n, 1) for n in range(1, 13)], None),
        ([(0, 30)], "ladder.votes"),
        ([(10, 0)], "ladder.days"),
        ([(10, 3_651)], "ladder.days"),
        ([(10, 3_650)], None),
        ([(10, 30), (10, 30)], "ladder.rising"),
        ([(50, 30), (10, 30)], "ladder.rising"),
    ],
)
def test_a_ladder_can_be_climbed(pairs: list[tuple[int, int]], problem: str | None) -> None:
    assert problem_of(ladder_from(pairs)) == problem
    code = getattr(refusal_to_publish(ladder_from(pairs), "Because"), "code", None)
    assert code == problem


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_can_be_climbed_and_kept(preset: str) -> None:
    ladder = ladder_from(PRESETS[preset])
    assert problem_of(ladder) is None
    assert ladder_from(pairs_of(ladder)) == ladder


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ((), None),
        (USUAL_STEPS, None),
        ((500,), None),
        (range(1, 12), "prices.length"),
        ((0, 500), "prices.positive"),
        ((500, 10**13), "prices.positive"),
        ((500, 500), "prices.rising"),
        ((900, 500), "prices.rising"),
    ],
)
def test_prices_can_be_asked_about(steps: Sequence[int], problem: str | None) -> None:
    assert problem_with(steps) == problem
    refusal = refusal_to_ask_prices(steps)
    assert (refusal.code if refusal else None) == problem


def test_a_change_is_explained() -> None:
    assert refusal_to_publish(TIERS, "Because") is None
    refusal = refusal_to_publish(TIERS, "  ")
    assert refusal is not None
    assert refusal.code == "terms.no_reason"


@pytest.mark.parametrize(("based_on", "is_refused"), [(None, False), (3, False), (2, True)])
def test_only_the_version_in_force_is_followed(based_on: int | None, is_refused: bool) -> None:
    assert (refusal_to_follow(3, based_on) is not None) == is_refused


def test_versions_that_say_the_same_have_no_changes() -> None:
    assert changes_between(VERSION, dict(VERSION)) == []


def test_figures_and_ladder_are_compared() -> None:
    after = VERSION | {"ladder": [(10, 30)], "royalty_bp": 150}
    found = [
        (change.name, change.before, change.after) for change in changes_between(VERSION, after)
    ]
    assert found == [
        ("ladder", [(10, 30), (50, 60)], [(10, 30)]),
        ("royalty_bp", 100, 150),
    ]


def test_texts_are_compared_line_by_line_in_each_language() -> None:
    after = VERSION | {"guidelines": {"en": "Be kind.\nBe brief.", "fr": "Soyez gentils."}}
    english, french = changes_between(VERSION, after)
    assert (english.language, french.language) == ("en", "fr")
    assert sorted(english.lines) == [
        (Mark.ADDED, "Be brief."),
        (Mark.REMOVED, "Be clear."),
        (Mark.SAME, "Be kind."),
    ]
    assert french.lines == ((Mark.ADDED, "Soyez gentils."),)
