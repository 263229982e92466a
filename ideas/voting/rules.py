"""When a vote can be cast, counted or taken back, and what a count reaches."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ideas.campaigns.ladder import Tier
from ideas.journey.stages import VOTABLE, Stage
from ideas.refusals import Refusal
from ideas.settings.rules import refusal_while_read_only

CONFIRM_WITHIN = timedelta(hours=72)
HALF_LIFE = timedelta(days=2)
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
DOUBLING = 1_000_000
EVEN = 1e-6


@dataclass(frozen=True)
class Voter:
    """What the rules need to know of somebody about to vote.

    ``has_spent``: a former account with their confirmed address voted already.
    """

    is_active: bool
    is_staff: bool
    is_on_team: bool
    has_spent: bool = False


@dataclass(frozen=True)
class Opening:
    """What the rules need to know of a ballot: its idea's stage, and until when it is open.

    ``pause`` says why no votes are taken just now, although the ballot is open. In a closed vote
    it opens at ``opens_at``; while ``is_awaited``, the jury has yet to choose the idea.
    """

    stage: Stage
    is_hidden: bool
    closes_at: datetime | None
    is_reached: bool
    pause: Refusal | None = None
    opens_at: datetime | None = None
    is_awaited: bool = False

    def is_early(self, moment: datetime) -> bool:
        """True before a closed vote opens."""
        return self.is_awaited or (self.opens_at is not None and moment < self.opens_at)

    def is_open(self, moment: datetime) -> bool:
        """True while votes can be cast: up to the deadline, and as long as votes are checked."""
        if self.stage not in VOTABLE or self.is_hidden or self.closes_at is None:
            return False
        if self.opens_at is not None and self.is_early(moment):
            return False
        return self.is_reached or moment < self.closes_at


def refusal_to_vote(opening: Opening, voter: Voter, moment: datetime) -> Refusal | None:
    """Refuse staff, the idea's own team, and everybody once the ballot is closed or paused."""
    refusal = refusal_to_count(voter)
    if refusal is not None or opening.is_open(moment):
        return refusal or opening.pause
    if opening.stage is Stage.LIVE and not opening.is_hidden:
        return Refusal("vote.too_early" if opening.is_early(moment) else "vote.too_late")
    return Refusal("vote.not_open", stage=opening.stage.value)


def pause_of(*, is_open: bool, is_read_only: bool) -> Refusal | None:
    """Why no votes are taken just now, by the switches of an admin."""
    if is_read_only:
        return refusal_while_read_only(is_read_only=True)
    return None if is_open else Refusal("vote.paused")


def refusal_to_count(voter: Voter) -> Refusal | None:
    """Refuse whoever's vote must not count, whenever it was cast."""
    if not voter.is_active:
        return Refusal("vote.suspended")
    if voter.is_staff:
        return Refusal("vote.staff")
    if voter.is_on_team:
        return Refusal("vote.own_idea")
    return Refusal("vote.address_spent") if voter.has_spent else None


def refusal_to_vote_again(
    withdrawn_at: datetime | None, hours: int, moment: datetime
) -> Refusal | None:
    """Refuse while a vote that was taken back is cooling down."""
    left = wait_to_vote_again(withdrawn_at, hours, moment)
    return Refusal("vote.cooling", hours=math.ceil(left / timedelta(hours=1))) if left else None


def wait_to_vote_again(withdrawn_at: datetime | None, hours: int, moment: datetime) -> timedelta:
    """How long until somebody who took their vote back can vote again."""
    if withdrawn_at is None:
        return timedelta(0)
    return max(timedelta(0), withdrawn_at + timedelta(hours=hours) - moment)


def refusal_to_take_back(opening: Opening, moment: datetime) -> Refusal | None:
    """Refuse once votes are being checked, and once the ballot is closed."""
    if opening.stage is Stage.CERTIFYING:
        return Refusal("vote.being_checked")
    if opening.stage is Stage.LIVE and not opening.is_open(moment):
        return Refusal("vote.too_late_to_take_back")
    return None if opening.is_open(moment) else Refusal("vote.not_open", stage=opening.stage.value)


def may_still_count(opening: Opening, moment: datetime) -> bool:
    """May a vote cast in time be counted now? Up to 72 hours after the deadline it may."""
    if opening.closes_at is None or opening.stage not in VOTABLE | {Stage.ARCHIVED, Stage.MERGED}:
        return False
    return opening.stage is not Stage.LIVE or moment < opening.closes_at + CONFIRM_WITHIN


def is_decided(missing: int, waiting: int, overdue: timedelta) -> bool:
    """Past its deadline: is it certain that the votes which wait cannot be the missing ones?"""
    return waiting < missing or overdue >= CONFIRM_WITHIN


def passes(votes: int, goal: int, waiting: int, *, checks: bool, overdue: timedelta) -> bool | None:
    """At the end of the vote check: has the idea qualified, must it climb again, or not yet (None)?

    ``waiting`` votes could still count; ``checks`` go on. After 72 hours it is decided anyway.
    """
    if overdue < CONFIRM_WITHIN:
        is_open = checks if votes >= goal else votes + waiting >= goal
        if is_open:
            return None
    return votes >= goal


def tiers_reached(ladder: Sequence[Tier], votes: int) -> int:
    """How many tiers of the ladder this many votes reach."""
    return sum(tier.votes <= votes for tier in ladder)


def fill(ladder: Sequence[Tier], votes: int) -> float:
    """Where the votes stand on a rail whose tiers lie at equal distances, 0 to 1."""
    parts = (climbed(ladder, number, votes) for number in range(1, len(ladder) + 1))
    return round(sum(parts) / len(ladder), 4)


def climbed(ladder: Sequence[Tier], number: int, votes: int) -> float:
    """How much of the step up to a tier, counted from 1, the votes have climbed, 0 to 1."""
    below = ladder[number - 2].votes if number > 1 else 0
    part = (votes - below) / (ladder[number - 1].votes - below)
    return round(min(1.0, max(0.0, part)), 4)


def warmth(moment: datetime) -> int:
    """What a vote at this moment adds to the heat: millionths of a doubling since 2020."""
    return round((moment - EPOCH) / HALF_LIFE * DOUBLING)


def heated(heat: int, moment: datetime, *, votes: int = 1) -> int:
    """The heat once somebody has voted at this moment, or so many people have."""
    warm = warmth(moment) + round(math.log2(votes) * DOUBLING)
    high, low = max(heat, warm), min(heat, warm)
    return high + round(math.log2(1 + 2 ** ((low - high) / DOUBLING)) * DOUBLING)


def cooled(heat: int, moment: datetime) -> int:
    """The heat without a vote of this moment."""
    rest = 1 - 2 ** ((warmth(moment) - heat) / DOUBLING)
    return heat + round(math.log2(rest) * DOUBLING) if rest > EVEN else warmth(moment) - DOUBLING
