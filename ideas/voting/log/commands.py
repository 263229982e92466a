"""``ideas vote-log``: publish now, see how the log stands, copy its files, change its key."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from ideas import clock
from ideas.voting.log.copying import copy_log
from ideas.voting.log.listeners import publish_votes
from ideas.voting.log.queries import newest_checkpoint, wait_for_log
from ideas.voting.log.rules import LATE
from ideas.voting.log.signing import BadKey, add_key, name_in, signers


@click.group("vote-log")
def vote_log() -> None:
    """The public log of every vote: publish, look, copy, change its key."""


@vote_log.command()
@with_appcontext
def publish() -> None:
    """Publish what waits, without waiting for the schedule."""
    published = 0
    while portion := publish_votes():
        published += portion
    click.echo(f"{published:,} leaves published.")


@vote_log.command()
@with_appcontext
def state() -> None:
    """Say how the log stands; the exit code is 1 when votes have waited for too long."""
    newest, waited = newest_checkpoint(), wait_for_log()
    if newest is not None:
        age = (clock.now() - newest.signed_at).total_seconds()
        click.echo(f"{newest.size:,} leaves, signed {age:,.0f} s ago.")
        for signer in signers(name_in(newest.note)):
            click.echo(f"key    {signer.verifier}")
    click.echo(f"Votes wait for {waited.total_seconds():,.0f} s." if waited else "No vote waits.")
    sys.exit(1 if waited > LATE else 0)


@vote_log.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def export(folder: Path) -> None:
    """Write the published files to FOLDER, for a mirror; what is there already stays."""
    click.echo(f"{copy_log(folder):,} files written.")


@vote_log.command("new-key")
@with_appcontext
def new_key() -> None:
    """Put a new key before the old ones; all of them sign until you remove their lines."""
    try:
        add_key()
    except BadKey as error:
        raise click.ClickException(str(error)) from None
    click.echo("From the next checkpoint on the new key signs beside the old one.")
