"""Where the demo lives: a home of its own with its own database, on this machine alone."""

import secrets
import shutil
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import urlsplit

from ideas.config import LOOPBACK, Config, from_environment

HOME, BENCH_HOME = "var/demo", "var/bench"
MARK, PASSWORD = "demo", "password"
MADE = "made"


class NotHere(Exception):
    """Why the demo is not made in this place."""


def demo_config(environ: MutableMapping[str, str], bind: str, home: str = HOME) -> Config:
    """The demo's configuration, also written into the environment for the server to come.

    It keeps its mail, and never looks at another site's database.
    """
    place = Path(environ.setdefault("IDEAS_HOME", home)).resolve()
    base_url = environ.setdefault("IDEAS_BASE_URL", f"http://{bind}")
    if {urlsplit(base_url).hostname, urlsplit(f"//{bind}").hostname} - LOOPBACK:
        raise NotHere("The demo prints links that sign anybody in, so it stays on 127.0.0.1.")
    if place.is_dir() and any(place.iterdir()) and not (place / MARK).exists():
        raise NotHere(f"{place} holds a site that is not the demo. Set IDEAS_HOME to another one.")
    environ.pop("IDEAS_DATABASE_URL", None)
    environ.update({"IDEAS_MAIL_URL": "outbox:", "IDEAS_BIND": bind})
    return from_environment(environ)


def bench_of(ideas: int, votes: int) -> str:
    """What is noted when bench data of this size was made."""
    return f"bench {ideas} {votes}"


def is_made(config: Config, what: str = MADE) -> bool:
    """True when the whole story was told here, or all of this bench data made."""
    mark = config.home / MARK
    return mark.exists() and mark.read_text(encoding="ascii") == what


def clear(config: Config) -> None:
    """Take away what an earlier or interrupted demo left, all but the secret."""
    config.home.joinpath(MARK).write_text("begun", encoding="ascii")
    for old in config.home.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
        elif old.name not in {MARK, "secret"}:
            old.unlink()


def mark_made(config: Config, what: str = MADE) -> None:
    """The story was told to its end."""
    config.home.joinpath(MARK).write_text(what, encoding="ascii")


def draw_password(config: Config) -> str:
    """A password for everybody of this story, kept in the home for its owner alone."""
    drawn, kept = secrets.token_urlsafe(9), config.home / PASSWORD
    kept.touch(mode=0o600)
    kept.write_text(drawn, encoding="ascii")
    return drawn


def password_of(config: Config) -> str:
    """The password of everybody of the story; empty for a demo made without one."""
    kept = config.home / PASSWORD
    return kept.read_text(encoding="ascii") if kept.exists() else ""
