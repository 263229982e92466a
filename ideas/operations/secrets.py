"""``ideas secret-key``: another secret for the site, while the one before still counts."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ideas.accounts.factor.actions import seal_all_anew
from ideas.config import OTHERS, Config, kept_secret
from ideas.db import db
from ideas.keyring import OtherKey, text_of

DAYS = 90
"""Longer than any session, and than a link of a letter is usually wanted."""


@click.command("secret-key")
@click.option(
    "--days",
    type=click.IntRange(0, 400),
    default=DAYS,
    show_default=True,
    help="How long the key of today still counts; 0 when it may be known to others.",
)
@click.option("--seal", is_flag=True, help="Seal second factors under the newest key instead.")
@with_appcontext
def secret_key(*, days: int, seal: bool) -> None:
    """Take a new key for cookies, links and second factors; the old one counts for some days more.

    Restart every process, then run this with --seal. A key that comes from IDEAS_SECRET_KEY is
    yours to change: put the old one into IDEAS_OLD_SECRET_KEYS, with the moment at which it ends.
    """
    if seal:
        lost = seal_all_anew()
        db.session.commit()
        click.echo(f"Second factors are under the newest key; {lost:,} could not be opened.")
        return
    config: Config = current_app.extensions["ideas.config"]
    if os.environ.get("IDEAS_SECRET_KEY"):
        raise click.ClickException(
            "The key comes from IDEAS_SECRET_KEY. Put it into IDEAS_OLD_SECRET_KEYS, as "
            f"“{_in(days).isoformat()} KEY”, and a new one into IDEAS_SECRET_KEY."
        )
    until = _in(days)
    old = (OtherKey(until, config.secret_key), *config.other_secrets)
    _replace(config.home / OTHERS, text_of(old))
    _replace(config.home / "secret", None)
    click.echo(
        f"The key is new; the one before counts until {until:%Y-%m-%d %H:%M} UTC. Restart every "
        "process, then run: ideas secret-key --seal, and ideas backup --keys."
    )


def _in(days: int) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)


def _replace(file: Path, text: str | None) -> None:
    """Another content, at once: this text, or a new secret."""
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    if text is None:
        kept_secret(beside)
    else:
        kept_secret(beside, lambda: text)
    beside.replace(file)
