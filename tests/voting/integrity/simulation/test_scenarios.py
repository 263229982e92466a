"""Every attack and every crowd is what it says, and the same for the same seed."""

from collections import Counter
from functools import cache

import pytest

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.ranges import ATTACKS, CROWDS, drawn
from ideas.voting.integrity.simulation.scenarios import HONEST, Scenario, scenarios_of
from ideas.voting.integrity.simulation.world import HOUR, MINUTE, Chance

SEED = 7


@cache
def all_votes() -> dict[str, list[Sighting]]:
    """Of each scenario the votes that make it what it is."""
    return {each.name: list(each.sources[-1].votes) for each in scenarios_of(SEED)}


def votes_of(name: str) -> list[Sighting]:
    """The same of one scenario."""
    return all_votes()[name]


def most_common(votes: list[Sighting], name: str) -> float:
    """The share of the likeliest value."""
    return Counter(getattr(vote, name) for vote in votes).most_common(1)[0][1] / len(votes)


def lasts(votes: list[Sighting]) -> float:
    return votes[-1].at - votes[0].at


def test_a_seed_is_the_same_each_time_and_another_is_not() -> None:
    def drawn_of(seed: int) -> list[list[Sighting]]:
        return [[*source.votes] for each in scenarios_of(seed) for source in each.sources]

    assert drawn_of(SEED) == drawn_of(SEED)
    assert drawn_of(SEED) != drawn_of(SEED + 1)


def test_nobody_votes_twice_for_an_idea() -> None:
    votes = [
        (vote.idea, vote.person)
        for scenario in scenarios_of(SEED)
        for source in scenario.sources
        for vote in source.votes
    ]
    assert len(votes) == len(set(votes))


def test_every_attack_and_every_crowd_is_there() -> None:
    names = {scenario.name for scenario in scenarios_of(SEED)}
    assert set(ATTACKS) | set(CROWDS) | {"the rest", "lockstep, earlier"} == names
    assert set(HONEST) == set(CROWDS)


@pytest.mark.parametrize("name", [*ATTACKS, *CROWDS])
def test_numbers_are_drawn_from_their_ranges(name: str) -> None:
    ranges = {**ATTACKS, **CROWDS}[name]
    for seed in range(50):
        for key, number in drawn(Chance(seed), ranges).items():
            low, high = ranges[key]
            assert low <= number <= high


@pytest.mark.parametrize("name", [*ATTACKS, *CROWDS])
def test_votes_come_in_order_and_as_many_as_their_range_says(name: str) -> None:
    votes = votes_of(name)
    low, high = {**ATTACKS, **CROWDS}[name]["votes"]
    assert [vote.at for vote in votes] == sorted(vote.at for vote in votes)
    assert low * 0.7 <= len(votes) <= high


def test_what_each_is_known_by() -> None:
    assert sum(vote.is_disposable for vote in votes_of("script")) > 0.3 * len(votes_of("script"))
    assert most_common(votes_of("proxies"), "network") < 0.05
    assert all((vote.latency or 0) >= HOUR - 1 for vote in votes_of("stored up"))
    assert lasts(votes_of("stored up")) <= 20 * MINUTE
    assert lasts(votes_of("deadline burst")) <= 90 * MINUTE
    assert lasts(votes_of("slow drip")) > 24 * HOUR
    assert lasts(votes_of("lockstep")) <= HOUR
    assert most_common(votes_of("lockstep"), "network") < 0.2
    assert most_common(votes_of("school class"), "network") == 1
    assert most_common(votes_of("school class"), "device") == 1
    assert most_common(votes_of("office"), "network") == 1
    assert most_common(votes_of("viral spike"), "referrer") > 0.5
    assert most_common(votes_of("newsletter"), "referrer") > 0.8
    assert lasts(votes_of("TV moment")) <= 2 * HOUR


def test_the_accounts_in_lockstep_voted_together_before() -> None:
    earlier = [each for each in scenarios_of(SEED) if each.name == "lockstep, earlier"]
    farm = {vote.person for each in earlier for vote in each.sources[-1].votes}
    last = [vote.person for vote in votes_of("lockstep")]
    assert len(earlier) >= 3
    assert sum(person in farm for person in last) >= 0.98 * len(last)


def adaptive() -> Scenario:
    return next(each for each in scenarios_of(SEED) if each.name == "adaptive")


def test_the_adaptive_attacker_changes_what_is_held() -> None:
    alone = adaptive().sources[-1].votes
    unseen = [next(alone)]
    unseen += [alone.send(0) for _ in range(99)]
    watched = adaptive().sources[-1].votes
    seen = [next(watched)]
    for _ in range(99):
        seen.append(watched.send(len(seen)))
    assert len({vote.network for vote in unseen}) <= 3
    assert len({vote.network for vote in seen}) > 10
    assert lasts(seen) > lasts(unseen)
