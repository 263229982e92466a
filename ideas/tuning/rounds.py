"""The coming rounds under a proposal: which ideas may come into them, and how many will."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from ideas.tuning.forecast.rules import Pace, Range, chance_of, day_of, how_many
from ideas.tuning.proposals import Coming, Proposal, Seen
from ideas.tuning.rules import Effect, End, Replay

A_DAY = timedelta(days=1)
A_YEAR = 365
NEVER, WORTH_TELLING, MOST_TOLD = 1e-5, 0.05, 25


@dataclass(frozen=True)
class Likely:
    """An idea that may come into a round: how likely, when it is expected to, and its next step."""

    seen: Seen
    chance: float
    on: date | None
    next_votes: int
    next_chance: float


def chances_of(
    effects: Sequence[tuple[Seen, Effect]],
    proposal: Proposal,
    coming: Sequence[Coming],
    now: datetime,
) -> Iterator[tuple[Seen, list[float]]]:
    """For each climbing idea: how likely it is in each round, or an earlier one."""
    ends = [_days_until(each, proposal, now) for each in coming]
    for seen, effect in effects:
        if seen.standing is not None and seen.pace is not None:
            by = _by_round(effect, seen, ends)
            if any(by):
                in_time = in_time_chance(effect, seen.standing.votes, seen.pace, now)
                yield seen, [min(in_time, each) for each in accumulate(by, max)]


def _days_until(coming: Coming, proposal: Proposal, now: datetime) -> float:
    """Until when the goal must be reached for the votes to be checked by a cut-off."""
    return (coming.cutoff_at - timedelta(hours=proposal.hours) - now) / A_DAY


def _by_round(effect: Effect, seen: Seen, ends: Sequence[float]) -> list[float]:
    """How likely the goal is reached by each of these days from now."""
    if seen.standing is None or seen.pace is None or not ends:
        return [0.0] * len(ends)
    missing = effect.goal - seen.standing.votes
    if effect.qualifies or missing <= 0:
        return [float(end >= 0) for end in ends]
    if chance_of(missing, seen.pace, ends[-1]) < NEVER:
        return [0.0] * len(ends)
    return [chance_of(missing, seen.pace, end) for end in ends]


def in_time_chance(effect: Effect, votes: int, pace: Pace, now: datetime) -> float:
    """How likely every tier up to the goal is reached before its deadline."""
    likely, left = 1.0, (effect.closes_at - now) / A_DAY
    for number in range(effect.reached, len(effect.ladder)):
        likely = min(likely, chance_of(effect.ladder[number].votes - votes, pace, left))
        left += effect.ladder[number + 1].days if number + 1 < len(effect.ladder) else 0
    return likely


def newcomers(
    replays: Sequence[tuple[Seen, Replay]],
    proposal: Proposal,
    coming: Sequence[Coming],
    now: datetime,
) -> list[float]:
    """How many ideas not yet here will be in each round or an earlier one.

    As many as came within the year, as fast as those reach the goal under this ladder.
    """
    year_ago = now.date().toordinal() - A_YEAR
    took = [
        (each.stands_for, played.on - each.curve.opened)
        for each, played in replays
        if played.end is End.QUALIFIED and each.curve.opened > year_ago
    ]
    ends = [_days_until(each, proposal, now) for each in coming]
    return [sum(number * max(0.0, end - days) / A_YEAR for number, days in took) for end in ends]


def size_of(
    number: int,
    coming: Sequence[Coming],
    chances: Sequence[tuple[Seen, list[float]]],
    newcomers: Sequence[float],
) -> Range:
    """The size of a round: who waits, who may come of those climbing, and who is not here yet."""

    def alone(upto: Sequence[float]) -> float:
        return upto[number] - (upto[number - 1] if number else 0.0)

    sure, new = coming[number].waiting, alone(newcomers)
    found = how_many(((alone(by), seen.stands_for) for seen, by in chances), also=new)
    return Range(sure + found.middle, sure + found.low, sure + found.high)


def likely_ideas(
    chances: Sequence[tuple[Seen, list[float]]],
    effects: Sequence[tuple[Seen, Effect]],
    now: datetime,
) -> list[Likely]:
    """The likeliest of the ideas that may come into one of the rounds, the likeliest first."""
    by_idea = {seen.idea_id: effect for seen, effect in effects}
    worth = [(by[-1], seen) for seen, by in chances if by[-1] >= WORTH_TELLING]
    likeliest = sorted(worth, key=lambda each: -each[0])[:MOST_TOLD]
    return [_told(seen, chance, by_idea[seen.idea_id], now) for chance, seen in likeliest]


def _told(seen: Seen, chance: float, effect: Effect, now: datetime) -> Likely:
    if seen.standing is None or seen.pace is None:
        raise LookupError("this idea does not climb")
    votes, pace = seen.standing.votes, seen.pace
    left = max(0, (effect.closes_at - now).days)
    aim = effect.goal if effect.qualifies else effect.ladder[effect.reached].votes
    days = 0 if votes >= effect.goal else day_of(effect.goal - votes, pace, 2 * A_YEAR)
    return Likely(
        seen=seen,
        chance=chance,
        on=None if days is None else now.date() + timedelta(days=days),
        next_votes=aim,
        next_chance=chance_of(aim - votes, pace, left),
    )
