"""The ladder as people see it: tiers below the goal, the later stages above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ideas.journey.stages import FINAL, Stage
from ideas.voting import rules
from ideas.voting.models import Ballot
from ideas.voting.pauses.rules import Standstill


class StepState(StrEnum):
    """Whether a later step lies behind, is under way, or is still to come."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Rung:
    """A tier; ``deadline`` is that of the next one, ``days`` what reaching the one below earns.

    ``at`` is where it stands on the rail, ``part`` how much of its own step is climbed, 0 to 1:
    every drawing of the ladder takes its places from here.
    """

    votes: int
    days: int
    at: float
    part: float
    is_reached: bool
    reached_at: datetime | None
    is_next: bool
    deadline: datetime | None


@dataclass(frozen=True)
class LaterStep:
    """A step after the goal; ``name`` is spoken by ``label("step", name)``, ``at`` is when due."""

    name: str
    state: StepState
    at: datetime | None


@dataclass(frozen=True)
class LadderView:
    """An idea's whole journey in one glance.

    ``closes_at`` is set while the climb is on; while votes are paused the clock ``stands_still``,
    and it is as far off as it was then. ``ended`` is the stage that stopped the climb early.
    """

    votes: int
    goal: int
    fill: float
    to_go: int
    tiers: tuple[Rung, ...]
    later: tuple[LaterStep, ...]
    opened_at: datetime
    closes_at: datetime | None
    ended: Stage | None
    stands_still: bool = False


LATER = ("certifying", "review", "selected", "on_shelf")
_STANDS_AT = {
    Stage.CERTIFYING: 0,
    Stage.QUALIFIED: 1,
    Stage.IN_REVIEW: 1,
    Stage.PARKED: 1,
    Stage.NOT_SELECTED: 1,
    Stage.SELECTED: 2,
    Stage.IN_DEVELOPMENT: 2,
    Stage.CANCELLED: 2,
    Stage.ON_SALE: 3,
    Stage.RETIRED: 3,
}
_STOPS = (FINAL - {Stage.RETIRED}) | {Stage.ARCHIVED, Stage.MERGED}


def view_of(
    ballot: Ballot,
    stage: Stage,
    reached: Mapping[int, datetime],
    *,
    review_due: datetime | None = None,
    still: Standstill | None = None,
) -> LadderView:
    """The ladder of a ballot; ``reached`` holds the moment of each tier, counted from 1."""
    runs = ballot.closes_at if stage is Stage.LIVE and ballot.reached_at is None else None
    stands_still = runs is not None and still is not None and still.holds(runs)
    if runs is not None and still is not None and stands_still:
        runs = still.put_off(runs, ballot.opened_at)
    rungs = tuple(
        Rung(
            votes=tier.votes,
            days=tier.days,
            at=round(number / len(ballot.tiers), 4),
            part=rules.climbed(ballot.tiers, number, ballot.votes),
            is_reached=number <= ballot.tier,
            reached_at=reached.get(number) if number <= ballot.tier else None,
            is_next=runs is not None and number == ballot.tier + 1,
            deadline=runs if number == ballot.tier + 1 else None,
        )
        for number, tier in enumerate(ballot.tiers, 1)
    )
    ahead = next((rung for rung in rungs if rung.is_next), None)
    return LadderView(
        votes=ballot.votes,
        goal=ballot.goal,
        fill=rules.fill(ballot.tiers, ballot.votes),
        to_go=max(0, ahead.votes - ballot.votes) if ahead else 0,
        tiers=rungs,
        later=_later(ballot, stage, review_due),
        opened_at=ballot.opened_at,
        closes_at=runs,
        ended=stage if stage in _STOPS else None,
        stands_still=stands_still,
    )


def _later(ballot: Ballot, stage: Stage, review_due: datetime | None) -> tuple[LaterStep, ...]:
    """The steps after the goal; an idea that stopped on the way has those it came to."""
    here = _STANDS_AT.get(stage, -1)
    due = {"certifying": ballot.certify_at, "review": review_due}
    steps = tuple(
        LaterStep(name, _state(at, here, stage), due.get(name) if at >= here else None)
        for at, name in enumerate(LATER)
        if name != "certifying" or ballot.certification_hours
    )
    if stage not in _STOPS:
        return steps
    return tuple(step for step in steps if step.state is StepState.DONE)


def _state(at: int, here: int, stage: Stage) -> StepState:
    if at < here or (at == here and stage in _STOPS):
        return StepState.DONE
    return StepState.NOW if at == here else StepState.AHEAD
