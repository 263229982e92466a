"""A seed's site: its honest votes of eight days, with every attack and every crowd in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation import attacks, crowds
from ideas.voting.integrity.simulation.adaptive import Votes, adaptive
from ideas.voting.integrity.simulation.ranges import (
    ATTACKS,
    CROWDS,
    SHARE_OF_ATTACK_NEEDED,
    SHARE_OF_HONEST_NEEDED,
    drawn,
)
from ideas.voting.integrity.simulation.shapes import WRITTEN, Shapes
from ideas.voting.integrity.simulation.world import DAY, HOUR, MONDAY, Chance, Person, Site, vote

VERSION = 1
DAYS = 8
OTHER_IDEAS = 90
OTHER_VOTES = (5_000, 9_000)
FOLLOWERS = (100, 600)
BEGINS = (3 * DAY, 4.5 * DAY)
SEVERAL = 0.35
EARLIER = "lockstep, earlier"

Made = Callable[[Site, int, float, dict[str, float]], list[Sighting]]

SIMPLE: Mapping[str, Made] = {
    "script": attacks.script,
    "proxies": attacks.proxies,
    "slow drip": attacks.slow_drip,
    "stored up": attacks.stored_up,
    "click farm": attacks.click_farm,
}
HONEST: Mapping[str, Made] = {
    "viral spike": crowds.viral_spike,
    "school class": crowds.school_class,
    "office": crowds.office,
    "newsletter": crowds.newsletter,
    "TV moment": crowds.tv_moment,
}


@dataclass(frozen=True)
class Source:
    """Votes in order, and whether they are an attack's."""

    votes: Votes
    is_attack: bool
    is_crowd: bool = False


@dataclass
class Scenario:
    """What happens to one idea. ``goal`` votes are its tier; ``reaches`` is whether it should."""

    name: str
    idea: int
    sources: list[Source] = field(default_factory=list)
    goal: int = 0
    reaches: bool = False


def scenarios_of(seed: int, shapes: Shapes = WRITTEN) -> list[Scenario]:
    """Everything of a seed; the first has the rest of the site and no goal."""
    site = Site(Chance(f"ideas {VERSION} {seed}"), shapes)
    found = [Scenario("the rest", 0, [Source(plain(rest_of(site)), is_attack=False)])]
    ideas = iter(range(1_000, 2_000))
    found += [_simple(site, name, next(ideas)) for name in SIMPLE]
    found += [_false_flag(site, next(ideas)), _deadline(site, next(ideas))]
    found += [_adaptive(site, next(ideas)), *_lockstep(site, ideas)]
    found += [_honest(site, name, next(ideas)) for name in HONEST]
    return found


def plain(votes: Iterable[Sighting]) -> Votes:
    """Votes that do not look back."""
    for each in sorted(votes, key=lambda vote: vote.at):
        _ = yield each


def rest_of(site: Site) -> list[Sighting]:
    """Votes for all the other ideas, a few of which get most; a third by known people."""
    chance, votes = site.chance, []
    met: list[tuple[Person, set[int]]] = []
    hours = site.shapes.hours * DAYS
    for at in chance.moments(chance.some(OTHER_VOTES), hours, MONDAY, HOUR):
        idea = 1 + chance.rank(OTHER_IDEAS)
        again = chance.choice(met) if met and chance.is_so(SEVERAL) else None
        if again is None or idea in again[1]:
            again = (site.somebody(at), set())
            met.append(again)
        again[1].add(idea)
        votes.append(vote(again[0], idea, at, dwell=site.dwell(), way=site.way()))
    return votes


def _followed(site: Site, name: str, idea: int) -> tuple[Scenario, int]:
    count = site.chance.some(FOLLOWERS)
    votes = crowds.followers(site, idea, count, start=MONDAY, days=DAYS)
    return Scenario(name, idea, [Source(plain(votes), is_attack=False)]), count


def _begin(site: Site) -> float:
    return MONDAY + site.chance.uniform(*BEGINS)


