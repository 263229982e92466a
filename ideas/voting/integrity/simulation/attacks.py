"""Attacks: votes of accounts that one hand holds. Written without knowing the detection."""

from dataclasses import dataclass
from functools import partial

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.world import (
    DAY,
    HOUR,
    MAIL,
    PHONES,
    Person,
    Site,
    vote,
)

Numbers = dict[str, float]
WEEKS = 1_209_600


@dataclass(frozen=True)
class Means:
    """What an attacker bought: places to come from, domains to be called by, browsers to show."""

    networks: tuple[str, ...]
    domains: tuple[str, ...]
    devices: tuple[str, ...]
    listed: float = 0.0


def means(site: Site, n: Numbers, where: str) -> Means:
    """So many of each; the domains are free mail first, when few, and then bought ones."""
    chance = site.chance
    tag, count = chance.randrange(10**6), int(n["domains"])
    free = [name for name in MAIL if name][:4]
    bought = [f"bought{tag}-{number}.example" for number in range(count)]
    return Means(
        networks=tuple(f"{where} {tag} {number}" for number in range(int(n["networks"]))),
        domains=tuple([chance.choice(free)] if count == 1 else bought),
        devices=tuple(site.device() for _ in range(int(n["devices"]))),
        listed=n.get("listed", 0.0),
    )


def account(site: Site, got: Means, at: float, *, latency: float, age: float) -> Person:
    """An account made so long before its vote comes to count."""
    chance = site.chance
    domain = chance.choice(got.domains)
    is_listed = sum(domain.encode()) % 100 < got.listed * 100
    return Person(
        *(next(site.ids), chance.choice(got.networks), domain, chance.choice(got.devices)),
        joined=at - age,
        latency=latency,
        is_disposable=is_listed,
    )


def script(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """A loop: throw-away mail, a rented machine or a few, one browser, no patience."""
    chance, got, at = site.chance, means(site, n, "rented"), start
    votes = []
    for _ in range(int(n["votes"])):
        at += chance.expovariate(1 / n["gap"])
        latency = chance.uniform(1, 15)
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(1, 20))
        votes.append(vote(person, idea, at, dwell=n["dwell"] * chance.uniform(0.7, 1.5)))
    return votes


def proxies(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """The loop behind other people's homes: hardly a network twice, mail from a few domains."""
    chance, got, at = site.chance, means(site, n, "proxy"), start
    votes = []
    for _ in range(int(n["votes"])):
        at += chance.expovariate(1 / n["gap"])
        latency = n["latency"] * chance.uniform(0.6, 1.8)
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(5, 60))
        votes.append(vote(person, idea, at, dwell=n["dwell"] * chance.uniform(0.7, 1.5)))
    return votes


def farm(site: Site, made: float, n: Numbers) -> list[Person]:
    """Accounts made within days of each other, long ago, each with its own home and browser."""
    chance, people = site.chance, []
    for _ in range(int(n["votes"])):
        person = site.somebody(made, new=0)
        person.joined = made + chance.uniform(0, n["made_within"])
        people.append(person)
    return people


def lockstep(
    site: Site, idea: int, start: float, n: Numbers, *, people: list[Person]
) -> list[Sighting]:
    """The farm votes for another customer: nearly all of it, within the hour, in any order."""
    chance = site.chance
    here = [person for person in people if chance.is_so(n["takes_part"])]
    moments = sorted(start + chance.uniform(0, n["within"]) for _ in here)
    chance.shuffle(here)
    return [
        vote(person, idea, at, dwell=site.dwell(), way="direct")
        for person, at in zip(here, moments, strict=True)
    ]


def slow_drip(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """A few an hour for days, by the hours at which people are awake."""
    chance, got = site.chance, means(site, n, "drip")
    days = max(1, int(n["lasts"] // DAY))
    votes = []
    for at in chance.moments(int(n["votes"]), site.shapes.hours * days, start, HOUR):
        latency = chance.span((5, 300))
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(10, 90))
        dwell = n["dwell"] * chance.uniform(0.6, 1.8)
        votes.append(vote(person, idea, at, dwell=dwell, way=site.way()))
    return votes


def stored_up(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """Votes cast for days with addresses left unconfirmed, then all confirmed in minutes."""
    chance, got = site.chance, means(site, n, "stored")
    votes = []
    for at in sorted(start + chance.uniform(0, n["within"]) for _ in range(int(n["votes"]))):
        latency = chance.uniform(HOUR, n["stored_for"])
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(5, 60))
        votes.append(vote(person, idea, at, dwell=site.dwell()))
    return votes


def deadline_burst(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """The missing votes in the last minutes, among those of people who come late as well."""
    chance, got = site.chance, means(site, n, "late")
    votes = []
    for at in sorted(start + chance.uniform(0, n["within"]) for _ in range(int(n["votes"]))):
        latency = chance.span((5, 200))
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(5, 60))
        dwell = n["dwell"] * chance.uniform(0.6, 1.8)
        votes.append(vote(person, idea, at, dwell=dwell, way=site.way()))
    return votes


def click_farm(site: Site, idea: int, start: float, n: Numbers) -> list[Sighting]:
    """Paid people with real phones in one place: few carriers, few kinds of phone, free mail."""
    chance, votes = site.chance, []
    phone = partial(site.device, PHONES)
    phones = [phone() for _ in range(int(n["devices"]))]
    carriers = [f"farm {chance.randrange(10**6)}" for _ in range(int(n["carriers"]))]
    for at in sorted(start + chance.uniform(0, n["lasts"]) for _ in range(int(n["votes"]))):
        person = site.somebody(at, new=1)
        person.network, person.device = chance.choice(carriers), chance.choice(phones)
        person.domain = "gmail.com" if chance.is_so(0.9) else person.domain
        votes.append(vote(person, idea, at, dwell=n["dwell"] * chance.uniform(0.5, 2)))
    return votes
