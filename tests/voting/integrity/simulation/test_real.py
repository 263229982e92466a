"""Real votes: the petition of June 2016 with its falls, and Polis with its double submits.

The files are not ours to ship; where they are not at hand these tests are skipped.
"""

import csv
import gzip
import itertools
import os
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from ideas.campaigns.ladder import Tier
from ideas.voting.actions import cast_vote
from ideas.voting.integrity.detection.detector import Detector
from ideas.voting.integrity.detection.rules import Sighting
from ideas.voting.integrity.simulation.attacks import script
from ideas.voting.integrity.simulation.shapes import WRITTEN, shapes_in
from ideas.voting.integrity.simulation.world import Chance, Site, vote
from ideas.voting.models import VoteEvent
from ideas.voting.queries import ballot_of
from ideas.voting.rules import tiers_reached
from tests.conftest import Clock
from tests.factories import a_live_idea, a_person

HERE = Path(__file__).parents[4]
DATA = Path(os.environ.get("IDEAS_DATA", HERE.parent / "shared" / "data"))
FALLS = [-12_407, -75_169, -1_070, -1_867, -3_226, -410]
LIVE = {
    "zh_vtaiwan_uberx": (538, 49_443),
    "en_nz_biodiversity": (82, 29_719),
    "de_austria_climate": (531, 61_384),
}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real data is not beside the repository"
)


def rows(name: str) -> list[dict[str, str]]:
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def petition() -> list[tuple[float, int]]:
    """The readings of the petition: when, and how many."""
    return [
        (datetime.fromisoformat(row["at"]).timestamp(), int(row["signatures"]))
        for row in rows("uk_petition_series")
        if row["series"] == "eu-referendum-rules"
    ]


def polis(name: str) -> list[tuple[int, int, str]]:
    """(statement, voter, vote), the oldest first."""
    read = sorted(rows(f"polis_{name}_votes"), key=lambda row: int(row["timestamp"]))
    return [(int(row["comment-id"]), int(row["voter-id"]), row["vote"]) for row in read]


def test_the_shapes_written_down_are_those_of_the_data() -> None:
    assert shapes_in(DATA) == WRITTEN


def test_the_petition_fell_six_times_and_no_tier_with_it() -> None:
    """Replayed as casts and voids: the count is the reading, and a tier once reached stays."""
    ladder = tuple(Tier(goal, 30) for goal in (1_000_000, 3_200_000, 4_000_000))
    cast = void = reached = 0
    falls = []
    for _, signatures in petition():
        step = signatures - (cast - void)
        cast, void = cast + max(0, step), void + max(0, -step)
        falls += [step] if step < 0 else []
        assert cast - void == signatures
        reached = max(reached, tiers_reached(ladder, cast - void))
    assert falls == FALLS
    assert void == 94_149 == -sum(falls)
    assert (cast - void, reached) == (4_095_690, 3)


def test_what_fell_would_have_been_held_and_the_spike_would_not() -> None:
    """One vote in 400, at its real moment; what fell comes as a script in the hours before."""
    site, few, detector = Site(Chance("2016"), WRITTEN), 400, Detector()
    read = petition()
    honest = [
        vote(site.somebody(at, new=0.7), 2 if n % 5 else 3 + n % 7, at, dwell=site.dwell())
        for n, at in enumerate(_moments(read, few))
    ]
    forged = []
    for (at, before), (_, after) in itertools.pairwise(read):
        if (votes := (before - after) // few) >= 8:
            numbers = {"votes": votes, "networks": 3, "domains": 5, "devices": 1}
            forged += script(site, 2, at - 7_200, {**numbers, "gap": 5, "dwell": 2, "listed": 0.8})
    held = _held(detector, sorted([*honest, *forged], key=lambda each: each.at))
    assert len(forged) == 31 + 187 + 8
    assert len(held & {each.person for each in forged}) >= 0.95 * len(forged)
    assert len(held & {each.person for each in honest}) <= 0.001 * len(honest)


def _moments(read: list[tuple[float, int]], few: int) -> list[float]:
    """The moments at which another so many had signed."""
    found: list[float] = []
    total = 0
    for (_, before), (at, after) in itertools.pairwise(read):
        total += max(0, after - before)
        while total >= few:
            total -= few
            found.append(at)
    return found


def _held(detector: Detector, votes: list[Sighting]) -> set[int]:
    held: set[int] = set()
    looks_at = votes[0].at + 60
    for each in votes:
        if each.at > looks_at:
            held |= {one for found in detector.suspicions(looks_at) for one in found.people}
            looks_at = each.at + 60
        detector.see(each)
    return held | {one for each in detector.suspicions(looks_at) for one in each.people}


@pytest.mark.parametrize("name", LIVE)
def test_double_submits_are_counted_once(name: str) -> None:
    """By the key of a vote, an idea and a person: one is kept, the same again is nothing."""
    repeats, live = LIVE[name]
    kept: dict[tuple[int, int], set[str]] = defaultdict(set)
    same = 0
    for statement, voter, value in polis(name):
        same += value in kept[statement, voter]
        kept[statement, voter].add(value)
    assert (same, len(kept)) == (repeats, live)


@pytest.mark.usefixtures("clock")
def test_real_double_submits_are_one_vote_each(session: Session, clock: Clock) -> None:
    """The statement most often submitted twice, cast as it came: every repeat changes nothing."""
    votes = polis("zh_vtaiwan_uberx")
    twice = Counter((s, v) for s, v, _ in votes)
    statement = Counter(s for (s, _), n in twice.items() if n > 1).most_common(1)[0][0]
    doubled = {v for (s, v), n in twice.items() if s == statement and n > 1}
    idea = a_live_idea(ladder=((1_000, 30),))
    people = {voter: a_person(f"Voter {voter}") for voter in sorted(doubled)}
    casts = [v for s, v, _ in votes if s == statement and v in doubled]
    for voter in casts:
        clock.go(seconds=1)
        cast_vote(idea, by=people[voter])
    session.flush()
    ballot = ballot_of(idea.id)
    assert ballot is not None
    assert len(casts) > len(people) == ballot.votes
    assert session.scalar(sa.select(sa.func.count(VoteEvent.id))) == len(people)
