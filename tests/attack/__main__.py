"""``make attack``: all there is, against a demo of its own; ends with 1 when it found something.

Every tool has a copy of the demo to itself, and comes to its end; ``ATTACK_SECONDS`` (7200) is
what it may take, and one that takes longer is a finding. Tools, demo and logs lie in
``ATTACK_FOLDER`` (``var/attack``). ``python -m tests.attack slow`` runs one alone.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ideas.app import create_app
from ideas.config import configured
from tests.attack import slow
from tests.attack.crawl import Ask, Kind, Map, asks_of
from tests.attack.forge import forge, trace_in
from tests.attack.fuzz import TARGETS
from tests.attack.place import (
    Place,
    errors_in,
    made,
    rows_hold,
    served,
    shut_out,
    still_answers,
)
from tests.attack.schema import schema_of, schemathesis
from tests.attack.tools import MODULES, READERS, Found, environment, fuzz, sqlmap, wapiti
from tests.attack.watching import betrayed, chromium, watched

FOLDER = Path(os.environ.get("ATTACK_FOLDER", "var/attack")).resolve()
EVERY = ("slow", "forge", "wapiti", "sqlmap", "schemathesis", "atheris", "readers")


class Attack:
    """One run: the place, what can be asked there, and where logs go."""

    def __init__(self, place: Place, logs: Path) -> None:
        self.place, self.logs = place, logs
        self.app = create_app(configured({"IDEAS_HOME": str(place.home)}))
        self.asks: dict[str, list[Ask]] = {}

    def find(self) -> Iterator[Found]:
        """Crawl as everybody; a request that a lesser role may send is tried as that role alone."""
        site, known = Map(self.app), set[Kind]()
        for role, cookie in self.place.cookies.items():
            self.asks[role] = asks_of(self.place.address, cookie, site, known)
        told = ", ".join(f"{role or 'visitor'} {len(some)}" for role, some in self.asks.items())
        values = len([name for _, _, name in known if name not in {"", "csrf_token"}])
        left = site.forms - {rule for method, rule, _ in known if method == "POST"}
        (self.logs / "not-reached").write_text("\n".join(sorted(left)), encoding="utf-8")
        yield Found("crawl", f"requests: {told}; {values} values; {len(left)} forms not reached")

    def slow(self) -> Iterator[Found]:
        """Clients that hold on."""
        yield slow.own(self.place.address, slow.HEAD)
        yield slow.own(self.place.address, slow.BODY)
        yield from slow.slowhttptest(self.logs / "slow", self.place.address)

    def forge(self) -> Iterator[Found]:
        """Markup and a template in every value, then every page as everybody."""
        found, done = list[str](), 0
        for role, asks in self.asks.items():
            for said in forge(self.place.address, self.place.cookies[role], asks):
                done += 1
                found += [said] if said else []
        yield Found("forged values", f"{done} requests", found)
        pages, bad = dict[str, list[str]](), list[str]()
        for role, cookie in self.place.cookies.items():
            own = pages[role] = []

            def look(path: str, html: str, own: list[str] = own) -> None:
                own += [path] if html else []
                bad.extend(filter(None, [trace_in(html, path)]))

            asks_of(self.place.address, cookie, Map(self.app), set(), look)
        read = sum(map(len, pages.values()))
        yield Found("what pages say then", f"{read} pages as everybody", bad)
        yield self._watch(pages)

    def _watch(self, pages: Mapping[str, Sequence[str]]) -> Found:
        """Open these pages in a browser, as the roles they are of."""
        program, count, bad = chromium(), 0, list[str]()
        if program is None:
            return Found("what runs in a browser then", missing="there is no Chromium")
        for role, paths in pages.items():
            with watched(self.place.address, program, self.place.cookies[role]) as context:
                for found in betrayed(context, self.place.address, paths):
                    count += 1
                    bad += [f"{role or 'visitor'}: {each}" for each in found]
        return Found("what runs in a browser then", f"{count} pages as everybody", bad)

    def sqlmap(self) -> Iterator[Found]:
        """Injections into every value, as whoever may send it."""
        bins = environment(FOLDER, "sqlmap")
        for role, asks in self.asks.items() if bins else ():
            where = self.logs / f"sqlmap-{role or 'visitor'}"
            told = (self.place.cookies[role], [ask for ask in asks if ask.values])
            found = sqlmap(bins or Path(), where, self.place.address, told)
            found.tool += f", {role or 'visitor'}"
            yield found
        if not bins:
            yield _missing("sqlmap")

    def wapiti(self) -> Iterator[Found]:
        """Every request, as whoever may send it."""
        return self._wapiti("wapiti", MODULES)

    def readers(self) -> Iterator[Found]:
        """The same, for those who would read files or run programs: many requests a value."""
        return self._wapiti("readers", READERS)

    def _wapiti(self, step: str, modules: str) -> Iterator[Found]:
        bins = environment(FOLDER, "wapiti")
        for role, asks in self.asks.items() if bins else ():
            where = self.logs / f"{step}-{role or 'visitor'}"
            told = (modules, self.place.cookies[role], asks)
            found = wapiti(bins or Path(), where, self.place.address, told)
            found.tool += f", {step}, {role or 'visitor'}"
            yield found
        if not bins:
            yield _missing("wapiti")

    def schemathesis(self) -> Iterator[Found]:
        """Odd values at every address, as a visitor and as an admin."""
        bins = environment(FOLDER, "schemathesis")
        schema = schema_of(self.app, [ask for some in self.asks.values() for ask in some])
        for role in ("", "admin") if bins else ():
            where, told = self.logs / f"schema-{role}", (schema, self.place.cookies[role])
            found = schemathesis(bins or Path(), where, self.place.address, told)
            found.tool += f", {role or 'visitor'}: {len(schema['paths'])} addresses"
            yield found
        if not bins:
            yield _missing("schemathesis")

    def atheris(self) -> Iterator[Found]:
        """What reads files and words."""
        bins = environment(FOLDER, "atheris")
        for name in TARGETS if bins else ():
            yield fuzz(bins or Path(), self.logs / "fuzz", name)
        if not bins:
            yield _missing("atheris")


def _missing(name: str) -> Found:
    return Found(name, missing="it could not be installed")


def afterwards(place: Place) -> Iterator[Found]:
    """What is left: errors of the server, a whole database, sessions, a page."""
    yield Found("errors the server told of", findings=errors_in(place.home))
    said = rows_hold(place.home)
    yield Found("the database", said, [] if said == "ok" else [said])
    yield Found("sessions that ended meanwhile", findings=shut_out(place))
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
    first = made(FOLDER / "demo", logs / "first")
    attack = Attack(first, logs)
    for step in ("find", *wanted):
        with served(first, logs / f"home-{step}") as attack.place:
            for found in getattr(attack, step)():
                count += tell(found)
            for found in afterwards(attack.place):
                count += tell(found)
    print(f"{count} findings in {(time.monotonic() - begun) / 60:.1f} minutes; logs in {logs}")
    return count


if __name__ == "__main__":
    sys.exit(1 if main(tuple(sys.argv[1:]) or EVERY) else 0)
