"""The tests for votes that are too much alike, on small crowds made by hand."""

import math
import random
from collections.abc import Iterator

import pytest

from ideas.voting.integrity.detection.detector import Detector
from ideas.voting.integrity.detection.rules import DAY, HOUR, Ground, Kind, Sighting, Suspicion
from ideas.voting.integrity.detection.tails import (
    chi_squared_tail,
    cut_off,
    dispersion,
    negative_binomial_tail,
    poisson_tail,
)

pytestmark = pytest.mark.once
START = 1_772_000_000.0
HERE, ELSEWHERE = 1, 2


@pytest.mark.parametrize(
    ("found", "expected", "probability"),
    [(1, 1.0, 1 - math.exp(-1)), (3, 1.0, 0.0803014), (10, 3.0, 0.0011025), (0, 2.0, 1.0)],
)
def test_poisson_tail(found: int, expected: float, probability: float) -> None:
    tail = poisson_tail(found, expected)
    if found > expected:
        assert 10**tail == pytest.approx(probability, rel=1e-4)
    else:
        assert tail == 0.0


def test_poisson_tail_is_finite_where_floats_end() -> None:
    assert -4000 < poisson_tail(2000, 10.0) < -3500
    assert poisson_tail(3, 0.0) == -math.inf


def test_negative_binomial_tail() -> None:
    # size 1 is the geometric distribution: P(X >= k) = part ** k
    assert 10 ** negative_binomial_tail(5, 2.0, 1.0) == pytest.approx((2 / 3) ** 5)
    assert negative_binomial_tail(20, 2.0, 1e9) == pytest.approx(poisson_tail(20, 2.0), rel=1e-4)


def test_dispersion_by_moments() -> None:
    assert dispersion([3, 3, 3]) == math.inf
    assert dispersion([0, 10, 0, 10]) == pytest.approx(25 / (100 / 3 - 5))


def test_chi_squared_tail() -> None:
    assert 10 ** chi_squared_tail(23.209, 10) == pytest.approx(0.01, rel=0.02)
    assert chi_squared_tail(5_000.0, 2) < -900


def test_false_discoveries_are_bounded() -> None:
    logs = [-5.0, -1.5, -0.5]
    assert cut_off(logs, 0.05) == -1.5
    assert cut_off(logs, 0.05, tested=1_000) == -5.0
    assert cut_off([], 0.05) == -math.inf


def crowd(
    number: int, *, idea: int = HERE, seed: int = 1, begin: float = START, lasts: float = HOUR
) -> Iterator[Sighting]:
    """People as they come: many networks, some domains and devices, their own pace."""
    dice = random.Random(seed)
    for person in range(number):
        yield Sighting(
            idea,
            seed * 1_000_000 + person,
            begin + lasts * person / number,
            network=f"n{dice.randrange(4 * number)}",
            domain=dice.choice(["big", "big", "big", "large", "large", f"own{person}"]),
            device=f"d{int(dice.paretovariate(1.1))}",
            age=dice.expovariate(1 / (60 * DAY)),
            latency=dice.lognormvariate(5, 1.2),
            dwell=dice.lognormvariate(3.2, 1),
            referrer=dice.choice(["web", "direct", "post", "site"]),
        )


def told(*sightings: Iterator[Sighting]) -> tuple[Detector, list[Suspicion]]:
    """What a detector says that is asked every half minute."""
    detector, found, asked = Detector(), [], 0.0
    for sighting in sorted((each for group in sightings for each in group), key=lambda s: s.at):
        detector.see(sighting)
        if sighting.at - asked >= 30:
            asked = sighting.at
            found += detector.suspicions(asked)
    return detector, [*found, *detector.suspicions(asked + 20)]


def held(found: list[Suspicion]) -> set[int]:
    return {person for each in found if each.holds for person in each.people}


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_is_left_alone(seed: int) -> None:
    _, found = told(crowd(1_200, seed=seed + 1), crowd(400, idea=ELSEWHERE, seed=99))
    assert held(found) == set()


