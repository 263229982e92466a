"""Trying a proposal: what it makes of open ideas, of the last year, and of the coming rounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ideas.tuning.filling import Filled, fill
from ideas.tuning.forecast.rules import Range
from ideas.tuning.past import by_month, ends_of, shares_of
from ideas.tuning.proposals import Chosen, Coming, Proposal, Seen
from ideas.tuning.rounds import Likely, chances_of, likely_ideas, newcomers, size_of
from ideas.tuning.rules import Effect, End, effect_of, replay


@dataclass(frozen=True)
class Tried:
    """What a proposal does. ``rounds`` are sizes of what is new in each, ``filled`` what it holds
    with what is carried over; ``shares`` of ideas that reach each tier, 0 to 1; ``months`` hold how
    many ideas would have qualified in each of the last twelve."""

    proposal: Proposal
    climbing: float
    qualifying: Chosen
    over: Chosen
    reaching: Chosen
    rounds: Sequence[Range]
    filled: Sequence[Filled]
    months: Sequence[float]
    ends: dict[End, float]
    shares: Sequence[float]
    likely: Sequence[Likely]


def try_out(
    proposal: Proposal, seen: Sequence[Seen], coming: Sequence[Coming], now: datetime
) -> Tried:
    """Try a proposal on the sample."""
    today = now.date()
    replays = [(each, replay(each.curve, proposal.ladder)) for each in seen]
    climbing = [each for each in seen if each.standing is not None]
    effects = [(each, _effect(each, proposal, now)) for each in climbing]
    chances = list(chances_of(effects, proposal, coming, now))
    late = newcomers(replays, proposal, coming, now)
    sizes = [size_of(number, coming, chances, late) for number in range(len(coming))]
    return Tried(
        proposal=proposal,
        climbing=sum(each.stands_for for each in climbing),
        qualifying=_chosen(each for each, effect in effects if effect.qualifies),
        over=_chosen(each for each, effect in effects if _is_over(effect, now)),
        reaching=_chosen(each for each, effect in effects if _climbs(each, effect)),
        rounds=sizes,
        filled=fill(sizes, [proposal.capacity or each.capacity for each in coming]),
        months=by_month(replays, today),
        ends=ends_of(replays, today),
        shares=shares_of(replays, len(proposal.ladder)),
        likely=likely_ideas(chances, effects, now),
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
