"""What a process weighs after many pages: lists and ideas by the thousand, in changing order."""

import random
import subprocess
import tempfile
from itertools import product
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ideas.db import session
from ideas.gallery.rules import Group, Sort
from ideas.journey.models import Idea
from ideas.voting.referrals.rules import Channel
from tests.bench.load import CLIENTS
from tests.bench.pages.reading import SITE, env_of, site_at
from tests.bench.serving import megabytes_of, serving

MIXED = Path(__file__).parent / "mixed.lua"
SECONDS = 10
MOST_IDEAS = 5_000
MOST_MEGABYTES = 160.0


def weigh(app: Flask, server: str, requests: int) -> bool:
    """Print the weight of the heaviest process every now and then; True when it stays light."""
    site, answered, weight = site_at(app), 0, 0.0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(_addresses(app)))
        file.flush()
        with serving(server, f"{SITE}/healthz", env_of(site)) as first:
            print("| requests | failed | MB |\n|---:|---:|---:|", flush=True)
            while answered < requests:
                more, failed = _read(file.name)
                answered, weight = answered + more, megabytes_of(first)[0]
                print(f"| {answered:,} | {failed} | {weight:.1f} |", flush=True)
    return weight <= MOST_MEGABYTES


def _addresses(app: Flask) -> list[str]:
    """Home half of the time, the lists and a few hundred popular ideas, and thousands of others."""
    chance = random.Random(4)
    with app.app_context():
        slugs = list(session().scalars(sa.select(Idea.slug).limit(MOST_IDEAS)))
    lists = [f"/ideas?sort={sort}&stage={group}" for sort, group in product(Sort, Group)]
    popular = [f"/ideas/{slug}?via={chance.choice(list(Channel))}" for slug in slugs[:300]]
    others = [f"/ideas/{slug}" for slug in slugs]
    many = ["/"] * 20_000 + lists * 100 + popular * 50 + others
    chance.shuffle(many)
    return many


def _read(addresses: str) -> tuple[int, int]:
    done = subprocess.run(
        [
            *("wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "-s", str(MIXED), SITE),
            *("--", addresses),
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    answered, failed = done.stdout.splitlines()[-1].split()
    return int(answered), int(failed)