def _needs(site: Site, scenario: Scenario, honest: float, attack: float) -> Scenario:
    """The tier is out of honest reach, and an attack that nobody holds reaches it."""
    share = site.chance.uniform(*SHARE_OF_ATTACK_NEEDED)
    scenario.goal = round(honest + max(1.0, share * attack))
    return scenario


def _deserves(site: Site, scenario: Scenario, honest: float) -> Scenario:
    """The honest votes reach the tier."""
    scenario.goal = max(1, int(honest * site.chance.uniform(*SHARE_OF_HONEST_NEEDED)))
    scenario.reaches = True
    return scenario


def _simple(site: Site, name: str, idea: int) -> Scenario:
    scenario, honest = _followed(site, name, idea)
    numbers = drawn(site.chance, ATTACKS[name])
    votes = SIMPLE[name](site, idea, _begin(site), numbers)
    scenario.sources.append(Source(plain(votes), is_attack=True))
    return _needs(site, scenario, honest, len(votes))


def _false_flag(site: Site, idea: int) -> Scenario:
    """Somebody attacks in favour of an idea which needs no help, so that it looks guilty."""
    scenario, honest = _followed(site, "false flag", idea)
    numbers = drawn(site.chance, ATTACKS["false flag"])
    more = crowds.followers(site, idea, int(numbers["honest"]), start=MONDAY + DAY, days=DAYS - 1)
    votes = attacks.script(site, idea, _begin(site), numbers)
    scenario.sources.append(Source(plain(more), is_attack=False))
    scenario.sources.append(Source(plain(votes), is_attack=True))
    return _deserves(site, scenario, honest + numbers["honest"])


def _deadline(site: Site, idea: int) -> Scenario:
    """The last day: people who come late, and an attacker who comes later."""
    scenario, honest = _followed(site, "deadline burst", idea)
    numbers = drawn(site.chance, ATTACKS["deadline burst"])
    closes = MONDAY + DAYS * DAY
    late = crowds.followers(site, idea, int(numbers["honest"]), start=closes - DAY, days=1)
    votes = attacks.deadline_burst(site, idea, closes - numbers["within"], numbers)
    scenario.sources.append(Source(plain(late), is_attack=False))
    scenario.sources.append(Source(plain(votes), is_attack=True))
    return _needs(site, scenario, honest + len(late), len(votes))


def _adaptive(site: Site, idea: int) -> Scenario:
    scenario, honest = _followed(site, "adaptive", idea)
    numbers = drawn(site.chance, ATTACKS["adaptive"])
    votes = adaptive(site, idea, _begin(site), numbers)
    scenario.sources.append(Source(votes, is_attack=True))
    return _needs(site, scenario, honest, numbers["votes"])


def _lockstep(site: Site, ideas: Iterable[int]) -> list[Scenario]:
    """The farm serves customers some hours apart; the last of them is the one that is measured."""
    chance, found = site.chance, []
    numbers = drawn(chance, ATTACKS["lockstep"])
    people = attacks.farm(site, MONDAY - chance.span((20 * DAY, 400 * DAY)), numbers)
    start, customers = MONDAY + chance.uniform(DAY, 2 * DAY), int(numbers["before"]) + 1
    for customer, idea in zip(range(customers), ideas, strict=False):
        is_last = customer == customers - 1
        scenario, honest = _followed(site, "lockstep" if is_last else EARLIER, idea)
        votes = attacks.lockstep(site, idea, start, numbers, people=people)
        scenario.sources.append(Source(plain(votes), is_attack=True))
        found.append(_needs(site, scenario, honest, len(votes)))
        start += chance.uniform(3 * HOUR, 20 * HOUR)
    return found


def _honest(site: Site, name: str, idea: int) -> Scenario:
    scenario, honest = _followed(site, name, idea)
    votes = HONEST[name](site, idea, _begin(site), drawn(site.chance, CROWDS[name]))
    scenario.sources.append(Source(plain(votes), is_attack=False, is_crowd=True))
    return _deserves(site, scenario, honest + len(votes))