def script(number: int, *, networks: int, begin: float = START + 600) -> Iterator[Sighting]:
    """One hand, many accounts."""
    dice = random.Random(7)
    for person in range(number):
        yield Sighting(
            HERE,
            person,
            begin + 2 * person,
            network=f"p{person % networks}",
            domain="thrown",
            is_disposable=True,
            device="d1",
            age=dice.uniform(20, 50),
            latency=dice.uniform(4, 8),
            dwell=0.4,
            referrer="direct",
        )


@pytest.mark.parametrize("networks", [2, 400])
def test_a_script_is_held_through_one_network_or_many(networks: int) -> None:
    _, found = told(crowd(600), script(400, networks=networks))
    caught = held(found)
    assert len(caught & set(range(400))) >= 396
    assert len(caught - set(range(400))) <= 6


def test_what_is_said_of_a_group_can_be_checked() -> None:
    _, found = told(crowd(600), script(400, networks=2))
    for each in found:
        assert each.found >= 3 * each.expected
        assert each.log10_p == pytest.approx(poisson_tail(each.found, each.expected))
    assert found


def a_class(number: int = 28) -> Iterator[Sighting]:
    """A school class: one room, the same tablets, accounts made for it in the same lesson."""
    dice = random.Random(3)
    for person in range(number):
        yield Sighting(
            HERE,
            person,
            START + 1_200 + dice.uniform(0, 900),
            network="school",
            domain="school",
            device="tablet",
            age=dice.uniform(120, 900),
            latency=dice.lognormvariate(4.5, 0.6),
            dwell=dice.lognormvariate(3.5, 0.8),
            referrer="direct",
        )


def test_a_class_is_held_whole_and_once_released_stays_so() -> None:
    detector, found = told(crowd(200), a_class())
    assert held(found) == set(range(28))
    keys = [each.key for each in found if each.holds]
    detector.forgive(HERE, range(28), keys)
    detector.see(next(a_class(1)))
    detector.see(Sighting(HERE, 500, START + 3_000, network="school", domain="school"))
    assert held(detector.suspicions(START + 3_010)) == set()


def marching() -> Iterator[Sighting]:
    """Sixty accounts go together from idea to idea."""
    for step, idea in enumerate((5, 6, HERE)):
        begin = START + step * 3 * HOUR
        yield from crowd(60, idea=idea, seed=4, begin=begin, lasts=300)


def strolling() -> Iterator[Sighting]:
    """Crowds of people who have nothing to do with each other."""
    for idea in (5, 6, HERE):
        yield from crowd(200, idea=idea, seed=5, lasts=DAY)


