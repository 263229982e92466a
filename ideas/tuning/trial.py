"""Trying a proposal: what it makes of open ideas, of the last year, and of the coming rounds."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ideas.campaigns.ladder import Tier
from ideas.tuning.forecast.rules import Pace, Range, chance_of, how_many
from ideas.tuning.rules import Curve, Effect, End, Replay, Standing, effect_of, replay

A_DAY = timedelta(days=1)
A_YEAR, MONTHS = 365, 12
NEVER = 1e-5


@dataclass(frozen=True)
class Proposal:
    """Terms to try; ``for_open``: open ideas are put on its ladder, too."""

    ladder: tuple[Tier, ...]
    hours: int
    capacity: int
    for_open: bool = True


@dataclass(frozen=True)
class Seen:
    """An idea of the sample, for how many it stands, and while it climbs where and how fast."""

    idea_id: int
    stands_for: float
    curve: Curve
    standing: Standing | None = None
    pace: Pace | None = None


@dataclass(frozen=True)
class Coming:
    """A round to come: until when it takes ideas, and how many wait for it already."""

    name: str
    cutoff_at: datetime
    waiting: int = 0


@dataclass(frozen=True)
class Chosen:
    """Some ideas of the sample, and how many they stand for."""

    number: float
    ideas: Sequence[Seen]


@dataclass(frozen=True)
class Tried:
    """What a proposal does. ``shares`` of ideas that reach each tier, 0 to 1; ``months`` hold how
    many ideas would have qualified in each of the last twelve."""

    proposal: Proposal
    climbing: float
    qualifying: Chosen
    over: Chosen
    reaching: Chosen
    rounds: Sequence[Range]
    months: Sequence[float]
    ends: dict[End, float]
    shares: Sequence[float]
    likely: Sequence[tuple[Seen, float]]


def try_out(
    proposal: Proposal, seen: Sequence[Seen], coming: Sequence[Coming], now: datetime
) -> Tried:
    """Try a proposal on the sample."""
    today = now.date()
    replays = [(each, replay(each.curve, proposal.ladder)) for each in seen]
    climbing = [each for each in seen if each.standing is not None]
    effects = [(each, _effect(each, proposal, now)) for each in climbing]
    chances = list(_chances(effects, proposal, coming, now))
    late = _newcomers(replays, proposal, coming, now)
    return Tried(
        proposal=proposal,
        climbing=sum(each.stands_for for each in climbing),
        qualifying=_chosen(each for each, effect in effects if effect.qualifies),
        over=_chosen(each for each, effect in effects if _is_over(effect, now)),
        reaching=_chosen(each for each, effect in effects if _climbs(each, effect)),
        rounds=[_round(number, coming, chances, late) for number in range(len(coming))],
        months=_months(replays, today),
        ends=_ends(replays, today),
        shares=_shares(replays, len(proposal.ladder)),
        likely=_likely(chances),
    )


def _effect(seen: Seen, proposal: Proposal, now: datetime) -> Effect:
    """What becomes of a climbing idea; it keeps its own terms unless they are changed for all."""
    standing = seen.standing
    if standing is None:
        raise LookupError("this idea does not climb")
    return effect_of(standing, proposal.ladder if proposal.for_open else standing.ladder, now)


def _climbs(seen: Seen, effect: Effect) -> bool:
    return seen.standing is not None and effect.reached > seen.standing.tier


def _is_over(effect: Effect, now: datetime) -> bool:
    return effect.due_at <= now and not effect.qualifies


def _chosen(ideas: Iterator[Seen]) -> Chosen:
    most_first = sorted(ideas, key=lambda each: -(each.curve.sums or [0])[-1])
    return Chosen(sum(each.stands_for for each in most_first), most_first)


def _chances(
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
                yield seen, [min(in_time, each) for each in by]


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


def _newcomers(
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


def _round(
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


def _likely(chances: Sequence[tuple[Seen, list[float]]]) -> list[tuple[Seen, float]]:
    """The ideas that may come into one of the rounds, the likeliest first."""
    found = [(seen, by[-1]) for seen, by in chances if by and by[-1] >= 0.05]
    return sorted(found, key=lambda each: -each[1])


def months_before(today: date) -> list[date]:
    """The first days of the last twelve months, oldest first, this month the last."""
    first = today.year * 12 + today.month - MONTHS
    return [date((first + ago) // 12, (first + ago) % 12 + 1, 1) for ago in range(MONTHS)]


def _months(replays: Sequence[tuple[Seen, Replay]], today: date) -> list[float]:
    counted: Counter[tuple[int, int]] = Counter()
    for seen, played in replays:
        if played.end is End.QUALIFIED:
            on = date.fromordinal(played.on)
            counted[on.year, on.month] += seen.stands_for  # type: ignore[assignment]
    return [counted[month.year, month.month] for month in months_before(today)]


def _ends(replays: Sequence[tuple[Seen, Replay]], today: date) -> dict[End, float]:
    """How the ideas end that do so within these months; what is open still is not counted."""
    first, counted = months_before(today)[0].toordinal(), dict.fromkeys(End, 0.0)
    for seen, played in replays:
        is_open = played.end is End.UNKNOWN and seen.standing is not None
        if played.on >= first and not is_open:
            counted[played.end] += seen.stands_for
    return counted


def _shares(replays: Sequence[tuple[Seen, Replay]], tiers: int) -> list[float]:
    """Of the ideas of which it is known, how many reach each tier."""
    reached, known = [0.0] * tiers, [0.0] * tiers
    for seen, played in replays:
        for number in range(tiers):
            is_reached = played.reached > number
            reached[number] += is_reached * seen.stands_for
            known[number] += (is_reached or played.end is not End.UNKNOWN) * seen.stands_for
    shares = [part / whole if whole else 0.0 for part, whole in zip(reached, known, strict=True)]
    return [min(shares[: number + 1]) for number in range(tiers)]
