"""``make attack``: all there is, against a demo of its own; ends with 1 when it found something.

``ATTACK_SECONDS`` is what sqlmap may take (300); the others take their share of it. Tools, demo
and logs lie in ``ATTACK_FOLDER`` (``var/attack``). ``python -m tests.attack slow`` runs one alone.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from ideas.app import create_app
from ideas.config import configured
from tests.attack import slow
from tests.attack.crawl import Ask, asks_of
from tests.attack.fuzz import TARGETS
from tests.attack.place import Place, errors_in, rows_hold, served, still_answers
from tests.attack.schema import schema_of, schemathesis
from tests.attack.tools import Found, environment, fuzz, sqlmap, wapiti

FOLDER = Path(os.environ.get("ATTACK_FOLDER", "var/attack")).resolve()
SECONDS = int(os.environ.get("ATTACK_SECONDS", "300"))
EVERY = ("slow", "wapiti", "schemathesis", "sqlmap", "atheris")


class Attack:
    """One run: the place, what can be asked there, and where logs go."""

    def __init__(self, place: Place, logs: Path) -> None:
        self.place, self.logs = place, logs
        self.asks: dict[str, list[Ask]] = {}

    def find(self) -> Iterator[Found]:
        """Crawl as everybody; a request that a lesser role may send is tried as that role alone."""
        known = set[tuple[str, str, tuple[str, ...]]]()
        for role, cookie in self.place.cookies.items():
            asks = asks_of(self.place.address, cookie)
            new = {(a.method, a.path, tuple(name for name, _ in a.sent)): a for a in asks}
            self.asks[role] = [ask for key, ask in new.items() if key not in known]
            known |= {*new}
        told = ", ".join(f"{role or 'visitor'} {len(some)}" for role, some in self.asks.items())
        yield Found("crawl", f"requests to change: {told}")

    def slow(self) -> Iterator[Found]:
        """Clients that hold on."""
        yield slow.own(self.place.address, slow.HEAD)
        yield slow.own(self.place.address, slow.BODY)
        yield from slow.slowhttptest(self.logs / "slow", self.place.address)

    def sqlmap(self) -> Iterator[Found]:
        """Injections into every value."""
        bins = environment(FOLDER, "sqlmap")
        by_cookie = {self.place.cookies[role]: some for role, some in self.asks.items()}
        where = (self.logs / "sqlmap", self.place.address)
        yield sqlmap(bins, *where, by_cookie) if bins else _missing("sqlmap")

    def wapiti(self) -> Iterator[Found]:
        """As a visitor, as somebody who writes, as who may see most."""
        bins = environment(FOLDER, "wapiti")
        for role in ("", "creator", "admin") if bins else ():
            where = self.logs / f"wapiti-{role or 'visitor'}"
            found = wapiti(bins or Path(), where, self.place.address, self.place.cookies[role])
            found.tool += f", {role or 'visitor'}"
            yield found
        if not bins:
            yield _missing("wapiti")

    def schemathesis(self) -> Iterator[Found]:
        """Odd values at every address, as a visitor and as an admin."""
        bins = environment(FOLDER, "schemathesis")
        app = create_app(configured({"IDEAS_HOME": str(self.place.home)}))
        schema = schema_of(app, [ask for some in self.asks.values() for ask in some])
        for role in ("", "admin") if bins else ():
            where, told = self.logs / f"schema-{role}", (schema, self.place.cookies[role])
            found = schemathesis(bins or Path(), where, self.place.address, (*told, SECONDS // 5))
            found.tool += f", {role or 'visitor'}: {len(schema['paths'])} addresses"
            yield found
        if not bins:
            yield _missing("schemathesis")

    def atheris(self) -> Iterator[Found]:
        """What reads files and words."""
        bins = environment(FOLDER, "atheris")
        for name in TARGETS if bins else ():
            yield fuzz(bins or Path(), self.logs / "fuzz", name, max(10, SECONDS // 10))
        if not bins:
            yield _missing("atheris")


def _missing(name: str) -> Found:
    return Found(name, missing="it could not be installed")


def afterwards(place: Place) -> Iterator[Found]:
    """What is left: errors of the server, a whole database, a page."""
    yield Found("errors the server told of", findings=errors_in(place.home))
    said = rows_hold(place.home)
    yield Found("the database", said, [] if said == "ok" else [said])
    yield Found("the first page", f"{still_answers(place.address):.2f} s")


def tell(found: Found) -> int:
    """Print it; how many findings it has."""
    print(
        f"{found.tool}: {(found.missing and 'NOT RUN, ' + found.missing) or found.did}", flush=True
    )
    for each in found.findings:
        print(f"    {each}", flush=True)
    return len(found.findings)


def main(wanted: tuple[str, ...]) -> int:
    """Run those tools; how much was found."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # and end what was started
    logs, begun, count = FOLDER / "logs", time.monotonic(), 0
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    with served(FOLDER / "demo", logs / "home") as place:
        attack = Attack(place, logs)
        for step in ("find", *wanted):
            for found in getattr(attack, step)():
                count += tell(found)
        for found in afterwards(place):
            count += tell(found)
    print(f"{count} findings in {(time.monotonic() - begun) / 60:.1f} minutes; logs in {logs}")
    return count


if __name__ == "__main__":
    sys.exit(1 if main(tuple(sys.argv[1:]) or EVERY) else 0)
