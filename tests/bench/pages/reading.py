"""How many pages a second visitors read: wrk before the site, beside a Flask that says hello."""

import secrets
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ideas import clock
from ideas.accounts.door import SEEN, TOKEN
from ideas.accounts.models import RoleGrant
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.config import Config
from ideas.db import db, session, take_write_lock
from ideas.journey.models import Idea
from ideas.voting.models import Ballot, Vote
from ideas.web.signed import cookies_of
from tests.bench.load import Seen, load
from tests.bench.serving import serving

BIND = "127.0.0.1:8475"
SITE = f"http://{BIND}"
READS = Path(__file__).parent / "read.lua"
ENCODING = "br, gzip"
HELLO = "tests.bench.pages.hello:app"


@dataclass(frozen=True)
class Site:
    """A home with its data, and what is read there: names, addresses, cookies."""

    name: str
    config: Config
    pages: Sequence[tuple[str, str, str]]


def site_at(app: Flask) -> Site:
    """The data of an application; somebody there is signed in for it."""
    config: Config = app.extensions["ideas.config"]
    with app.app_context():
        size = session().scalar(sa.select(sa.func.count()).select_from(Ballot))
        most = sa.select(Idea.slug).join(Ballot, Ballot.idea_id == Idea.id)
        slug = session().scalars(most.order_by(Ballot.votes.desc()).limit(1)).one()
        cookie = _signed_in(app)
        db.session.commit()
    pages = (
        ("home", "/", ""),
        ("browse", "/ideas", ""),
        ("idea", f"/ideas/{slug}", ""),
        ("count", f"/ideas/{slug}/vote", ""),
        ("signed-in browse", "/ideas", cookie),
    )
    return Site(f"{size:,} ideas", config, pages)


def _signed_in(app: Flask) -> str:
    """The cookie of somebody who has voted."""
    staff = sa.select(RoleGrant.person_id)
    voter = sa.select(Vote.person_id).where(Vote.person_id.not_in(staff)).limit(1)
    person_id, token = session().scalars(voter).one(), secrets.token_urlsafe(32)
    moment = clock.now()
    take_write_lock()
    opened = {"token_hash": hash_of(token), "person_id": person_id}
    session().add(AuthSession(**opened, opened_at=moment, last_seen_at=moment))
    kept = {TOKEN: token, SEEN: int(moment.timestamp()), "_fresh": True, "_permanent": True}
    kept["csrf_token"] = secrets.token_hex(20)
    return f"ideas8475={cookies_of(app).dumps(kept)}"


def read(server: int, page: tuple[str, str, str], seconds: int) -> Seen:
    """Read one page for so long."""
    _, address, cookie = page
    said = (address, ENCODING, *([cookie] if cookie else []))
    return load(server, SITE, seconds, READS, said)


def rounds(
    apps: Sequence[Flask], servers: Sequence[str], *, times: int, seconds: int
) -> Iterator[tuple[str, str, Seen]]:
    """In each round hello under gunicorn's threads, then each page of each site and server."""
    for _ in range(times):
        with serving("threads", SITE, {}, ["--bind", BIND, HELLO]) as first:
            yield "gunicorn", "hello", read(first, ("hello", "/", ""), seconds)
        for server in servers:
            for app in apps:
                site = site_at(app)  # anew: a browser is noted as seen once a minute
                with serving(server, f"{SITE}/healthz", env_of(site)) as first:
                    for page in site.pages:
                        yield server, f"{page[0]}, {site.name}", read(first, page, seconds)


def env_of(site: Site) -> Mapping[str, str]:
    """How a server finds a site."""
    config = site.config
    return {
        "IDEAS_HOME": str(config.home),
        "IDEAS_SECRET_KEY": config.secret_key,
        "IDEAS_DATABASE_URL": config.database_url,
        "IDEAS_BIND": BIND,
        "IDEAS_BASE_URL": SITE,
    }


def tell(reads: Iterator[tuple[str, str, Seen]]) -> None:
    """Print each, then the medians beside hello's."""
    rates: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    print("| server | what | pages/s | p50 ms | p99 ms | failed | site µs a page | client CPU s |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for server, name, seen in reads:
        rates[server, name].append(seen.rate)
        print(
            f"| {server} | {name} | {seen.rate:,.0f} | {seen.p50_ms:.1f} | {seen.p99_ms:.1f} | "
            f"{seen.failed} | {seen.microseconds:.0f} | {seen.client_cpu:.1f} |",
            flush=True,
        )
    middle = {key: statistics.median(values) for key, values in rates.items()}
    hello = middle["gunicorn", "hello"]
    print("\n| server | what | median pages/s | ÷ hello |\n|---|---|---:|---:|")
    for (server, name), rate in middle.items():
        print(f"| {server} | {name} | {rate:,.0f} | {rate / hello:.2f} |")