def test_accounts_in_lockstep_are_held() -> None:
    _, found = told(marching(), strolling())
    lockstep = [each for each in found if each.ground is Ground.LOCKSTEP]
    assert {person // 1_000_000 for person in held(lockstep)} == {4}
    assert len(held(lockstep)) == 60


def test_accounts_in_lockstep_take_their_time_and_some_stay_away() -> None:
    dice = random.Random(11)

    def marching() -> Iterator[Sighting]:
        for step, idea in enumerate((5, 6, 7, 8, HERE)):
            people = dice.sample(range(80), 72)
            for place, each in enumerate(crowd(72, idea=idea, seed=4, lasts=3_300)):
                fields = {name: getattr(each, name) for name in Sighting.__slots__}
                at = each.at + step * 3 * HOUR
                yield Sighting(**fields | {"person": 4_000_000 + people[place], "at": at})

    def strolling() -> Iterator[Sighting]:
        for idea in (5, 6, 7, 8, HERE):
            yield from crowd(200, idea=idea, seed=5, lasts=DAY)

    _, found = told(marching(), strolling())
    here = [each for each in found if each.idea == HERE and each.ground is Ground.LOCKSTEP]
    assert {person // 1_000_000 for person in held(here)} == {4}
    assert len(held(here)) >= 71


def test_a_crowd_on_the_move_comes_through_a_carrier() -> None:
    def moving(share: float, idea: int, begin: float) -> Iterator[Sighting]:
        dice = random.Random(idea)
        for each in crowd(1_000, idea=idea, seed=idea, begin=begin):
            fields = {name: getattr(each, name) for name in Sighting.__slots__}
            is_moving = dice.random() < share
            yield Sighting(**fields | ({"network": "carrier"} if is_moving else {}))

    _, found = told(moving(0.05, ELSEWHERE, START - DAY), moving(0.17, HERE, START))
    assert held(found) == set()


def test_a_newsletter_is_no_lockstep() -> None:
    sittings = [crowd(300, idea=idea, seed=6, begin=START + idea * 20) for idea in (5, 6, 7, HERE)]
    _, found = told(*sittings)
    assert [each for each in found if each.ground is Ground.LOCKSTEP] == []


def test_stored_confirmations_released_at_once_are_held() -> None:
    def released() -> Iterator[Sighting]:
        for each in crowd(150, seed=8, begin=START + HOUR, lasts=60):
            fields = {name: getattr(each, name) for name in Sighting.__slots__}
            yield Sighting(**fields | {"latency": 9 * HOUR + each.person % 900})

    _, found = told(crowd(50), released())
    assert len(held(found)) >= 148
    assert {each.key[0][0] for each in found if each.ground is Ground.SOURCE} == {Kind.LATENCY}


def test_a_sudden_crowd_is_to_be_looked_at_and_not_held() -> None:
    slow = crowd(400, seed=11, lasts=3 * DAY)
    sudden = crowd(900, seed=12, begin=START + 3 * DAY, lasts=HOUR / 2)
    _, found = told(slow, sudden)
    assert Ground.SPEED in {each.ground for each in found}
    assert held(found) == set()


def test_other_people_than_before_are_to_be_looked_at() -> None:
    def new() -> Iterator[Sighting]:
        for each in crowd(300, seed=14, begin=START + 4 * DAY, lasts=DAY):
            fields = {name: getattr(each, name) for name in Sighting.__slots__}
            yield Sighting(**fields | {"age": 600.0})

    _, found = told(crowd(300, seed=13, lasts=3 * DAY), new())
    assert Ground.DRIFT in {each.ground for each in found}


def test_what_is_not_known_of_others_makes_nobody_odd() -> None:
    def unknown() -> Iterator[Sighting]:
        for person in range(2_000):
            age = 9e6 + 5_000.0 * (person * 7 % 2_000)
            yield Sighting(ELSEWHERE, 9_000_000 + person, START + person, age=age)

    _, found = told(unknown(), crowd(300, idea=5, seed=21), crowd(120, seed=22))
    assert held(found) == set()


def dressed(each: Sighting, **fields: object) -> Sighting:
    """The same vote but for this."""
    kept = {name: getattr(each, name) for name in Sighting.__slots__}
    return Sighting(**kept | fields)


def test_votes_that_mix_some_networks_and_domains_hang_together() -> None:
    """No value brings many, but each vote shares one with another."""

    def mixing() -> Iterator[Sighting]:
        dice = random.Random(5)
        for each in crowd(90, seed=41, begin=START + 600):
            network, domain = f"got {dice.randrange(20)}", f"bought {dice.randrange(20)}"
            yield dressed(each, network=network, domain=domain)

    _, found = told(crowd(100, seed=42), crowd(1_500, idea=ELSEWHERE, seed=43), mixing())
    together = [each for each in found if each.key[0][0] is Kind.COMPANY]
    assert {person // 1_000_000 for person in held(together)} == {41}
    assert len(held(together)) >= 80
    assert {value for each in together for _, value in each.key} == {""}


def test_households_are_no_company() -> None:
    """Pairs from one network each, whatever their number."""

    def pairs() -> Iterator[Sighting]:
        for number, each in enumerate(crowd(400, seed=44)):
            yield dressed(each, network=f"home {number // 2}")

    _, found = told(pairs(), crowd(900, idea=ELSEWHERE, seed=45))
    assert held(found) == set()


def test_accounts_made_in_one_week_long_ago_are_held() -> None:
    def stocked() -> Iterator[Sighting]:
        dice = random.Random(6)
        for each in crowd(80, seed=46, begin=START + 600):
            made = START // (7 * DAY) * 7 * DAY - 140 * DAY + dice.uniform(0, 6.9 * DAY)
            yield dressed(each, age=each.at - made)

    _, found = told(crowd(100, seed=47), crowd(1_500, idea=ELSEWHERE, seed=48), stocked())
    assert {each.key[0][0] for each in found if each.holds} == {Kind.WEEK}
    caught = held(found)
    assert len([person for person in caught if person // 1_000_000 == 46]) >= 76
    assert len([person for person in caught if person // 1_000_000 != 46]) <= 12


def new_here(
    number: int, seed: int, *, idea: int = HERE, begin: float = START
) -> Iterator[Sighting]:
    """People who signed up to vote, from homes of their own."""
    dice = random.Random(seed)
    for each in crowd(number, idea=idea, seed=seed, begin=begin):
        latency = dice.lognormvariate(4, 1.2)
        network = f"home {seed} {each.person}"
        yield dressed(each, network=network, latency=latency, age=latency + dice.uniform(5, 90))


def site(seed: int) -> Iterator[Sighting]:
    """Elsewhere people come from few networks, and a third of them is new."""
    for number, each in enumerate(crowd(1_200, idea=ELSEWHERE, seed=seed)):
        latency = each.latency or 0.0
        age = latency + 30 if number % 3 == 0 else 9e6 + 3_600.0 * (number * 7 % 5_000)
        idea = ELSEWHERE + number % 2 * 5
        yield dressed(each, idea=idea, network=f"n{number % 59}", age=age)


def test_only_strangers_are_held_and_in_one_case() -> None:
    _, found = told(site(51), site(52), new_here(200, 53, begin=START + 2 * HOUR))
    keys = [each.key for each in found if each.idea == HERE and each.holds]
    assert set(keys) == {((Kind.STRANGER, "yes"),)}
    assert len(held(found)) >= 190


def test_new_accounts_of_one_pace_are_held() -> None:
    def paced() -> Iterator[Sighting]:
        dice = random.Random(8)
        for number, each in enumerate(new_here(120, 54, begin=START + 2 * HOUR)):
            latency, device = dice.uniform(4, 15), f"own {number}"
            times = {"latency": latency, "age": latency + 20, "dwell": dice.uniform(4, 15)}
            yield dressed(each, network=f"n{number % 60}", device=device, **times)

    _, found = told(site(55), crowd(400, seed=56, begin=START + 2 * HOUR), paced())
    assert ((Kind.MANNER, "4:4"),) in {each.key for each in found if each.holds}
    caught = held(found)
    assert len([person for person in caught if person // 1_000_000 == 54]) >= 114
    assert len([person for person in caught if person // 1_000_000 != 54]) <= 6


def test_lockstep_is_followed_back_to_where_it_went_before() -> None:
    _, found = told(marching(), strolling())
    lockstep = [each for each in found if each.ground is Ground.LOCKSTEP]
    for idea in (5, 6, HERE):
        assert len(held([each for each in lockstep if each.idea == idea])) == 60


def test_what_is_suspect_does_not_teach_what_is_usual() -> None:
    detector, found = told(script(400, networks=2), site(57), crowd(500, idea=5, seed=58))
    assert len(held(found)) >= 396
    share = detector.crowd.elsewhere(ELSEWHERE, Kind.DOMAIN, "thrown")
    assert share is not None
    assert share[0] <= 4


def test_memory_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideas.voting.integrity.detection.detector.MOST_IN_ALL", 500)
    detector, _ = told(crowd(900, seed=31), crowd(900, idea=ELSEWHERE, seed=32, begin=START + DAY))
    assert sum(map(len, detector.votes.values())) <= 500
    assert HERE not in detector.votes or detector.votes[HERE] == []
