"""Voters with open sessions, the ideas they vote for, and their requests, ready to be sent."""

import hashlib
import random
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from ipaddress import IPv4Address
from itertools import cycle
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from ideas import clock
from ideas.accounts.door import SEEN, TOKEN
from ideas.accounts.models import Person
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.db import session, take_write_lock
from ideas.web.signed import cookies_of, tokens_of
from tests.factories import a_live_idea

AT_ONCE = 10_000
DICE = random.Random(1)
DOMAINS = [f"mail-{number}.example" for number in range(40)]
SYSTEMS = ("Windows NT 10.0", "Macintosh", "X11; Linux x86_64", "Android 15; Mobile", "iPhone")
LADDER = ((100_000, 60), (500_000, 90), (1_000_000, 365))  # no milestone is told in a storm


def open_sessions(people: int) -> list[str]:
    """Sign in so many new people with confirmed addresses; answers the tokens of their cookies."""
    return list(sign_in_many(people))


def sign_in_many(people: int) -> dict[str, int]:
    """Sign in so many new people with confirmed addresses; their ids by their cookies' tokens."""
    tokens = [secrets.token_urlsafe(32) for _ in range(people)]
    signed_in: dict[str, int] = {}
    moment, batch = clock.now(), secrets.token_hex(4)
    for start in range(0, people, AT_ONCE):
        take_write_lock()
        portion = tokens[start : start + AT_ONCE]
        rows = [
            {
                "handle": name,
                "name": "Voter",
                "email": f"{name}@{DICE.choice(DOMAINS)}",
                "created_at": joined,
                "email_confirmed_at": joined + timedelta(minutes=DICE.expovariate(0.2)),
            }
            for name in (f"voter-{batch}-{start + n}" for n in range(len(portion)))
            for joined in (moment - timedelta(days=DICE.uniform(0.1, 700)),)
        ]
        made = sa.insert(Person)
        ids = session().scalars(made.returning(Person.id, sort_by_parameter_order=True), rows)
        signed_in |= zip(portion, ids, strict=True)
        opened = [
            {"token_hash": hash_of(token), "person_id": signed_in[token]} for token in portion
        ]
        session().execute(
            sa.insert(AuthSession).values(opened_at=moment, last_seen_at=moment), opened
        )
        session().commit()
    return signed_in


def new_ideas(number: int) -> list[str]:
    """Addresses at which one votes for so many new ideas."""
    ideas = [a_live_idea(f"Bench {number}", ladder=LADDER) for number in range(number)]
    return [f"/ideas/{idea.slug}/vote" for idea in ideas]


def write_requests(app: Flask, tokens: Sequence[str], addresses: Sequence[str], file: Path) -> None:
    """One vote of each person, spread evenly over the ideas, as ``cast.lua`` reads them.

    They come from everywhere with browsers of many kinds, as people do; so nothing is held.
    """
    with file.open("w") as out:
        for address, (cookie, token) in zip(cycle(addresses), browsers(app, tokens), strict=False):
            out.write("\t".join((address, cookie, token, *somewhere())) + "\n")


def somewhere() -> tuple[str, str]:
    """An address on the net and the name of a browser, as somebody might have them."""
    network = str(IPv4Address(DICE.randrange(1 << 24, 220 << 24)))
    return network, f"Mozilla/5.0 ({DICE.choice(SYSTEMS)}) Firefox/{DICE.randint(110, 146)}.0"


def browsers(app: Flask, tokens: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cookie of each person's browser, and the CSRF token of the page it shows."""
    cookies, forms = cookies_of(app), tokens_of(app)
    name, seen = app.config["SESSION_COOKIE_NAME"], int(clock.now().timestamp())
    for token in tokens:
        own = hashlib.sha1(token.encode()).hexdigest()  # as Flask-WTF makes it
        kept = {TOKEN: token, SEEN: seen, "_fresh": True, "_permanent": True, "csrf_token": own}
        yield f"{name}={cookies.dumps(kept)}", str(forms.dumps(own))
