"""What became of an idea with so many votes: a stage, its moves and crossings in time."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ideas.campaigns.ladder import Tier
from ideas.journey.stages import Stage
from ideas.voting.rules import DOUBLING, HALF_LIFE, tiers_reached, warmth

EARLY = 1.7
IN_TIME = 0.8
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Crossing:
    """A tier reached, and the deadline it earned."""

    tier: int
    votes: int
    crossed_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Life:
    """An idea published at a moment, with its votes by now; ``certifying`` is how long that is."""

    votes: int
    ladder: Sequence[Tier]
    published_at: datetime
    certifying: timedelta
    now: datetime

    @property
    def goal(self) -> int:
        """The votes of the last tier."""
        return self.ladder[-1].votes

    @property
    def reached_at(self) -> datetime | None:
        """When the goal was reached."""
        return self._climbing_until if self.votes >= self.goal else None

    @property
    def certify_at(self) -> datetime | None:
        """When its votes are checked."""
        return self.reached_at + self.certifying if self.reached_at else None

    @property
    def closes_at(self) -> datetime:
        """The deadline that its tiers earned."""
        tiers = min(tiers_reached(self.ladder, self.votes) + 1, len(self.ladder))
        return self.published_at + timedelta(days=sum(tier.days for tier in self.ladder[:tiers]))

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.certify_at is not None:
            return Stage.QUALIFIED if self.certify_at <= self.now else Stage.CERTIFYING
        return Stage.EXPIRED if self.closes_at <= self.now else Stage.LIVE

    @property
    def closed_at(self) -> datetime | None:
        """When its ballot was closed."""
        closing = {Stage.QUALIFIED: self.certify_at, Stage.EXPIRED: self.closes_at}
        return closing.get(self.stage)

    @property
    def moves(self) -> list[tuple[Stage, Stage, datetime, str | None]]:
        """From, to, when, and the reason if the clock gave one."""
        moved: list[tuple[Stage, Stage, datetime, str | None]] = [
            (Stage.DRAFT, Stage.SUBMITTED, self.published_at - A_MINUTE, None),
            (Stage.SUBMITTED, Stage.LIVE, self.published_at, None),
        ]
        if self.reached_at is not None:
            moved.append((Stage.LIVE, Stage.CERTIFYING, self.reached_at, "goal_reached"))
        if self.closed_at is not None and self.stage is Stage.QUALIFIED:
            moved.append((Stage.CERTIFYING, Stage.QUALIFIED, self.closed_at, "certified"))
        elif self.closed_at is not None:
            moved.append((Stage.LIVE, Stage.EXPIRED, self.closed_at, "time_ran_out"))
        return moved

    @property
    def crossings(self) -> Iterator[Crossing]:
        """The tiers it reached."""
        closes_at = self.published_at
        for number, tier in enumerate(self.ladder[: tiers_reached(self.ladder, self.votes)], 1):
            closes_at += timedelta(days=tier.days)
            earned = self.ladder[number].days if number < len(self.ladder) else 0
            moment = self._moment_of(tier.votes - 1)
            yield Crossing(number, tier.votes, moment, closes_at + timedelta(days=earned))

    def offsets(self) -> list[float]:
        """When each vote was cast, in seconds since it was published, the first first."""
        climbing, span = min(self.votes, self.goal), self._climbing_for.total_seconds()
        offsets = [span * ((number + 1) / climbing) ** EARLY for number in range(climbing)]
        late = self.votes - climbing
        left = min(self.certifying, self.now - self._climbing_until).total_seconds()
        return offsets + [span + left * (number + 1) / (late + 1) for number in range(late)]

    def heat_after(self, offsets: Sequence[float]) -> int:
        """The ballot's heat after these votes, as if each had been counted alone."""
        last, half = max(offsets, default=0.0), HALF_LIFE.total_seconds()
        total = 2 ** (-last / half) + sum(2 ** ((each - last) / half) for each in offsets)
        high = warmth(self.published_at + timedelta(seconds=last))
        return high + round(math.log2(total) * DOUBLING)

    @property
    def _climbing_for(self) -> timedelta:
        """Votes up to the goal come before the first deadline."""
        first = timedelta(days=self.ladder[0].days * IN_TIME)
        return min(first, (self.now - self.published_at) * IN_TIME)

    @property
    def _climbing_until(self) -> datetime:
        return self.published_at + self._climbing_for

    def _moment_of(self, number: int) -> datetime:
        """Of a vote up to the goal."""
        part: float = ((number + 1) / min(self.votes, self.goal)) ** EARLY
        return self.published_at + self._climbing_for * part
