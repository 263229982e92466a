"""The rules of voting, by table."""

from datetime import timedelta

import pytest

from ideas.campaigns.ladder import Tier
from ideas.journey.stages import Stage
from ideas.voting import rules
from ideas.voting.rules import Opening, Voter
from tests.conftest import NOON

FAN = Voter(is_active=True, is_staff=False, is_on_team=False)
LATER = NOON + timedelta(days=1)
LADDER = (Tier(100, 60), Tier(1_000, 365), Tier(5_000, 182), Tier(10_000, 182))


def opening(
    stage: Stage = Stage.LIVE, *, hidden: bool = False, reached: bool = False, days: float = 1
) -> Opening:
    return Opening(stage, hidden, NOON + timedelta(days=days), reached)


@pytest.mark.parametrize(
    ("ballot", "voter", "code"),
    [
        (opening(), FAN, None),
        (opening(Stage.CERTIFYING, reached=True), FAN, None),
        (opening(Stage.CERTIFYING, reached=True, days=-1), FAN, None),
        (opening(days=0), FAN, "vote.too_late"),
        (opening(days=-1), FAN, "vote.too_late"),
        (opening(hidden=True), FAN, "vote.not_open"),
        (opening(Stage.QUALIFIED, reached=True), FAN, "vote.not_open"),
        (opening(Stage.EXPIRED), FAN, "vote.not_open"),
        (opening(Stage.ARCHIVED), FAN, "vote.not_open"),
        (Opening(Stage.SUBMITTED, False, None, False), FAN, "vote.not_open"),
        (opening(), Voter(is_active=True, is_staff=False, is_on_team=True), "vote.own_idea"),
        (opening(), Voter(is_active=True, is_staff=True, is_on_team=False), "vote.staff"),
        (opening(), Voter(is_active=False, is_staff=False, is_on_team=False), "vote.suspended"),
    ],
)
def test_who_can_vote_when(ballot: Opening, voter: Voter, code: str | None) -> None:
    refusal = rules.refusal_to_vote(ballot, voter, NOON)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("ballot", "code"),
    [
        (opening(), None),
        (opening(days=0), "vote.too_late_to_take_back"),
        (opening(Stage.CERTIFYING, reached=True), "vote.being_checked"),
        (opening(Stage.QUALIFIED, reached=True), "vote.not_open"),
        (opening(Stage.ARCHIVED), "vote.not_open"),
    ],
)
def test_when_a_vote_can_be_taken_back(ballot: Opening, code: str | None) -> None:
    refusal = rules.refusal_to_take_back(ballot, NOON)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("passed", "hours_left"),
    [(timedelta(0), 24), (timedelta(hours=23, minutes=59), 1), (timedelta(hours=24), None)],
)
def test_a_vote_taken_back_cools_down(passed: timedelta, hours_left: int | None) -> None:
    refusal = rules.refusal_to_vote_again(NOON, 24, NOON + passed)
    assert (refusal.values["hours"] if refusal else None) == hours_left


@pytest.mark.parametrize(
    ("ballot", "counts"),
    [
        (opening(days=-2.9), True),
        (opening(days=-3), False),
        (opening(Stage.CERTIFYING, reached=True, days=-9), True),
        (opening(Stage.ARCHIVED, days=-9), True),
        (opening(Stage.EXPIRED, days=-1), False),
        (opening(Stage.QUALIFIED, reached=True), False),
    ],
)
def test_a_vote_cast_in_time_counts_for_three_days(ballot: Opening, counts: bool) -> None:
    assert rules.may_still_count(ballot, NOON) is counts


@pytest.mark.parametrize(
    ("missing", "waiting", "overdue", "decided"),
    [
        (1, 0, timedelta(0), True),
        (2, 1, timedelta(0), True),
        (2, 2, timedelta(hours=71), False),
        (2, 2, timedelta(hours=72), True),
    ],
)
def test_when_an_expiry_is_certain(
    missing: int, waiting: int, overdue: timedelta, decided: bool
) -> None:
    assert rules.is_decided(missing, waiting, overdue) is decided


@pytest.mark.parametrize(
    ("votes", "tiers", "fill"),
    [
        (0, 0, 0.0),
        (50, 0, 0.125),
        (99, 0, 0.2475),
        (100, 1, 0.25),
        (550, 1, 0.375),
        (10_000, 4, 1.0),
        (12_000, 4, 1.0),
    ],
)
def test_where_votes_stand_on_the_ladder(votes: int, tiers: int, fill: float) -> None:
    assert rules.tiers_reached(LADDER, votes) == tiers
    assert rules.fill(LADDER, votes) == fill


def test_heat_rises_with_votes_and_favours_the_new() -> None:
    two_old = rules.heated(rules.warmth(NOON), NOON)
    assert two_old == rules.warmth(NOON) + rules.DOUBLING
    assert rules.warmth(NOON + rules.HALF_LIFE) == two_old
    assert rules.heated(two_old, LATER) > two_old


def test_taking_a_vote_back_cools() -> None:
    heat = rules.heated(rules.warmth(NOON), LATER)
    assert abs(rules.cooled(heat, LATER) - rules.warmth(NOON)) <= 2
    assert rules.cooled(rules.warmth(NOON), NOON) < rules.warmth(NOON)
