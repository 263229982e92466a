"""What the operator decides, read once from ``IDEAS_*``; a restart applies it."""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ideas.keyring import BadKeys, InTime, OtherKey, other_keys_in

SHORTEST_SECRET = 32
OTHERS = "old-secrets"
HALF = "restoring"
"""A folder in the home while a restore is not finished."""
LOGS = ("text", "json")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HERE = Path(__file__).resolve().parent


class BadConfig(Exception):
    """The environment holds a value the site must not start with; the text says which."""


@dataclass(frozen=True)
class Config:
    """Everything the operator can set. Paths are absolute; ``database_url`` names its driver."""

    home: Path
    secret_key: str
    database_url: str
    other_secrets: tuple[OtherKey, ...] = ()
    base_url: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    vote_log_keys: str = ""
    payee_keys: str = ""
    replica_url: str = ""
    storage_url: str = ""
    mail_url: str = "outbox:"
    mail_from: str = "Ideas <ideas@localhost>"
    metrics_token: str = ""
    log: str = "text"
    slow_ms: int = 500
    proxies: int = 0
    worker: bool = True
    testing: bool = False

    @property
    def is_loopback(self) -> bool:
        """True while the site is only reachable from its own machine."""
        hosts = {urlsplit(self.base_url).hostname, urlsplit(f"//{self.bind}").hostname}
        return hosts <= LOOPBACK

    @property
    def is_secure(self) -> bool:
        """True when people reach the site over HTTPS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def verifying(self) -> InTime:
        """The secrets that verify and open just now; the newest, which signs, comes last."""
        return InTime(self.other_secrets, self.secret_key)

    @property
    def mark(self) -> str:
        """What tells this site from another that was given the same home: its database, hashed."""
        return hashlib.sha256(self.database_url.encode()).hexdigest()[:8]

    @property
    def pictures_dir(self) -> Path:
        """Folder of kept pictures."""
        return self.home / "pictures"


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration, or raise BadConfig naming what is at fault."""
    config = configured(environ)
    if (config.home / HALF).exists():
        raise BadConfig(
            f"{config.home} holds half a copy: a restore was not finished. Remove it, keep its "
            "keys, and run “ideas restore” again."
        )
    return config


def configured(environ: Mapping[str, str]) -> Config:
    """The configuration, whatever state the home is in."""
    home, secret_key = _home(environ)
    config = Config(
        home=home,
        secret_key=secret_key,
        database_url=environ.get("IDEAS_DATABASE_URL", f"sqlite:///{home / 'ideas.sqlite'}"),
        other_secrets=_other_secrets(environ.get("IDEAS_OLD_SECRET_KEYS"), home / OTHERS),
        base_url=environ.get("IDEAS_BASE_URL", Config.base_url).rstrip("/"),
        bind=environ.get("IDEAS_BIND", Config.bind),
        vote_log_keys=environ.get("IDEAS_VOTE_LOG_KEYS", ""),
        payee_keys=environ.get("IDEAS_PAYEE_KEYS", ""),
        replica_url=environ.get("IDEAS_REPLICA_URL", ""),
        storage_url=environ.get("IDEAS_STORAGE_URL", ""),
        mail_url=environ.get("IDEAS_MAIL_URL", Config.mail_url),
        mail_from=environ.get("IDEAS_MAIL_FROM", Config.mail_from),
        metrics_token=environ.get("IDEAS_METRICS_TOKEN", ""),
        log=_one_of(LOGS, "IDEAS_LOG", environ.get("IDEAS_LOG", Config.log)),
        slow_ms=_whole_number("IDEAS_SLOW_MS", environ.get("IDEAS_SLOW_MS", str(Config.slow_ms))),
        proxies=_whole_number("IDEAS_PROXIES", environ.get("IDEAS_PROXIES", "0")),
        worker=environ.get("IDEAS_WORKER", "1") != "0",
    )
    if not config.database_url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise BadConfig("IDEAS_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://.")
    if config.replica_url and not config.database_url.startswith("postgresql"):
        raise BadConfig("IDEAS_REPLICA_URL is for PostgreSQL; IDEAS_DATABASE_URL names none.")
    short = [each for each in config.other_secrets if len(each.key) < SHORTEST_SECRET]
    if short or len(config.secret_key) < SHORTEST_SECRET:
        raise BadConfig(f"IDEAS_SECRET_KEY needs at least {SHORTEST_SECRET} characters.")
    return config


def _home(environ: Mapping[str, str]) -> tuple[Path, str]:
    """The folder everything is kept in, and the secret that is kept there."""
    home = Path(environ.get("IDEAS_HOME", "var")).resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # what is in it names people
        return home, environ.get("IDEAS_SECRET_KEY") or kept_secret(home / "secret")
    except OSError as error:
        raise BadConfig(
            f"Nothing can be kept in {home}: {error.strerror}. Set IDEAS_HOME to a folder that "
            "whoever runs the site may write to."
        ) from error


def _other_secrets(said: str | None, file: Path) -> tuple[OtherKey, ...]:
    text = file.read_text(encoding="ascii") if said is None and file.exists() else said or ""
    try:
        return other_keys_in(text)
    except BadKeys as error:
        raise BadConfig(f"A line of IDEAS_OLD_SECRET_KEYS {error}, then the key.") from error


def _new_secret() -> str:
    return secrets.token_urlsafe(48)


def kept_secret(path: Path, make: Callable[[], str] = _new_secret) -> str:
    """A secret of this installation, made on first use and readable by its owner alone."""
    if not path.exists():
        beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            file.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)  # whoever is first; nobody reads half a secret
        beside.unlink()
    return path.read_text(encoding="ascii").strip()


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise BadConfig(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _one_of(words: Collection[str], name: str, text: str) -> str:
    if text not in words:
        raise BadConfig(f"{name} must be one of {', '.join(words)}, not {text!r}.")
    return text


def shipped(folder: str) -> Path:
    """Where ``templates`` or ``static`` lie: beside the package, or in the wheel."""
    beside = _HERE.parent / folder
    return beside if beside.is_dir() else _HERE / "_shipped" / folder
