"""An attacker who looks at the count after each batch, and changes what was held."""

import math
from collections.abc import Generator

from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.attacks import Means, Numbers, account, means
from ideas.voting.integrity.simulation.world import Site, vote

Votes = Generator[Sighting, int, None]
"""Votes in order; sent in after each is how many of them are held by now."""

CAUGHT = 0.3


def adaptive(site: Site, idea: int, start: float, n: Numbers) -> Votes:
    """Begins as a script; each batch of which too much is held makes it dearer and slower."""
    chance, at, sent, held, given_up = site.chance, start, 0, 0, 0
    care = 0
    got = _means(site, care)
    while sent < n["votes"] and given_up < n["gives_up_after"]:
        before = held
        for _ in range(min(int(n["batch"]), int(n["votes"]) - sent)):
            at += chance.expovariate(1 / (n["gap"] * 2**care))
            held = (yield _vote(site, got, idea, at=at, care=care)) or 0
            sent += 1
        at += n["rest"]
        if held - before > CAUGHT * n["batch"]:
            care, given_up = min(care + 1, 6), given_up + 1
            got = _means(site, care)


def _means(site: Site, care: int) -> Means:
    """More networks, domains and browsers, the more care is taken."""
    places, names = 3 * 4**care, max(2, 2**care)
    return means(site, {"networks": places, "domains": names, "devices": 1 + care * 3}, "adaptive")


def _vote(site: Site, got: Means, idea: int, *, at: float, care: int) -> Sighting:
    """From the third step on it signs up and looks as people do."""
    chance = site.chance
    if care < 3:
        latency, dwell = chance.uniform(2, 20), chance.uniform(1, 6) * (1 + care)
        person = account(site, got, at, latency=latency, age=latency + chance.uniform(3, 60))
        return vote(person, idea, at, dwell=dwell)
    latency = chance.lognormvariate(math.log(60), 1.2)
    person = account(site, got, at, latency=latency, age=latency + chance.span((5, 120)))
    if care > 4:
        person.domain, person.device = site.mail(), site.device()
    return vote(person, idea, at, dwell=site.dwell(), way=site.way())
