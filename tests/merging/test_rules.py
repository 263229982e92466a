"""Which ideas can be merged, and by how many people."""

from dataclasses import replace

import pytest

from ideas.campaigns.ladder import ladder_from
from ideas.journey.stages import Stage
from ideas.merging import rules
from ideas.merging.rules import MergerState, Pair

LADDER = ladder_from([[100, 30], [1_000, 60], [5_000, 60]])
FINE = Pair(child=Stage.LIVE, parent=Stage.LIVE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"parent": Stage.CERTIFYING}, None),
        ({"is_same": True}, "merging.same"),
        ({"is_own": True}, "merging.own_idea"),
        ({"is_hidden": True}, "merging.parent_stage"),
        ({"is_other_campaign": True}, "merging.other_campaign"),
        ({"is_under_way": True}, "merging.under_way"),
        *(({"child": each}, "merging.child_stage") for each in Stage if each != "live"),
        *(
            ({"parent": each}, "merging.parent_stage")
            for each in Stage
            if each not in {"live", "certifying"}
        ),
    ],
)
def test_what_can_be_merged(change: dict, code: str | None) -> None:
    refusal = rules.refusal_to_merge(replace(FINE, **change))
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("tier", "before", "new", "milestones", "two"),
    [
        (0, 10, 20, [], False),
        (0, 10, 84, [], False),
        (0, 10, 85, [], True),
        (0, 10, 90, [100], True),
        (0, 10, 4_990, [100, 1_000, 5_000], True),
        (1, 120, 100, [], False),
        (1, 960, 0, [], False),
        (3, 6_000, 900, [], False),
    ],
)
def test_a_milestone_takes_two_people(
    tier: int, before: int, new: int, milestones: list[int], two: bool
) -> None:
    after = before + new
    assert rules.milestones_reached(LADDER, tier, after) == milestones
    assert rules.needs_two(LADDER, tier, new=new, after=after) is two


def test_what_is_decided_is_not_decided_again() -> None:
    for state in MergerState:
        assert (rules.refusal_to_take_back(state, is_own=False) is None) == (
            state in {"proposed", "waiting"}
        )
        assert (rules.refusal_to_separate(state, is_own=False, is_parent_merged=False) is None) == (
            state == "merged"
        )
        confirmed = rules.refusal_to_confirm(state, is_own=False, is_proposer=False, others="")
        assert (confirmed is None) == (state == "proposed")


@pytest.mark.parametrize(("others", "code"), [("Mia", "second_person"), ("", "alone")])
def test_nobody_confirms_their_own(others: str, code: str) -> None:
    state = MergerState.PROPOSED
    refusal = rules.refusal_to_confirm(state, is_own=False, is_proposer=True, others=others)
    assert refusal is not None
    assert refusal.code == f"merging.{code}"
