"""A demo to attack: made once, copied for every attack, served as ``ideas serve`` does, alone."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ideas import clock
from ideas.accounts.door import SEEN, TOKEN
from ideas.accounts.queries import person_by_email
from ideas.accounts.sessions.models import AuthSession
from ideas.accounts.sessions.rules import hash_of
from ideas.app import create_app
from ideas.config import configured
from ideas.db import db, session, take_write_lock
from ideas.web.signed import cookies_of
from tests.bench.serving import wait_for

HOST, SECONDS_TO_END = "127.0.0.1", 25
ROLES: Mapping[str, str] = {
    "fan": "vera",
    "creator": "ada",
    "moderator": "maren",
    "reviewer": "yuki",
    "finance": "fenna",
    "admin": "adele",
}


@dataclass(frozen=True)
class Place:
    """Where the site answers, with whose cookies; ``home`` is copied for every attack."""

    address: str
    home: Path
    cookies: Mapping[str, str]


def made(folder: Path, home: Path) -> Place:
    """A copy of a demo in which everybody has a session."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        bind = f"{HOST}:{found.getsockname()[1]}"
    env = _environment(folder, bind)
    subprocess.run([*_ideas(), "demo", "--bind", bind], env=env, check=True, capture_output=True)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder, home)
    return Place(f"http://{bind}", home, _cookies(_environment(home, bind)))


@contextmanager
def served(first: Place, home: Path) -> Iterator[Place]:
    """A copy of it until the attack is over; everything that was started is ended."""
    shutil.copytree(first.home, home)
    env = _environment(home, first.address.removeprefix("http://"))
    log = (home / "server.log").open("wb")
    process = subprocess.Popen([*_ideas(), "serve"], env=env, stdout=log, stderr=log)
    over = threading.Event()
    try:
        _wait_for(f"{first.address}/livez")
        threading.Thread(target=_lift_limits, args=(home, over), daemon=True).start()
        yield replace(first, home=home)
    finally:
        over.set()
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_END)
        process.kill()


def _wait_for(address: str) -> None:
    """On a busy machine a site may take two minutes to begin."""
    for _ in range(3):
        with contextlib.suppress(SystemExit):
            wait_for(address)
            return
    wait_for(address)


def _ideas() -> list[str]:
    return [sys.executable, "-c", "from ideas.cli import main; main()"]


def _environment(home: Path, bind: str) -> dict[str, str]:
    left = {name: text for name, text in os.environ.items() if not name.startswith("IDEAS_")}
    return left | {
        "IDEAS_HOME": str(home),
        "IDEAS_BIND": bind,
        "IDEAS_BASE_URL": f"http://{bind}",
        "IDEAS_MAIL_URL": "outbox:",
    }


def _cookies(env: Mapping[str, str]) -> dict[str, str]:
    """A session for everybody one can be, opened past the door; staff have proven themselves."""
    app, told = create_app(configured(env)), dict[str, str]()
    signs, of_site = cookies_of(app), app.config["SESSION_COOKIE_NAME"]
    told[""] = f"{of_site}={signs.dumps({'csrf_token': secrets.token_hex(20)})}"
    with app.app_context():
        moment = clock.now()
        take_write_lock()
        for role, name in ROLES.items():
            person, token = person_by_email(f"{name}@example.org"), secrets.token_urlsafe(32)
            assert person is not None, name
            session().add(
                AuthSession(
                    token_hash=hash_of(token),
                    person_id=person.id,
                    opened_at=moment,
                    last_seen_at=moment,
                    second_factor_at=moment,
                )
            )
            kept = {TOKEN: token, SEEN: int(moment.timestamp()), "_fresh": True}
            kept |= {"_permanent": True, "csrf_token": secrets.token_hex(20)}
            told[role] = f"{of_site}={signs.dumps(kept)}"
        db.session.commit()
        db.engine.dispose()
    return told


def _lift_limits(home: Path, over: threading.Event) -> None:
    """Forget every count twice a second: a tool that is told 429 has tried nothing."""
    while not over.wait(0.5):
        with contextlib.suppress(sqlite3.Error):
            counts = sqlite3.connect(home / "limits.sqlite", timeout=2)
            with counts:
                counts.execute("DELETE FROM limit_counts")
            counts.close()


def rows_hold(home: Path) -> str:
    """What SQLite says of the database after all that: ``ok``."""
    kept = sqlite3.connect(f"file:{home / 'ideas.sqlite'}?mode=ro", uri=True)
    try:
        return str(kept.execute("PRAGMA integrity_check").fetchone()[0])
    finally:
        kept.close()


def errors_in(home: Path) -> list[str]:
    """The errors that the server told of: their last lines, each once."""
    lines = (home / "server.log").read_text(errors="replace").splitlines()
    found = [line for line in lines if "Traceback" in line or " ERROR " in line]
    return sorted(set(found))


def shut_out(place: Place) -> list[str]:
    """Whose session is over: whatever was tried as them afterwards was tried as nobody."""
    roles = {role: cookie for role, cookie in place.cookies.items() if role}
    return [role for role, cookie in roles.items() if not _is_in(place.address, cookie)]


def _is_in(address: str, cookie: str) -> bool:
    asked = urllib.request.Request(f"{address}/account", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return str(answer.url).endswith("/account")


def still_answers(address: str) -> float:
    """Seconds that an honest reader waits for the first page."""
    begun = time.monotonic()
    try:
        urllib.request.urlopen(f"{address}/", timeout=30).close()
    except OSError:
        return float("inf")
    return time.monotonic() - begun
