"""``ideas backup``; ``ideas restore`` makes a site of another place (``ideas.elsewhere``)."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ideas import clock
from ideas.config import Config
from ideas.operations.backups.last import note_backup
from ideas.operations.backups.manifest import BadBackup, Manifest
from ideas.operations.backups.saving import save, save_keys, save_to

FILE = click.Path(dir_okay=False, path_type=Path)
PIPE = Path("-")


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--keys", type=FILE, help="Write the site's keys into this file, to be kept apart.")
@with_appcontext
def backup(file: Path | None, keys: Path | None) -> None:
    """Save the whole site into FILE while it is used; - writes to standard output.

    FILE is readable by its owner alone and not encrypted. It holds people's data and none of the
    keys.
    """
    config: Config = current_app.extensions["ideas.config"]
    if file is None and keys is None:
        raise click.UsageError("Name a FILE, or --keys, or both.")
    try:
        if keys is not None:
            save_keys(config, keys)
            click.echo(f"{keys}: the keys. Keep them where the backup is not.", err=True)
        if file == PIPE:
            manifest = save(config, sys.stdout.buffer, config.home)
            note_backup(config, clock.now())
            click.echo(said_of(manifest), err=True)
        elif file is not None:
            manifest = save_to(config, file)
            click.echo(f"{file}: {file.stat().st_size:,} bytes. {said_of(manifest)}")
    except FileExistsError as error:
        raise click.ClickException(
            f"{error.filename2 or error.filename} is there already."
        ) from None
    except BadBackup as error:
        raise click.ClickException(str(error)) from None


def said_of(manifest: Manifest) -> str:
    """How much was saved, and when."""
    rows = sum(manifest.counts.values())
    where = " Pictures are in the bucket, and saved there." if manifest.pictures == "bucket" else ""
    return f"{rows:,} rows, {len(manifest.files) - 1:,} files, as of {manifest.made_at}.{where}"
